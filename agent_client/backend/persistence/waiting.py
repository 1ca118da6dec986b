"""What waits to be routed, as far as routing looks at it: thousands may wait, and each routing reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Integer, Select, bindparam, literal, not_, or_, select

from agent_client.protocol.names import (
    AgentId,
    CallbackId,
    CallbackOrigin,
    Channel,
    ContactId,
    ContactState,
    Direction,
    ProjectId,
    QueueId,
    TargetKind,
)

from .contacts import ContactRow, many
from .prepared import Prepared
from .tables import callbacks, contacts, customers, queues


class Waits(Struct, frozen=True, kw_only=True):
    """One that waits for a phone; its fields are in the order of `_COLUMNS`. ``operators``: its customer's."""

    id: ContactId
    direction: Direction
    queue: QueueId
    project: ProjectId | None
    ani: str
    queued_at: datetime
    not_to: tuple[AgentId, ...]
    only_to: AgentId | None
    origin: CallbackOrigin | None
    target_kind: TargetKind | None
    callback: CallbackId | None
    tries: int
    operators: tuple[str, ...]


_COLUMNS = (
    contacts.c.id,
    contacts.c.direction,
    contacts.c.queue_id.label("queue"),
    contacts.c.project_id.label("project"),
    contacts.c.ani,
    contacts.c.queued_at,
    contacts.c.not_to,
    contacts.c.only_to_id.label("only_to"),
    contacts.c.origin,
    contacts.c.target_kind,
    contacts.c.callback_id.label("callback"),
    contacts.c.tries,
    customers.c.operators,
)
_SPOKEN = [literal(one.value) for one in Direction if one is not Direction.PREVIEW]
_CALLED_NOW = (
    select(callbacks.c.id).where(callbacks.c.number == contacts.c.ani, callbacks.c.claimed_by_id.is_not(None)).exists()
)
"""Somebody is calling this customer back at the moment."""


def _queued() -> tuple[ColumnElement[bool], ...]:
    ready = or_(contacts.c.ready_at.is_(None), contacts.c.ready_at <= bindparam("now"))
    return contacts.c.state == ContactState.QUEUED.value, ready


def _waiting(*which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(*_COLUMNS)
        .select_from(contacts.outerjoin(customers, customers.c.id == contacts.c.customer_id))
        .where(*_queued(), contacts.c.channel == Channel.VOICE.value, *which)
        .order_by(contacts.c.queued_at, contacts.c.id)
    )


_SPOKEN_NOW = Prepared(
    _waiting(contacts.c.direction.in_(_SPOKEN), or_(contacts.c.callback_id.is_(None), not_(_CALLED_NOW)))
)
_CAMPAIGN = Prepared(
    _waiting(contacts.c.direction == Direction.PREVIEW.value, contacts.c.queue_id == bindparam("queue")).limit(
        bindparam("most", type_=Integer)
    )
)
_WRITTEN = Prepared(
    select(contacts)
    .where(*_queued(), contacts.c.direction == Direction.INBOUND.value, contacts.c.channel != Channel.VOICE.value)
    .order_by(contacts.c.queued_at, contacts.c.id)
)


_SOMETHING = Prepared(select(contacts.c.id).where(contacts.c.state == ContactState.QUEUED.value).limit(1))
_CAMPAIGNS = Prepared(
    select(queues.c.id).where(
        select(contacts.c.id)
        .where(
            contacts.c.state == ContactState.QUEUED.value,
            contacts.c.direction == Direction.PREVIEW.value,
            contacts.c.queue_id == queues.c.id,
        )
        .exists()
    )
)


def something(conn: Connection) -> bool:
    """Whether anything waits, or will once its time has come."""
    return _SOMETHING.value(conn) is not None


def campaigns(conn: Connection) -> frozenset[QueueId]:
    """The groups whose previews wait."""
    return frozenset(QueueId(number) for number in _CAMPAIGNS.values(conn))


def spoken(conn: Connection, now: datetime) -> list[Waits]:
    """Who waits on the line, to be called, or to consult, the oldest first; no campaign's. A customer to be called whom
    somebody is calling waits on (E7), and who is to be called twice waits once."""
    found = [_one(row) for row in _SPOKEN_NOW.rows(conn, now=now)]
    first = {one.ani: one.id for one in reversed(found) if one.callback is not None}
    return [one for one in found if one.callback is None or first[one.ani] == one.id]


def campaign(conn: Connection, now: datetime, queue: QueueId, most: int) -> list[Waits]:
    """The oldest of a group's previews: no more than there are agents for them."""
    return [_one(row) for row in _CAMPAIGN.rows(conn, now=now, queue=queue, most=most)]


def written(conn: Connection, now: datetime) -> list[ContactRow]:
    """What came in writing, the oldest first."""
    return many(conn, _WRITTEN, now=now)


def _one(row: Sequence[Any]) -> Waits:
    named = dict(zip(Waits.__struct_fields__, row, strict=True))
    return msgspec.convert({**named, "operators": named["operators"] or ()}, Waits)
