"""Entries of the callback list that were judged by rules which hold no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, select, update

from agent_client.protocol.names import CallbackId, GroupKind, QueueId, Section
from agent_client.rules.callback_actions import LISTED

from .prepared import Prepared
from .tables import callbacks, queues

_LISTED = [section.value for section in LISTED]


def _stale() -> ColumnElement[bool]:
    """One that is claimed is judged when its claim ends."""
    return and_(
        callbacks.c.queue_id == queues.c.id,
        callbacks.c.judged < queues.c.rules_version,
        callbacks.c.claimed_by_id.is_(None),
    )


_OF_QUEUES = Prepared(select(queues.c.id).where(select(callbacks.c.id).where(_stale()).exists()).order_by(queues.c.id))


def of_queues(conn: Connection) -> list[QueueId]:
    """Those that have such entries."""
    return [QueueId(number) for number in _OF_QUEUES.values(conn)]


def first(conn: Connection, queue: QueueId, limit: int) -> list[CallbackId]:
    """The newest first: what is newer stands for what is older."""
    found = conn.scalars(
        select(callbacks.c.id).where(_stale(), queues.c.id == queue).order_by(callbacks.c.id.desc()).limit(limit)
    )
    return [CallbackId(number) for number in found]


def pass_over(conn: Connection, queue: QueueId, version: int, closed_before: datetime, limit: int) -> int:
    """What was closed long ago stays as it is. Returns how many."""
    old = (
        select(callbacks.c.id)
        .where(
            _stale(),
            queues.c.id == queue,
            callbacks.c.section.not_in(_LISTED),
            or_(callbacks.c.closed_at < closed_before, callbacks.c.closed_at.is_(None)),
        )
        .correlate(None)
        .limit(limit)
    )
    return conn.execute(update(callbacks).where(callbacks.c.id.in_(old)).values(judged=version)).rowcount


def beside(conn: Connection, queue: QueueId, numbers: Collection[str]) -> dict[str, dict[CallbackId, Section]]:
    """What a queue's list holds of these numbers."""
    found: dict[str, dict[CallbackId, Section]] = defaultdict(dict)
    mine = and_(callbacks.c.queue_id == queue, callbacks.c.number.in_(numbers), callbacks.c.listed)
    for row in conn.execute(select(callbacks.c.id, callbacks.c.number, callbacks.c.section).where(mine)):
        found[row.number][CallbackId(row.id)] = Section(row.section)
    return found


def settle(conn: Connection, entries: Collection[CallbackId], version: int) -> None:
    """Judged again, with the same outcome."""
    conn.execute(update(callbacks).where(callbacks.c.id.in_(entries)).values(judged=version))


def write(conn: Connection, entries: Mapping[CallbackId, Mapping[str, Any]]) -> None:
    """The same columns of each; raises their versions."""
    if not entries:
        return
    names = next(iter(entries.values()))
    query = update(callbacks).where(callbacks.c.id == bindparam("of_entry"))
    values = {name: bindparam(f"new_{name}", type_=callbacks.c[name].type) for name in names}
    conn.execute(
        query.values(version=callbacks.c.version + 1, **values),
        [
            {"of_entry": entry, **{f"new_{name}": value for name, value in columns.items()}}
            for entry, columns in entries.items()
        ],
    )


def doubt(conn: Connection, kinds: Collection[GroupKind], closed_since: datetime) -> None:
    """What is to be dealt with in groups of these kinds is to be judged again, and what was closed since."""
    theirs = select(queues.c.id).where(queues.c.kind.in_([kind.value for kind in kinds]))
    lives = or_(callbacks.c.section.in_(_LISTED), callbacks.c.closed_at >= closed_since)
    conn.execute(update(callbacks).where(callbacks.c.queue_id.in_(theirs), lives).values(judged=0))
