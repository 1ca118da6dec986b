"""When an agent may call out by themselves (D11): the buttons follow it, the server refuses by it."""

from __future__ import annotations

from agent_client.protocol.agents import Me
from agent_client.protocol.names import AgentState, NotReadyReason

from .listening import listening_to

_NO_PHONE = frozenset({NotReadyReason.RONA, NotReadyReason.UNREACHABLE, NotReadyReason.SIGNING_ON})


def may_dial(me: Me) -> bool:
    """With nothing else in hand, and a phone that answers: whoever is RONA says first that they are back."""
    if me.contact is not None or listening_to(me) is not None:
        return False
    return me.state is AgentState.READY or (me.state is AgentState.NOT_READY and me.not_ready not in _NO_PHONE)
