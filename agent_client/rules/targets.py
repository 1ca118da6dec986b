"""Which agents can be consulted, and transferred to (D2, D7): the list offers by it, the server refuses by it."""

from __future__ import annotations

from agent_client.protocol.agents import Me, Presence
from agent_client.protocol.names import AgentState, NotReadyReason

_REACHABLE = frozenset({NotReadyReason.PAUSE, NotReadyReason.IDLE})


def may_consult(agent: Me | Presence) -> bool:
    """Available, or away from calls by their own choice: a question may disturb a pause, a RONA phone is not there."""
    return may_transfer(agent) or (agent.state is AgentState.NOT_READY and agent.not_ready in _REACHABLE)


def may_transfer(agent: Me | Presence) -> bool:
    """Only to who waits for a call: never one in wrap-up."""
    return agent.state is AgentState.READY
