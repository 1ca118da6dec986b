"""What supervisors do to sessions, seats, cards, accounts and states; each with its reason in the log, and told to whom it
concerns (H1, A5, F4, A8).

Whoever was quicker has done it: a session that has ended meanwhile is not found, and what is unlocked already stays so.
"""

from __future__ import annotations

from collections.abc import Callable

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, contacts, interventions, locks, passwords
from agent_client.backend.persistence import supervising as kept
from agent_client.backend.persistence.contacts import TALKING
from agent_client.backend.persistence.interventions import Detail
from agent_client.backend.persistence.sessions import Session
from agent_client.backend.ports.units import Tx
from agent_client.protocol.agents import ChangeState, Me
from agent_client.protocol.customers import Customer
from agent_client.protocol.names import AgentId, AgentState, CustomerId, Intervention, SessionId, WhyCode
from agent_client.protocol.refusals import Invalid, NotFound, NotPossibleNow, NotToYourself
from agent_client.protocol.supervising import CleanUpSeat, EndSession, Intervened, SetState
from agent_client.protocol.why import Why

from . import agent_states, customers, lock_out, signing_in
from .administering import may_read

PhonesAnswer = Callable[[str], bool]

_ENDS = {
    Intervention.SIGN_OUT: WhyCode.SIGNED_OUT_BY,
    Intervention.CLEAN_UP: WhyCode.SEAT_CLEANED_UP,
    Intervention.MARK_AS_CRASHED: WhyCode.MARKED_AS_CRASHED,
}


def end_session(tx: Tx, who: Caller, session_id: SessionId, wish: EndSession) -> Intervened:
    """Its agent's contacts go back to where others find them: a customer to the queue, in their old place.

    Raises `Forbidden`, `Invalid`, `NotFound` when it has ended meanwhile, `NotToYourself`, `NotPossibleNow` in the middle
    of a conversation, unless that was ``confirmed``.
    """
    may_read(who)
    if wish.kind not in _ENDS:
        raise Invalid("not an end of a session", field="kind")
    session = kept.living(tx.conn, session_id)
    if session is None:
        raise NotFound("the session has ended")
    return _end(tx, who, [session], wish.kind, wish.reason, confirmed=wish.confirmed)


def clean_up(tx: Tx, who: Caller, wish: CleanUpSeat) -> Intervened:
    """Raises as `end_session` does; `NotFound` where nobody sits."""
    may_read(who)
    there = kept.seated_at(tx.conn, wish.seat)
    if not there:
        raise NotFound("nobody sits there")
    return _end(tx, who, there, Intervention.CLEAN_UP, wish.reason, confirmed=wish.confirmed)


def _end(tx: Tx, who: Caller, ended: list[Session], kind: Intervention, reason: str, *, confirmed: bool) -> Intervened:
    reason = _said(reason)
    for session in ended:
        if session.id == who.session:
            raise NotToYourself("that is the supervisor's own session")
        if not confirmed and _talks(tx, session.agent):
            raise NotPossibleNow("a conversation is going on", state=AgentState.ON_CONTACT.value)
    lines = []
    for session in ended:
        params = {"agent": who.name, "reason": reason, "seat": session.seat}
        why = Why(code=_ENDS[kind], at=tx.now, params=params)
        signing_in.end(tx, session.agent, session.id, why)
        lines.append(
            interventions.add(tx.conn, tx.now, who.agent, kind, reason, agent=session.agent, seat=session.seat)
        )
    return Intervened(lines=tuple(lines))


def _talks(tx: Tx, agent: AgentId) -> bool:
    return any(contact.state in TALKING for contact in contacts.rows_of_agent(tx.conn, agent))


def unlock_customer(tx: Tx, who: Caller, customer_id: CustomerId, reason: str) -> Customer:
    """Whoever works on the card. One that nobody works on is no error, and not in the log. Raises `Forbidden`, `NotFound`."""
    may_read(who)
    reason = _said(reason)
    found = customers.existing(tx, customer_id, who.agent)
    lock = locks.of(tx.conn, found.id)
    if lock is None:
        return found
    session = kept.living(tx.conn, lock.session)
    interventions.add(
        tx.conn,
        tx.now,
        who.agent,
        Intervention.UNLOCK_CUSTOMER,
        reason,
        agent=lock.agent,
        seat="" if session is None else session.seat,
        detail=Detail(customer=found.id, about=found.name or found.company),
    )
    why = Why(code=WhyCode.CARD_UNLOCKED_BY, at=tx.now, params={"agent": who.name, "reason": reason})
    customers.unlocked(tx, found.id, why)
    return customers.existing(tx, found.id)


def unlock_account(tx: Tx, who: Caller, agent_id: AgentId, reason: str) -> Intervened:
    """Signing in is possible again at once. One that is not locked is no error. Raises `Forbidden`, `NotFound`."""
    may_read(who)
    reason = _said(reason)
    if passwords.row(tx.conn, agent_id).locked_at is None:
        return Intervened(lines=())
    lock_out.lift(tx, agent_id)
    line = interventions.add(tx.conn, tx.now, who.agent, Intervention.UNLOCK_ACCOUNT, reason, agent=agent_id)
    return Intervened(lines=(line,))


def set_state(tx: Tx, who: Caller, agent_id: AgentId, wish: SetState, phones_answer: PhonesAnswer) -> Me:
    """What somebody forgot to choose: a pause, at once or after the contact in hand; or to be ready, which rings their phone
    where it must be tried (A9). Raises as `agent_states.change` does, `Forbidden`, and `NotFound` for who is not signed in."""
    may_read(who)
    reason = _said(wish.reason)
    them = agents.caller_of(tx.conn, agent_id)
    session = None if them is None else kept.living(tx.conn, them.session)
    if them is None or session is None:
        raise NotFound("not signed in")
    if agent_id == who.agent:
        raise NotToYourself("that is the supervisor's own state")
    before = agents.me(tx.conn, agent_id)
    if wish.state is AgentState.NOT_READY and wish.idle_reason is None:
        why = Why(code=WhyCode.STATE_SET_BY, at=tx.now, params={"agent": who.name, "reason": reason})
        agent_states.stand_down(tx, agent_id, why)
    else:
        agent_states.change(tx, them, ChangeState(state=wish.state, idle_reason=wish.idle_reason), phones_answer)
    after = agents.me(tx.conn, agent_id)
    if after != before:
        kind = Intervention.SET_STATE
        interventions.add(tx.conn, tx.now, who.agent, kind, reason, agent=agent_id, seat=session.seat)
    return after


def _said(reason: str) -> str:
    """Raises `Invalid`."""
    said = " ".join(reason.split())
    if not said:
        raise Invalid("a reason is needed", field="reason")
    return said
