"""How queues stand now: who waits there, and since when the first of them does."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, Select, bindparam, func, literal, or_, select

from agent_client.protocol.callbacks import CallbackRules
from agent_client.protocol.centre import Queue
from agent_client.protocol.names import ContactState, Direction, GroupKind, QueueId
from agent_client.protocol.refusals import NotFound

from .prepared import Prepared
from .tables import contacts, queues

_DO_NOT_WAIT = (Direction.CONSULT, Direction.PREVIEW)
_WAITS = (
    contacts.c.queue_id == queues.c.id,
    contacts.c.state == ContactState.QUEUED.value,
    contacts.c.direction.in_([literal(one.value) for one in Direction if one not in _DO_NOT_WAIT]),
    contacts.c.ready_at.is_(None),
    or_(contacts.c.only_to_id.is_(None), contacts.c.direction == Direction.INBOUND.value),
)
"""Customers who wait now: not an agent who wants to ask somebody, nor a campaign, nor who is to be tried again later, nor
whom one agent alone is to call."""


def _select() -> Select[Any]:
    return select(
        queues.c.id,
        queues.c.name,
        queues.c.version,
        queues.c.kind,
        queues.c.callback_rules,
        select(func.count()).where(*_WAITS).scalar_subquery().label("waiting"),
        select(func.min(contacts.c.queued_at)).where(*_WAITS).scalar_subquery().label("longest_since"),
    )


_ONE = Prepared(_select().where(queues.c.id == bindparam("wanted")))
_EVERY = Prepared(_select().order_by(queues.c.id))


def of(conn: Connection, queue_id: QueueId) -> Queue:
    row = _ONE.first(conn, wanted=queue_id)
    if row is None:
        raise NotFound("no such queue")
    return _queue(row)


def every(conn: Connection) -> tuple[Queue, ...]:
    """All queues of the centre."""
    return tuple(_queue(row) for row in _EVERY.rows(conn))


def _queue(row: Any) -> Queue:
    return Queue(
        id=QueueId(row.id),
        name=row.name,
        waiting=row.waiting,
        longest_since=row.longest_since,
        version=row.version,
        kind=GroupKind(row.kind),
        combine=msgspec.convert(row.callback_rules, CallbackRules).combine,
    )
