"""Entries of the callback list that were judged by rules which hold no more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from agent_client.protocol.names import CallbackId, GroupKind, QueueId
from agent_client.rules.callback_actions import LISTED

from .tables import callbacks, queues

_LISTED = [section.value for section in LISTED]


def _stale() -> ColumnElement[bool]:
    """One that is claimed is judged when its claim ends."""
    return and_(
        callbacks.c.queue_id == queues.c.id,
        callbacks.c.judged < queues.c.rules_version,
        callbacks.c.claimed_by_id.is_(None),
    )


def of_queues(conn: Connection) -> list[QueueId]:
    """Those that have such entries."""
    found = conn.scalars(
        select(queues.c.id).where(select(callbacks.c.id).where(_stale()).exists()).order_by(queues.c.id)
    )
    return [QueueId(number) for number in found]


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


def settle(conn: Connection, entry: CallbackId, version: int) -> None:
    """Judged again, with the same outcome."""
    conn.execute(update(callbacks).where(callbacks.c.id == entry).values(judged=version))


def doubt(conn: Connection, kinds: Collection[GroupKind], closed_since: datetime) -> None:
    """What is to be dealt with in groups of these kinds is to be judged again, and what was closed since."""
    theirs = select(queues.c.id).where(queues.c.kind.in_([kind.value for kind in kinds]))
    lives = or_(callbacks.c.section.in_(_LISTED), callbacks.c.closed_at >= closed_since)
    conn.execute(update(callbacks).where(callbacks.c.queue_id.in_(theirs), lives).values(judged=0))
