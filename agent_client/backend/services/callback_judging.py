"""Something has happened to an entry of the callback list: it is kept, the entry judged anew, and what became of it told.

All that changes how an entry stands comes through here, so that it always follows from its moments and the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from agent_client.backend.domain import callbacks as decide
from agent_client.backend.domain.callbacks import Moment, Standing, Terms
from agent_client.backend.persistence import callback_moments, callbacks, centre
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
from agent_client.protocol.names import CallbackId, CallbackMomentKind, CustomerId, QueueId, Section
from agent_client.protocol.time import to_millis
from agent_client.rules.callback_actions import LISTED

RECENT = timedelta(days=7)
"""As far back as any period of the list reaches (E5). What was closed before is history: no rule and no call changes it."""

_K = CallbackMomentKind
_MOVED: dict[Section, type[CallbackEvent]] = {
    Section.OPEN: CallbackReopened,
    Section.ATTEMPTED: CallbackAttempted,
    Section.DONE: CallbackDone,
    Section.NOT_REACHED: CallbackNotReached,
}
_OPENS = frozenset({_K.MISSED, _K.REQUESTED, _K.REOPENED, _K.APPOINTED})
_IN_PLACE: dict[CallbackMomentKind, type[CallbackEvent]] = {
    _K.RELEASED: CallbackReleased,
    _K.REACHED: CallbackDone,
}
NO_APPOINTMENT: dict[str, Any] = {
    "appointment_at": None,
    "appointment_agent_id": None,
    "remark": "",
    "delivered_at": None,
    "due_at": None,
}


def told(tx: Tx, kind: type[CallbackEvent], entry: Callback) -> None:
    """Something beside the section."""
    tx.emit(queue_stream(entry.queue), kind(entry, entry.section if entry.listed else None))


def told_from(tx: Tx, kind: type[CallbackEvent], before: Callback | None, entry: Callback) -> None:
    """``before``: as it stood; None: it is new."""
    was = before.section if before is not None and before.listed else None
    tx.emit(queue_stream(entry.queue), kind(entry, was))


def terms_of(tx: Tx, queue_id: QueueId) -> tuple[Terms, int]:
    """By what the entries of a queue are judged now, and its version."""
    queue = centre.queue_row(tx.conn, queue_id)
    period = centre.settings_row(tx.conn).period
    return decide.terms(queue_id, queue.kind, queue.rules, period), queue.rules_version


def entered(
    tx: Tx, moment: Moment, *, queue: QueueId, number: str, dnis: str, customer: CustomerId | None, **columns: Any
) -> Callback:
    """Onto the entry of this customer that is still to be dealt with, or onto a new one. ``columns`` are written with it."""
    there = callbacks.to_combine(tx.conn, number, queue)
    if there is not None:
        known = customer is None or (there.customer is not None and there.customer.id == customer)
        return noted(tx, there.id, moment, **({} if known else {"customer_id": customer}), **columns)
    by, version = terms_of(tx, queue)
    after = decide.step(Standing(), moment, by)
    values = {**written(after), "judged": version, **columns}
    entry_id = callbacks.add(tx.conn, queue=queue, number=number, dnis=dnis, customer=customer, at=moment.at, **values)
    callback_moments.add(tx.conn, entry_id, moment)
    entry = callbacks.entry(tx.conn, entry_id)
    if entry.listed:
        told_from(tx, CallbackOpened, None, entry)
    return entry


def kept(
    tx: Tx, moments: Sequence[Moment], *, queue: QueueId, number: str, dnis: str, customer: CustomerId | None
) -> CallbackId:
    """An entry with all that has happened to it already. Nobody is told: it is brought in from elsewhere."""
    by, version = terms_of(tx, queue)
    values = {**written(decide.judge(moments, by)), "judged": version}
    at = moments[0].at
    entry = callbacks.add(tx.conn, queue=queue, number=number, dnis=dnis, customer=customer, at=at, **values)
    for moment in moments:
        callback_moments.add(tx.conn, entry, moment)
    return entry


def noted(tx: Tx, entry_id: CallbackId, moment: Moment, **columns: Any) -> Callback:
    """One more moment. ``columns`` are written whatever follows from it."""
    entry = callbacks.entry(tx.conn, entry_id)
    by, _ = terms_of(tx, entry.queue)
    before = decide.judge(callback_moments.of(tx.conn, entry_id), by)
    callback_moments.add(tx.conn, entry_id, moment)
    after = decide.step(before, moment, by)
    values = {**_follows(tx, entry, before, after, moment.kind), **columns}
    if not values:
        return entry
    changed = callbacks.change(tx.conn, entry_id, **values)
    kind = event_of(entry, changed, moment.kind)
    if kind is not None:
        told_from(tx, kind, entry, changed)
    return changed


def comes_back(entry: Callback, after: Standing) -> bool:
    """To those that are to be dealt with."""
    return after.is_open and after.listed and not (entry.section in LISTED and entry.listed)


def _follows(tx: Tx, entry: Callback, before: Standing, after: Standing, kind: CallbackMomentKind) -> dict[str, Any]:
    """What is to be written of an entry that stood as ``before``, in so far as the moment changed that."""
    if after == before:
        return {}
    if comes_back(entry, after) and kind not in _OPENS:  # it was kept away: a try does not bring it back
        return {"attempts": after.attempts, "tried_at": after.tried_at}
    values = written(after)
    if after.section is entry.section:  # how it came there stays, unless it came there again
        if after.why == before.why:
            del values["why"]
        if after.closed_at == before.closed_at:
            del values["closed_at"], values["closed_by_id"]
    return values | with_appointment(tx, entry, after)


def written(after: Standing) -> dict[str, Any]:
    seen = {} if after.last_at is None else {"first_at": after.first_at, "last_at": after.last_at}
    return {
        "section": after.section.value,
        "listed": after.listed,
        "calls": after.calls,
        "times": [to_millis(at) for at in after.times],
        "attempts": after.attempts,
        "tried_at": after.tried_at,
        "closed_at": after.closed_at,
        "closed_by_id": after.closed_by,
        "why": after.why,
        **seen,
    }


def with_appointment(tx: Tx, entry: Callback, after: Standing) -> dict[str, Any]:
    """Nothing is delivered of what is closed; what is opened again with its appointment is delivered after all."""
    if not after.is_open:
        return {"due_at": None}
    was_open = entry.section in LISTED
    if after.appointment is None:  # what is closed may keep one out of sight
        return {} if was_open and entry.appointment is None else NO_APPOINTMENT
    if was_open:
        return {}
    tx.due(after.appointment)
    return {"due_at": after.appointment, "delivered_at": None}


def event_of(before: Callback, after: Callback, kind: CallbackMomentKind | None) -> type[CallbackEvent] | None:
    if not after.listed:
        return CallbackChanged if before.listed else None
    if not before.listed:
        return CallbackOpened
    if after.section is not before.section:
        opened = after.section in LISTED and before.section not in LISTED
        return CallbackReopened if opened else _MOVED[after.section]
    if after.calls > before.calls:
        return CallbackOpened
    if kind is _K.TRIED:
        return _MOVED[after.section] if after.attempts > before.attempts else CallbackReleased
    return CallbackChanged if kind is None else _IN_PLACE.get(kind, CallbackChanged)
