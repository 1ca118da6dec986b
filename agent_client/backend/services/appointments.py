"""When a customer is to be called: made, changed, cancelled (E9). Delivering them is `callback_delivery`."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, callbacks, centre, customers, projects, staffing
from agent_client.backend.ports.units import Tx
from agent_client.protocol.callbacks import Callback, NewAppointment
from agent_client.protocol.names import CallbackId, CustomerId, QueueId
from agent_client.protocol.refusals import BadNumber, InThePast, Invalid, NotFound, NotPossibleNow
from agent_client.rules.dial_numbers import canonical

from . import callback_claims, callback_list, contact_turns

LATE = timedelta(minutes=1)
"""A time typed while the minute turned is no time in the past."""
FARTHEST = timedelta(days=366 * 2)


class _Whom(Struct, frozen=True):
    queue: QueueId
    number: str
    dnis: str
    customer: CustomerId | None


def make(tx: Tx, who: Caller, wish: NewAppointment) -> Callback:
    """On the entry that is there, of the list or of the same customer; else on a new one: never a second open one.

    Raises `InThePast`, `BadNumber`, `NotFound`, `Invalid`, `AlreadyClaimed`, `NotPossibleNow`.
    """
    _check(tx, who, wish)
    if wish.callback is not None:
        entry = _entry(tx, who, wish.callback)
        return _on(tx, who, callback_list.twin(tx, entry) or entry, wish)
    whom = _whom(tx, who, wish)
    there = callbacks.to_combine(tx.conn, whom.number, whom.queue)
    if there is not None:
        return _on(tx, who, there, wish)
    entry = callback_list.appointed_anew(
        tx, queue=whom.queue, number=whom.number, dnis=whom.dnis, customer=whom.customer, by=who.agent
    )
    return _on(tx, who, entry, wish)


def change(tx: Tx, who: Caller, entry_id: CallbackId, wish: NewAppointment) -> Callback:
    _check(tx, who, wish)
    entry = _entry(tx, who, entry_id)
    if entry.appointment is None:
        raise NotPossibleNow("there is no appointment to change", state=entry.section.value)
    return _on(tx, who, entry, wish)


def cancel(tx: Tx, who: Caller, entry_id: CallbackId) -> Callback:
    """The entry stays with what else is known of it; one that was there for the appointment alone is done."""
    entry = _entry(tx, who, entry_id)
    if entry.appointment is None:
        raise NotPossibleNow("there is no appointment to cancel", state=entry.section.value)
    cancelled = callback_list.appointment_cancelled(tx, entry, who.agent)
    contact_turns.withdraw_undelivered(tx, cancelled)
    return callbacks.entry(tx.conn, entry_id)


def _on(tx: Tx, who: Caller, entry: Callback, wish: NewAppointment) -> Callback:
    appointed = callback_list.appointed(
        tx, entry, at=wish.at, agent=wish.agent, by=who.agent, remark=wish.remark.strip()
    )
    contact_turns.withdraw_undelivered(tx, appointed)
    tx.due(wish.at)
    return callbacks.entry(tx.conn, entry.id)


def _check(tx: Tx, who: Caller, wish: NewAppointment) -> None:
    if wish.at < tx.now - LATE:
        raise InThePast("an appointment lies ahead", now=_text(tx.now))
    if wish.at > tx.now + FARTHEST:
        raise Invalid("an appointment is at most two years away", field="at")
    if wish.agent is not None:
        agents.presence(tx.conn, wish.agent)  # raises NotFound
        if not agents.rights(tx.conn, wish.agent).takes_contacts:
            raise Invalid("this agent takes no contacts", field="agent")


def _entry(tx: Tx, who: Caller, entry_id: CallbackId) -> Callback:
    entry = callbacks.entry(tx.conn, entry_id)
    if entry.queue not in staffing.staffed(tx.conn, who.agent):
        raise NotFound("no such entry of your queues")
    if entry.claim is not None and entry.claim.agent.id != who.agent:
        raise callback_claims.claimed(tx, entry)
    if not entry.number:
        raise BadNumber("a withheld number cannot be called", number="")
    return entry


def _whom(tx: Tx, who: Caller, wish: NewAppointment) -> _Whom:
    mine = staffing.staffed(tx.conn, who.agent)
    queue = wish.queue if wish.queue is not None else next(iter(mine), None)
    if queue is None or queue not in mine:
        raise NotFound("no such queue of yours")
    customer = None if wish.customer is None else customers.customer(tx.conn, wish.customer)
    if wish.customer is not None and customer is None:
        raise NotFound("no such customer")
    project = projects.of_queue(tx.conn, queue)
    typed = wish.number or (customer.numbers[0] if customer is not None and customer.numbers else "")
    number = canonical(typed, centre.settings_row(tx.conn).country)
    if not number:
        raise BadNumber("not a number that can be called", number=typed)
    if customer is None:
        known = customers.find_by_number(tx.conn, number, None if project is None else project.id)
        customer_id = None if known is None else known.id
    else:
        customer_id = customer.id
    return _Whom(queue, number, "" if project is None else project.dnis, customer_id)


def _text(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
