"""Which wish of an agent is possible from which state (B2, A9). The states that come with a contact are in contacts.py."""

from __future__ import annotations

from enum import StrEnum

from agent_client.protocol.agents import ChangeState, Me
from agent_client.protocol.names import AgentState, NotReadyReason
from agent_client.protocol.refusals import Invalid, NotPossibleNow

_TAKEN_OUT = frozenset({NotReadyReason.RONA, NotReadyReason.UNREACHABLE})


class Move(StrEnum):
    NONE = "none"
    """It is so already."""
    SIGN_ON = "sign_on"
    READY = "ready"
    NOT_READY = "not_ready"


def move(me: Me, wish: ChangeState) -> Move:
    """What becomes of a wish. From pause an agent is ready only after having answered the phone (A9).

    Raises `NotPossibleNow` while a contact holds the agent, `Invalid` for what nobody can wish for.
    """
    if wish.state not in (AgentState.READY, AgentState.NOT_READY):
        raise Invalid("an agent chooses ready or not_ready only", field="state")
    if wish.state is AgentState.READY and wish.idle_reason is not None:
        raise Invalid("an idle reason goes with not_ready", field="idle_reason")
    if me.state not in (AgentState.READY, AgentState.NOT_READY):
        raise NotPossibleNow("a contact, or the sign-out, decides the state now", state=me.state.value)
    if wish.state is AgentState.READY:
        return _to_ready(me)
    reason = wished_reason(wish)
    same = me.state is AgentState.NOT_READY and (me.not_ready, me.idle_reason) == (reason, wish.idle_reason)
    return Move.NONE if same else Move.NOT_READY


def _to_ready(me: Me) -> Move:
    if me.state is AgentState.READY or me.not_ready is NotReadyReason.SIGNING_ON:
        return Move.NONE
    return Move.SIGN_ON if me.not_ready is NotReadyReason.PAUSE else Move.READY


def wished_reason(wish: ChangeState) -> NotReadyReason:
    return NotReadyReason.PAUSE if wish.idle_reason is None else NotReadyReason.IDLE


def may_call_back(me: Me) -> bool:
    """Ready or not, but with no contact, no sign-on test, and no choice after RONA still to be made (B2)."""
    if me.state is AgentState.READY:
        return True
    return me.state is AgentState.NOT_READY and me.not_ready not in _TAKEN_OUT | {NotReadyReason.SIGNING_ON}
