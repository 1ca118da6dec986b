"""An agent's own state: what they choose, the sign-on test of their phone (A9), signing in and leaving (A6, A7, A11)."""

from __future__ import annotations

from collections.abc import Callable

from agent_client.backend.domain import agents as decide
from agent_client.backend.domain.agents import Move
from agent_client.backend.domain.caller import Caller
from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import agents, centre, contacts, sessions, sign_on
from agent_client.backend.persistence.contacts import TALKING
from agent_client.backend.ports.telephony import AnswerLeg, KeepLine, LegId, RingToTest, StopRinging
from agent_client.backend.ports.units import Tx
from agent_client.protocol.agents import ChangeState, Me, NextState
from agent_client.protocol.names import (
    AgentId,
    AgentState,
    Channel,
    ContactState,
    IdleReasonId,
    NotReadyReason,
    WhyCode,
)
from agent_client.protocol.refusals import Invalid, Listens, NotPossibleNow, NotSignedIn
from agent_client.protocol.time import after
from agent_client.protocol.why import Why
from agent_client.rules.listening import listening_to

from . import contact_turns, kept_lines, listening
from .reaching import needs_pbx

_HOLDS = (AgentState.OFFERED, AgentState.ON_CONTACT)
_MERE_TEST = "phone-test-"
"""How the legs are called of phones that are rung to be tried, and for nothing else."""
_MAY_TRY = (
    NotReadyReason.PAUSE,
    NotReadyReason.IDLE,
    NotReadyReason.RONA,
    NotReadyReason.DECLINED,
    NotReadyReason.UNREACHABLE,
)


def change(tx: Tx, who: Caller, wish: ChangeState, phones_answer: Callable[[str], bool]) -> Me:
    """What the agent chose, decided; with a contact in hand, kept for after it. From pause the phone is rung first; the
    test can be answered from the desktop where ``phones_answer`` says so, by `answer_sign_on`."""
    me = agents.me(tx.conn, who.agent)
    chosen = decide.move(me, wish)
    if wish.idle_reason is not None and not centre.idle_reason_exists(tx.conn, wish.idle_reason):
        raise Invalid("no such idle reason", field="idle_reason")
    if chosen in (Move.SIGN_ON, Move.READY) and kept_lines.keeps(me):
        chosen = Move.SIGN_ON if me.line_up_since is None else Move.READY
    if chosen is Move.NONE:
        return me
    if chosen is Move.LATER:
        return agents.set_next(tx, who.agent, decide.next_state(wish, *_returns_to(tx, me)))
    if chosen is Move.SIGN_ON:
        return _sign_on(tx, me)
    _stop_test(tx, who.agent)
    if chosen is Move.READY:
        tx.route()
        return agents.set_state(tx, who.agent, AgentState.READY)
    return agents.set_state(
        tx,
        who.agent,
        AgentState.NOT_READY,
        not_ready=decide.wished_reason(wish),
        idle_reason=wish.idle_reason,
    )


def stand_down(tx: Tx, agent_id: AgentId, why: Why) -> None:
    """Out of routing, whatever they wished: in pause at once, or after the contact that they have in hand."""
    me = agents.me(tx.conn, agent_id)
    if me.state in decide.WITH_CONTACT:
        agents.set_next(tx, agent_id, NextState(AgentState.NOT_READY))
    elif me.state is AgentState.READY or me.not_ready is NotReadyReason.SIGNING_ON:
        _stop_test(tx, agent_id)
        agents.set_state(tx, agent_id, AgentState.NOT_READY, not_ready=NotReadyReason.PAUSE, why=why)


def _returns_to(tx: Tx, me: Me) -> tuple[AgentState, NotReadyReason | None, IdleReasonId | None]:
    """The state before the present contact."""
    before = None if me.contact is None else contacts.row(tx.conn, me.contact).before
    return (AgentState.READY, None, None) if before is None else (before.state, before.not_ready, before.idle_reason)


def try_phone(tx: Tx, who: Caller) -> Me:
    """Rings the agent's phone as for signing on, and comes back to their pause or idle time whatever becomes of it."""
    me = agents.me(tx.conn, who.agent)
    heard = listening_to(me)
    if heard is not None:
        raise Listens("the phone is taken", agent=heard.agent.name)
    if me.state is not AgentState.NOT_READY or me.not_ready not in _MAY_TRY or me.line_up_since is not None:
        raise NotPossibleNow("a phone is tried in pause or idle only", state=(me.not_ready or me.state).value)
    return _ring(tx, me, RingToTest(LegId(f"{_MERE_TEST}{me.id}-{me.version}"), me.phone), me.idle_reason)


def _sign_on(tx: Tx, me: Me) -> Me:
    """Whose line is kept answers it once, and talks by it from then on."""
    if kept_lines.keeps(me):
        return _ring(tx, me, KeepLine(kept_lines.leg_for(me), me.phone))
    return _ring(tx, me, RingToTest(LegId(f"sign-on-{me.id}-{me.version}"), me.phone))


def _ring(tx: Tx, me: Me, ringing: RingToTest | KeepLine, idle: IdleReasonId | None = None) -> Me:
    if not me.phone:
        raise NotSignedIn("no session")
    needs_pbx(tx)
    until = after(tx.now, centre.settings_row(tx.conn).sign_on_seconds)
    sign_on.begin(tx.conn, me.id, ringing.leg)
    tx.act(ringing)
    tx.due(until)
    signing_on = NotReadyReason.SIGNING_ON
    return agents.set_state(tx, me.id, AgentState.NOT_READY, not_ready=signing_on, idle_reason=idle, until=until)


def answer_sign_on(tx: Tx, who: Caller) -> None:
    """Answer the test ring from the desktop. Whether the phone can be, the PBX knows: where it cannot, nothing happens."""
    leg = sign_on.leg_of(tx.conn, who.agent)
    if leg is None:
        raise NotPossibleNow("no sign-on test is running", state=agents.me(tx.conn, who.agent).state.value)
    tx.act(AnswerLeg(LegId(leg)))


def test_rings(tx: Tx, leg: LegId) -> None:
    agent_id = sign_on.with_leg(tx.conn, leg)
    if agent_id is not None:
        sign_on.rang(tx.conn, agent_id, tx.now)


def test_answered(tx: Tx, leg: LegId) -> bool:
    """False when this leg is no sign-on test that is still running."""
    agent_id = sign_on.with_leg(tx.conn, leg)
    if agent_id is None:
        return False
    sign_on.end(tx.conn, agent_id)
    kept_lines.answered(tx, agent_id, leg)
    session = sessions.live(tx.conn, agent_id)
    if session is not None and session.phone_lost_at is not None:
        sessions.set_phone_lost(tx.conn, session.id, None)  # it was answered: it is there
    if leg.startswith(_MERE_TEST):
        me = agents.me(tx.conn, agent_id)
        _rest(tx, me, Why(code=WhyCode.PHONE_TESTED, at=tx.now, params={"phone": me.phone}))
        return True
    agents.set_state(tx, agent_id, AgentState.READY)
    tx.route()
    return True


def test_failed(tx: Tx, leg: LegId) -> None:
    agent_id = sign_on.with_leg(tx.conn, leg)
    if agent_id is not None:
        _failed(tx, agents.me(tx.conn, agent_id))


def test_over(tx: Tx, me: Me) -> None:
    """The time for answering has passed. Repeatable: a test that ended meanwhile is left alone."""
    if me.not_ready is NotReadyReason.SIGNING_ON and me.until is not None and me.until <= tx.now:
        _failed(tx, me)


def tests_lost(tx: Tx, why: Why) -> None:
    """Nobody knows what became of a phone under test: the agent signs on again."""
    for agent_id in sign_on.under_test(tx.conn):
        _stop_test(tx, agent_id)
        agents.set_state(tx, agent_id, AgentState.NOT_READY, not_ready=NotReadyReason.PAUSE, why=why)


def _failed(tx: Tx, me: Me) -> None:
    """Back to pause, and why: not answered, or never rang (A9)."""
    seconds = centre.settings_row(tx.conn).sign_on_seconds
    if sign_on.rang_at(tx.conn, me.id) is None:
        why = Why(code=WhyCode.SIGN_ON_NEVER_RANG, at=tx.now, params={"phone": me.phone})
    else:
        params = {"phone": me.phone, "seconds": str(seconds)}
        why = Why(code=WhyCode.SIGN_ON_NOT_ANSWERED, at=tx.now, params=params)
    _stop_test(tx, me.id)
    _rest(tx, me, why)


def _rest(tx: Tx, me: Me, why: Why) -> None:
    """Back to the idle reason that a mere test interrupted, else to pause."""
    reason = NotReadyReason.PAUSE if me.idle_reason is None else NotReadyReason.IDLE
    agents.set_state(tx, me.id, AgentState.NOT_READY, not_ready=reason, idle_reason=me.idle_reason, why=why)


def _stop_test(tx: Tx, agent_id: AgentId) -> None:
    leg = sign_on.leg_of(tx.conn, agent_id)
    if leg is not None:
        tx.act(StopRinging(LegId(leg)))
        sign_on.end(tx.conn, agent_id)


def signed_in(tx: Tx, agent_id: AgentId, why: Why) -> Me:
    """Pause, until the phone has been tested; but whoever comes back to a conversation or its wrap-up goes on there."""
    me = agents.me(tx.conn, agent_id)
    if me.state in (AgentState.ON_CONTACT, AgentState.WRAP_UP):
        return agents.publish(tx, agent_id)
    return agents.set_state(tx, agent_id, AgentState.NOT_READY, not_ready=NotReadyReason.PAUSE, why=why)


def _has_written(tx: Tx, agent_id: AgentId) -> bool:
    """Requests and conversations in writing come beside whatever state the agent is in."""
    holds = (ContactState.RINGING, *TALKING)
    found = contacts.rows_of_agent(tx.conn, agent_id)
    return any(contact.state in holds and contact.channel is not Channel.VOICE for contact in found)


def leave(tx: Tx, agent_id: AgentId, why: Why) -> None:
    """The agent's session ends: by their wish (``SIGNED_OUT``), because they signed in elsewhere, or after the grace.

    By their wish not while a request shows (A11) or a customer is on the line: `NotPossibleNow`. Signing in elsewhere
    takes a conversation and its wrap-up along; the grace returns the customer to the queue, in their old place.
    """
    me = agents.me(tx.conn, agent_id)
    if why.code is WhyCode.SIGNED_OUT and (me.state in _HOLDS or _has_written(tx, agent_id)):
        raise NotPossibleNow("a request or a conversation is going on", state=me.state.value)
    moves = why.code in (WhyCode.SIGNED_IN_ELSEWHERE, WhyCode.SIGNED_IN_BY_PHONE)
    kept = False
    for contact in contacts.rows_of_agent(tx.conn, agent_id):
        if moves and contact.state in (*TALKING, ContactState.WRAP_UP):
            kept = True
            continue
        contact_turns.take(tx, contact, Happening.AGENT_LEFT, params=why.params, why=why)
    _stop_test(tx, agent_id)
    listening.session_over(tx, agent_id)
    if not moves:
        kept_lines.hang_up(tx, agent_id)
    if not kept and me.state is not AgentState.SIGNED_OUT:
        agents.set_state(tx, agent_id, AgentState.SIGNED_OUT, why=why)
