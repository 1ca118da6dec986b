"""What calls do to the entries of the callback list (E2, E3, E7): each change is told to everyone of the queue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from agent_client.backend.domain import callbacks as decide
from agent_client.backend.domain.callbacks import Standing
from agent_client.backend.persistence import agents, callback_moments, callbacks, centre
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.units import Tx
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.cursor import queue_stream
from agent_client.protocol.events import (
    CallbackAttempted,
    CallbackChanged,
    CallbackDone,
    CallbackEvent,
    CallbackNotReached,
    CallbackOpened,
    CallbackReleased,
    CallbackReopened,
)
from agent_client.protocol.names import (
    AgentId,
    CallbackId,
    CallbackMomentKind,
    CallbackOrigin,
    CustomerId,
    QueueId,
    Section,
    WhyCode,
)
from agent_client.protocol.why import Why
from agent_client.rules.callback_actions import LISTED

_TOLD: dict[Section, type[CallbackEvent]] = {
    Section.ATTEMPTED: CallbackAttempted,
    Section.DONE: CallbackDone,
    Section.NOT_REACHED: CallbackNotReached,
}
_UNCLAIMED: dict[str, Any] = {
    "claimed_by_id": None,
    "claimed_at": None,
    "claim_session_id": None,
    "claim_until": None,
}


def standing(entry: Callback) -> Standing:
    return Standing(entry.section, entry.calls, entry.attempts)


def told(tx: Tx, kind: type[CallbackEvent], entry: Callback) -> None:
    tx.emit(queue_stream(entry.queue), kind(entry))


def missed(tx: Tx, contact: ContactRow, why: Why | None) -> None:
    """A customer left without having been answered."""
    before = callbacks.to_combine(tx.conn, contact.ani, contact.queue)
    after = decide.missed(None if before is None else standing(before))
    if before is None:
        entry_id = callbacks.add(
            tx.conn,
            queue=contact.queue,
            number=contact.ani,
            dnis=contact.dnis,
            customer=contact.customer,
            at=contact.queued_at,
            why=why,
        )
        entry = callbacks.entry(tx.conn, entry_id)
    else:
        entry = callbacks.change(
            tx.conn,
            before.id,
            calls=after.calls,
            last_at=contact.queued_at,
            customer_id=contact.customer,
            why=why,
        )
    told(tx, CallbackOpened, entry)


def answered(tx: Tx, contact: ContactRow, by: AgentId) -> None:
    """The customer called again and is being served: nobody needs to call back (E2). A claim goes on until its call ends."""
    why = Why(code=WhyCode.ANSWERED_LATER, at=tx.now, params={"agent": agents.brief(tx.conn, by).name})
    for entry in callbacks.listed_of(tx.conn, contact.ani):
        _close(tx, entry, Section.DONE, by, why)


def reached(tx: Tx, entry_id: CallbackId, by: AgentId) -> None:
    """The customer was called back and picked up."""
    _close(tx, callbacks.entry(tx.conn, entry_id), Section.DONE, by, None, tried_at=tx.now)


def attempted(tx: Tx, entry_id: CallbackId, by: AgentId | None, seconds: int | None = None) -> None:
    """Called back without reaching the customer; the claim ends."""
    entry = callbacks.entry(tx.conn, entry_id)
    limit = centre.queue_row(tx.conn, entry.queue).rules.attempts
    after = decide.attempted(standing(entry), limit)
    values: dict[str, Any] = {"attempts": after.attempts, "tried_at": tx.now, **_UNCLAIMED}
    if after.section is Section.NOT_REACHED and entry.section in LISTED:
        why = Why(code=WhyCode.ATTEMPTS_USED, at=tx.now, params={"attempts": str(after.attempts)})
        _close(tx, entry, Section.NOT_REACHED, by, why, **values)
        return
    changed = callbacks.change(tx.conn, entry_id, section=after.section.value, **values)
    told(tx, _TOLD[changed.section], changed)


def released(tx: Tx, entry_id: CallbackId, why: Why | None = None) -> None:
    """The claim ends and nothing else changes."""
    entry = callbacks.entry(tx.conn, entry_id)
    if entry.claim is None:
        return
    told(tx, CallbackReleased, callbacks.change(tx.conn, entry_id, why=why or entry.why, **_UNCLAIMED))


def twin(tx: Tx, entry: Callback) -> Callback | None:
    """The other entry by which this customer is on the list already: two would have them called twice (E7)."""
    found = callbacks.to_combine(tx.conn, entry.number, entry.queue)
    return None if found is None or found.id == entry.id else found


def reopened(tx: Tx, entry_id: CallbackId, why: Why | None) -> None:
    """Back to Open: by an agent, or because the conversation broke off at our end; once only for each customer."""
    before = callbacks.entry(tx.conn, entry_id)
    if twin(tx, before) is not None:
        released(tx, entry_id, why)
        return
    after = decide.reopened(standing(before))
    entry = callbacks.change(
        tx.conn,
        entry_id,
        section=after.section.value,
        attempts=after.attempts,
        closed_at=None,
        closed_by_id=None,
        why=why,
        **_UNCLAIMED,
    )
    told(tx, CallbackReopened, entry)


def marked(tx: Tx, entry: Callback, section: Section, by: AgentId) -> None:
    """Done or Not reached, by an agent's own decision (E3)."""
    _close(tx, entry, section, by, None)


def _close(
    tx: Tx,
    entry: Callback,
    section: Section,
    by: AgentId | None,
    why: Why | None,
    **values: str | int | datetime | None,
) -> None:
    values = {**values, "section": section.value, "closed_at": tx.now, "closed_by_id": by}
    told(tx, _TOLD[section], callbacks.change(tx.conn, entry.id, why=why, **values))


# What somebody wished for: a request of the customer (E10), an appointment (E9).


def requested(
    tx: Tx,
    *,
    queue: QueueId,
    number: str,
    dnis: str,
    customer: CustomerId | None,
    name: str,
    origin: CallbackOrigin,
) -> Callback:
    """The entry that is still to be dealt with, or a new one. It is routed by whoever calls this."""
    there = callbacks.to_combine(tx.conn, number, queue)
    if there is None:
        entry_id = callbacks.add(
            tx.conn, queue=queue, number=number, dnis=dnis, customer=customer, at=tx.now, name=name, origin=origin.value
        )
    else:
        entry_id = there.id
        callbacks.change(tx.conn, entry_id, name=name or there.name, origin=origin.value)
    callback_moments.add(tx.conn, entry_id, CallbackMomentKind.REQUESTED, tx.now, queue=queue)
    entry = callbacks.entry(tx.conn, entry_id)
    told(tx, CallbackOpened if there is None else CallbackChanged, entry)
    return entry


def appointed_anew(
    tx: Tx, *, queue: QueueId, number: str, dnis: str, customer: CustomerId | None, by: AgentId
) -> Callback:
    """An entry for the appointment's sake: `appointed` follows, and tells."""
    entry_id = callbacks.add(
        tx.conn,
        queue=queue,
        number=number,
        dnis=dnis,
        customer=customer,
        at=tx.now,
        origin=CallbackOrigin.AGENT.value,
        appointment_by_id=by,
    )
    return callbacks.entry(tx.conn, entry_id)


def appointed(tx: Tx, entry: Callback, *, at: datetime, agent: AgentId | None, by: AgentId, remark: str) -> Callback:
    """A closed entry is open again: the customer is to be called."""
    callback_moments.add(tx.conn, entry.id, CallbackMomentKind.APPOINTED, tx.now, agent=by, queue=entry.queue, until=at)
    section = entry.section if entry.section in LISTED else Section.OPEN
    changed = callbacks.change(
        tx.conn,
        entry.id,
        section=section.value,
        closed_at=None,
        closed_by_id=None,
        appointment_at=at,
        appointment_agent_id=agent,
        appointment_by_id=by,
        remark=remark,
        delivered_at=None,
        due_at=at,
    )
    told(tx, CallbackOpened if entry.version == 1 and entry.appointment is None else CallbackChanged, changed)
    return changed


def appointment_cancelled(tx: Tx, entry: Callback, by: AgentId) -> Callback:
    """What was there for the appointment alone is done."""
    callback_moments.add(
        tx.conn, entry.id, CallbackMomentKind.APPOINTMENT_CANCELLED, tx.now, agent=by, queue=entry.queue
    )
    none: dict[str, Any] = {"appointment_at": None, "appointment_agent_id": None, "remark": "", "due_at": None}
    changed = callbacks.change(tx.conn, entry.id, **none, delivered_at=None)
    if entry.origin is CallbackOrigin.AGENT and entry.section in LISTED:
        _close(tx, changed, Section.DONE, by, None)
        return callbacks.entry(tx.conn, entry.id)
    told(tx, CallbackChanged, changed)
    return changed
