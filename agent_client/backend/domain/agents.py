"""Which wish of an agent is possible from which state (B2, A9). The states that come with a contact are in contacts.py."""

from __future__ import annotations

from enum import StrEnum

from agent_client.protocol.agents import ChangeState, Me, NextState
from agent_client.protocol.names import AgentState, IdleReasonId, NotReadyReason
from agent_client.protocol.refusals import Forbidden, Invalid, Listens, NotPossibleNow
from agent_client.rules.listening import listening_to

WITH_CONTACT = frozenset({AgentState.OFFERED, AgentState.ON_CONTACT, AgentState.WRAP_UP})
"""The states that come with a contact and end with it."""


class Move(StrEnum):
    NONE = "none"
    """It is so already."""
    SIGN_ON = "sign_on"
    READY = "ready"
    NOT_READY = "not_ready"
    LATER = "later"
    """Kept until the contact is done with."""


def move(me: Me, wish: ChangeState) -> Move:
    """What becomes of a wish. From pause an agent is ready only after having answered the phone (A9); with a contact in
    hand the wish is kept for after it.

    Raises `NotPossibleNow` for whoever is not signed in, `Invalid` for what nobody can wish for, `Forbidden` for who is no
    agent at all (F3) and would become ready, `Listens` for who would while they listen to a colleague.
    """
    if wish.state in WITH_CONTACT and me.state in WITH_CONTACT and wish.idle_reason is None:
        return Move.LATER
    if wish.state not in (AgentState.READY, AgentState.NOT_READY):
        raise Invalid("an agent chooses ready or not_ready only", field="state")
    if wish.state is AgentState.READY and wish.idle_reason is not None:
        raise Invalid("an idle reason goes with not_ready", field="idle_reason")
    if wish.state is AgentState.READY and not me.rights.takes_contacts:
        raise Forbidden("takes no contacts", right="takes_contacts")
    if me.state in WITH_CONTACT:
        return Move.LATER
    if me.state not in (AgentState.READY, AgentState.NOT_READY):
        raise NotPossibleNow("nobody is signed in", state=me.state.value)
    if wish.state is AgentState.READY:
        return _to_ready(me)
    reason = wished_reason(wish)
    same = me.state is AgentState.NOT_READY and (me.not_ready, me.idle_reason) == (reason, wish.idle_reason)
    return Move.NONE if same else Move.NOT_READY


def _to_ready(me: Me) -> Move:
    if me.state is AgentState.READY or me.not_ready is NotReadyReason.SIGNING_ON:
        return Move.NONE
    heard = listening_to(me)
    if heard is not None:
        raise Listens("the phone is taken", agent=heard.agent.name)
    return Move.SIGN_ON if me.not_ready is NotReadyReason.PAUSE else Move.READY


def next_state(
    wish: ChangeState, state: AgentState, not_ready: NotReadyReason | None, idle_reason: IdleReasonId | None
) -> NextState | None:
    """What is kept of a wish whose contact would take the agent back to this state. None: they would return there anyway,
    or wish for no change.

    From pause to ready no phone has to be tried (A9): the call has just done so.
    """
    if wish.state in WITH_CONTACT:
        return None
    if wish.state is AgentState.READY:
        same = state is AgentState.READY
    else:
        same = state is AgentState.NOT_READY and (not_ready, idle_reason) == (wished_reason(wish), wish.idle_reason)
    return None if same else NextState(wish.state, wish.idle_reason)


def wished_reason(wish: ChangeState | NextState) -> NotReadyReason:
    """Of a wish for ``not_ready``."""
    return NotReadyReason.PAUSE if wish.idle_reason is None else NotReadyReason.IDLE
