"""Supervisors listen to a colleague's conversation, whisper to them and join them: begun, changed, and over (H1).

Their own phone is rung for it and must be free. Who was available is not meanwhile, and is again afterwards. It is over with
the conversation, when that goes to somebody else, with the supervisor's own session, and when they hang up. While the link to
the PBX is lost it goes on there like the conversation itself, and can be neither changed nor stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from agent_client.backend.domain.agents import WITH_CONTACT
from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, centre, contacts, interventions, listeners
from agent_client.backend.persistence.contacts import TALKING, Before, ContactRow
from agent_client.backend.persistence.interventions import Detail
from agent_client.backend.persistence.listeners import ListenerRow
from agent_client.backend.ports import telephony as pbx
from agent_client.backend.ports.telephony import Alive, AnswerLeg, Cause, LegId, StopRinging
from agent_client.backend.ports.units import Tx
from agent_client.protocol.agents import Me
from agent_client.protocol.names import (
    AgentId,
    AgentState,
    Channel,
    ContactState,
    Direction,
    Intervention,
    Listening,
    NotReadyReason,
    WhyCode,
)
from agent_client.protocol.refusals import (
    Invalid,
    ListenedTo,
    Listens,
    NotPossibleNow,
    NotToYourself,
    OwnPhoneBusy,
    PhoneCannot,
)
from agent_client.protocol.supervising import Listen
from agent_client.protocol.time import after
from agent_client.protocol.why import Why

from . import telling
from .administering import may_read
from .reaching import needs_pbx

_FAILURES = {
    Cause.NO_ANSWER: WhyCode.LISTENING_NOT_ANSWERED,
    Cause.DECLINED: WhyCode.LISTENING_NOT_ANSWERED,
    Cause.BUSY: WhyCode.LISTENING_PHONE_BUSY,
    Cause.UNREACHABLE: WhyCode.LISTENING_PHONE_UNREACHABLE,
}
AUDIBLE = (Listening.WHISPER, Listening.BARGE)


# What supervisors wish.


def listen(tx: Tx, who: Caller, wish: Listen) -> Me:
    """Raises `Forbidden`, `Invalid`, `NotFound`, `NotToYourself`, `NotPossibleNow` for what is no conversation with a
    customer (any more), `ListenedTo`, `Listens`, `OwnPhoneBusy`, `PbxUnreachable`."""
    may_read(who)
    if wish.how is Listening.UNKNOWN:
        raise Invalid("no such way to listen", field="how")
    needs_pbx(tx)
    present = listeners.of_agent(tx.conn, who.agent)
    if present is not None and present.contact == wish.contact:
        return _change(tx, present, wish.how)
    reason = " ".join(wish.reason.split())
    if not reason:
        raise Invalid("a reason is needed", field="reason")
    contact = contacts.row(tx.conn, wish.contact)
    whom = _conversing(contact)
    if whom == who.agent:
        raise NotToYourself("that is the supervisor's own conversation")
    if present is not None:
        raise Listens("one at a time", agent=agents.name(tx.conn, present.whom))
    other = listeners.of_contact(tx.conn, contact.id)
    if other is not None:
        raise ListenedTo("somebody listens already", agent=listeners.name(tx.conn, other))
    return _begin(tx, who, contact, whom, wish.how, reason)


def _conversing(contact: ContactRow) -> AgentId:
    owns = contact.channel is Channel.VOICE and contact.direction is not Direction.CONSULT
    if contact.agent is None or not owns or contact.state not in TALKING:
        raise NotPossibleNow("no conversation with a customer", state=contact.state.value)
    return contact.agent


def _begin(tx: Tx, who: Caller, contact: ContactRow, whom: AgentId, how: Listening, reason: str) -> Me:
    me = agents.me(tx.conn, who.agent)
    if me.state in WITH_CONTACT or me.not_ready is NotReadyReason.SIGNING_ON:
        raise OwnPhoneBusy("the supervisor's own phone is needed for it")
    was_ready = me.state is AgentState.READY
    leg = LegId(f"listen-{me.id}-{me.version}")
    listener = listeners.add(
        tx.conn,
        agent=who.agent,
        whom=whom,
        contact=contact.id,
        call=contact.call,
        leg=leg,
        phone=me.phone,
        how=how.value,
        reason=reason,
        can_answer=False,
        before=Before(me.state) if was_ready else None,
        began_at=tx.now,
    )
    _log(tx, listener)
    tx.act(pbx.Listen(leg, me.phone, contact.call, how))
    tx.due(_rings_until(tx, tx.now))
    if not was_ready:
        return agents.changed_for_themselves(tx, who.agent)
    why = Why(code=WhyCode.LISTENING, at=tx.now, params={"agent": agents.name(tx.conn, whom)})
    return agents.set_state(tx, who.agent, AgentState.NOT_READY, not_ready=NotReadyReason.PAUSE, why=why)


def _change(tx: Tx, listener: ListenerRow, how: Listening) -> Me:
    if how is listener.how:
        return agents.me(tx.conn, listener.agent)
    changed = listeners.change(tx.conn, listener, how=how.value)
    _log(tx, changed)
    tx.act(pbx.Listen(listener.leg, listener.phone, listener.call, how))
    if listener.answered_at is not None:
        _tell_heard(tx, changed)
    return agents.changed_for_themselves(tx, listener.agent)


def stop(tx: Tx, who: Caller) -> Me:
    """Repeatable. Raises `PbxUnreachable`: their phone is still on the line."""
    listener = listeners.of_agent(tx.conn, who.agent)
    if listener is not None:
        needs_pbx(tx)
        _over(tx, listener)
    return agents.me(tx.conn, who.agent)


def answer(tx: Tx, who: Caller) -> Me:
    """Have their phone answered; that it was, the PBX tells. Raises `NotPossibleNow`, `PhoneCannot`, `PbxUnreachable`."""
    listener = listeners.of_agent(tx.conn, who.agent)
    if listener is None or listener.answered_at is not None:
        raise NotPossibleNow("it does not ring", state=agents.me(tx.conn, who.agent).state.value)
    if not listener.can_answer:
        raise PhoneCannot("not from the desktop")
    needs_pbx(tx)
    tx.act(AnswerLeg(listener.leg))
    return agents.me(tx.conn, who.agent)


def _log(tx: Tx, listener: ListenerRow) -> None:
    """Each step of it: whispering and joining are more than listening."""
    kind, detail = Intervention.LISTEN, Detail(how=listener.how)
    interventions.add(tx.conn, tx.now, listener.agent, kind, listener.reason, agent=listener.whom, detail=detail)


# What the PBX tells. False: it is no listener's leg.


def rang(tx: Tx, leg: LegId, can_answer: Callable[[str], bool]) -> bool:
    listener = listeners.by_leg(tx.conn, leg)
    if (
        listener is not None
        and listener.ended_at is None
        and listener.answered_at is None
        and can_answer(listener.phone)
    ):
        listeners.change(tx.conn, listener, can_answer=True)
        agents.changed_for_themselves(tx, listener.agent)
    return listener is not None


def answered(tx: Tx, leg: LegId) -> bool:
    listener = listeners.by_leg(tx.conn, leg)
    if listener is None:
        return False
    if listener.ended_at is not None:
        tx.act(StopRinging(leg))  # taken back while it was being answered
    elif listener.answered_at is None:
        changed = listeners.change(tx.conn, listener, answered_at=tx.now, can_answer=False)
        agents.changed_for_themselves(tx, listener.agent)
        if listener.how in AUDIBLE:
            _tell_heard(tx, changed)
    return True


def failed(tx: Tx, leg: LegId, cause: Cause) -> bool:
    listener = listeners.by_leg(tx.conn, leg)
    if listener is not None and listener.ended_at is None and listener.answered_at is None:
        _failed(tx, listener, _FAILURES[cause])
    return listener is not None


def left(tx: Tx, leg: LegId) -> bool:
    """They hung up, or their phone died."""
    listener = listeners.by_leg(tx.conn, leg)
    if listener is not None and listener.ended_at is None:
        _over(tx, listener)
    return listener is not None


# What ends it.


def follow(tx: Tx, contact: ContactRow, changed: ContactRow) -> None:
    """The contact may be its agent's conversation no longer. What was none before has no listener."""
    if contact.state not in TALKING or changed.state in TALKING:
        return
    listener = listeners.of_contact(tx.conn, changed.id)
    if listener is not None:
        name = agents.name(tx.conn, listener.whom)
        _over(tx, listener, Why(code=WhyCode.LISTENING_OVER, at=tx.now, params={"agent": name}))


def session_over(tx: Tx, agent_id: AgentId) -> None:
    """The supervisor's own; what becomes of their state is decided there."""
    listener = listeners.of_agent(tx.conn, agent_id)
    if listener is not None:
        _end(tx, listener, None)


def due(tx: Tx) -> list[int]:
    """Whose phones have rung long enough."""
    return listeners.rung_since(tx.conn, after(tx.now, -_ring_seconds(tx)))


def next_due(tx: Tx) -> datetime | None:
    first = listeners.first_rung(tx.conn)
    return None if first is None else _rings_until(tx, first)


def time_over(tx: Tx, number: int) -> None:
    """Repeatable."""
    listener = listeners.by_id(tx.conn, number)
    if listener is None or listener.ended_at is not None or listener.answered_at is not None:
        return
    if _rings_until(tx, listener.began_at) <= tx.now:
        _failed(tx, listener, WhyCode.LISTENING_NOT_ANSWERED)


def _ring_seconds(tx: Tx) -> int:
    """As long as a phone that is tried at signing on."""
    return centre.settings_row(tx.conn).sign_on_seconds


def _rings_until(tx: Tx, began: datetime) -> datetime:
    return after(began, _ring_seconds(tx))


def resume(tx: Tx, alive: Alive, why: Why) -> None:
    """Nobody knew how it stood: who is still there goes on listening."""
    for listener in listeners.now(tx.conn):
        if listener.answered_at is None or listener.leg not in alive.legs:
            _over(tx, listener, why)
    for leg in listeners.ended(tx.conn, alive.legs):
        tx.act(StopRinging(leg))  # ended while the PBX could not be told


def _failed(tx: Tx, listener: ListenerRow, code: WhyCode) -> None:
    _over(tx, listener, Why(code=code, at=tx.now, params={"phone": listener.phone}))


def _over(tx: Tx, listener: ListenerRow, why: Why | None = None) -> None:
    """And the supervisor is what they were before: who was available is so again, if their phone was answered."""
    _end(tx, listener, why)
    me = agents.me(tx.conn, listener.agent)
    untouched = me.not_ready is NotReadyReason.PAUSE and me.why is not None and me.why.code is WhyCode.LISTENING
    if listener.before is None or not untouched:
        agents.changed_for_themselves(tx, listener.agent)
    elif listener.answered_at is not None and me.rights.takes_contacts:
        agents.set_state(tx, listener.agent, listener.before.state, why=why)
        tx.route()
    else:
        agents.set_state(tx, listener.agent, AgentState.NOT_READY, not_ready=NotReadyReason.PAUSE, why=why)


def _end(tx: Tx, listener: ListenerRow, why: Why | None) -> None:
    listeners.change(tx.conn, listener, ended_at=tx.now, can_answer=False, why=why)
    tx.act(StopRinging(listener.leg))
    if listener.answered_at is not None and listener.how in AUDIBLE:
        _tell_heard(tx, listener)


def _tell_heard(tx: Tx, listener: ListenerRow) -> None:
    """Whoever hears the supervisor, or did."""
    heard = contacts.row(tx.conn, listener.contact)
    if heard.state not in TALKING:
        return
    telling.publish(tx, heard.id)
    asked = contacts.consult_of(tx.conn, heard.id)
    if asked is not None and asked.agent is not None and asked.state is not ContactState.QUEUED:
        telling.publish(tx, asked.id)
