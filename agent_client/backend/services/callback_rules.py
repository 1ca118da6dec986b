"""Callback rules that were changed hold at once for what is listed (E2 to E4): it is judged again, a few hundred entries at
a time, so that calls are not kept waiting meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agent_client.backend.domain import callbacks as decide
from agent_client.backend.domain.callbacks import Standing, Terms
from agent_client.backend.persistence import callback_moments, callback_stale, callbacks, centre
from agent_client.backend.ports.units import Tx
from agent_client.protocol.callbacks import Callback, CallbackPeriod
from agent_client.protocol.names import CallbackId, GroupKind, QueueId, Section, WhyCode
from agent_client.protocol.why import Why
from agent_client.rules.callback_actions import LISTED

from . import callback_judging, contact_turns
from .callback_judging import RECENT

BATCH = 500
PASSED_OVER = 5_000
"""Of what was closed long ago, which only needs to be marked as looked at."""
_EVERY_KIND = frozenset(kind for kind in GroupKind if kind is not GroupKind.UNKNOWN)


def saved(tx: Tx, queue: QueueId) -> None:
    """A group's rules, or its kind, with a new `rules_version`."""
    centre.queue_row(tx.conn, queue)  # raises NotFound
    tx.due(tx.now)


def period_saved(tx: Tx, before: CallbackPeriod | None = None) -> None:
    """What the whole centre's list covers; ``before``: what it was, where that is known."""
    now = centre.settings_row(tx.conn).period
    kinds = _EVERY_KIND if before is None else frozenset(before.kinds) ^ frozenset(now.kinds)
    if kinds:
        callback_stale.doubt(tx.conn, kinds, tx.now - RECENT)
        tx.due(tx.now)


def stale(tx: Tx) -> list[QueueId]:
    """Queues with entries that are to be judged again."""
    return callback_stale.of_queues(tx.conn)


def judge_some(tx: Tx, queue: QueueId) -> None:
    """The next batch of a queue's entries; those left over are due at once."""
    by, version = callback_judging.terms_of(tx, queue)
    passed = callback_stale.pass_over(tx.conn, queue, version, tx.now - RECENT, PASSED_OVER)
    these = callback_stale.first(tx.conn, queue, BATCH) if passed < PASSED_OVER else []
    _judge(tx, these, by, version)
    if passed == PASSED_OVER or len(these) == BATCH:
        tx.due(tx.now)


def _judge(tx: Tx, these: Sequence[CallbackId], by: Terms, version: int) -> None:
    """The newest first: it stands for the older ones of its customer."""
    entries = callbacks.entries(tx.conn, these)
    moments = callback_moments.of_each(tx.conn, these)
    beside = callback_stale.beside(tx.conn, by.queue, {entry.number for entry in entries.values()})
    changed: dict[CallbackId, dict[str, Any]] = {}
    for number in these:
        entry = entries[number]
        after = decide.judge(moments.get(number, []), by)
        others = beside.get(entry.number, {}) if entry.number else {}
        if _looks(after, entry) == _looks_now(entry) or (
            callback_judging.comes_back(entry, after) and _stays_away(tx, entry, others)
        ):
            continue
        changed[number] = _columns(tx, entry, after) | {"judged": version}
        others.pop(number, None)
        if after.listed:
            others[number] = after.section
    callback_stale.settle(tx.conn, [number for number in these if number not in changed], version)
    callback_stale.write(tx.conn, changed)
    now = callbacks.entries(tx.conn, list(changed))
    for number in changed:
        kind = callback_judging.event_of(entries[number], now[number], None)
        if kind is not None:
            callback_judging.told_from(tx, kind, entries[number], now[number])
        if now[number].section not in LISTED or not now[number].listed:
            contact_turns.withdraw_moot(tx, now[number].number)


def _columns(tx: Tx, entry: Callback, after: Standing) -> dict[str, Any]:
    """How and when it was closed is no matter of the rules, unless it is they who do it."""
    values = callback_judging.written(after)
    values.setdefault("first_at", entry.first_at)
    values.setdefault("last_at", entry.last_at)
    if after.section is not entry.section or not after.listed:
        values["why"] = Why(code=WhyCode.RULES_CHANGED, at=tx.now)
        values["closed_at"] = None if after.is_open else tx.now
    elif not after.is_open:
        values["closed_at"] = entry.closed_at
        values["closed_by_id"] = None if entry.closed_by is None else entry.closed_by.id
        values["why"] = entry.why
    if entry.appointment is not None or after.agreed:
        callbacks.change(tx.conn, entry.id, **callback_judging.with_appointment(tx, entry, after))
    return values


def _looks(after: Standing, entry: Callback) -> tuple[object, ...]:
    """What an agent would see."""
    return (after.section, after.listed, after.calls, after.attempts, after.times, after.last_at or entry.last_at)


def _looks_now(entry: Callback) -> tuple[object, ...]:
    return (entry.section, entry.listed, entry.calls, entry.attempts, entry.times, entry.last_at)


def _stays_away(tx: Tx, entry: Callback, others: Mapping[CallbackId, Section]) -> bool:
    """What rules alone would bring back had better not come: another entry stands for the customer, one that is to be dealt
    with or is newer; or it never was on the list, and is too old to come up now."""
    hidden_by_rules = entry.why is not None and entry.why.code is WhyCode.RULES_CHANGED
    too_old = not entry.listed and not hidden_by_rules and entry.last_at < tx.now - RECENT
    stood_for = any(section in LISTED or number > entry.id for number, section in others.items() if number != entry.id)
    return too_old or stood_for
