"""Customers who became part of another one, with all that gives them back (F1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, or_, select, update

from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import AgentId, CallbackId, ContactId, CustomerId, MergeId
from agent_client.protocol.refusals import NotFound

from .rows import insert_one
from .tables import callbacks, contacts, customers, merges, records


class Card(Struct, frozen=True):
    """What a customer's card said, and what their popover may show."""

    fields: CustomerFields
    variables: dict[str, str]


class Before(Struct, frozen=True):
    """``merged``: what the merge made of the one that was kept, by which what was edited since is told."""

    kept: Card
    absorbed: Card
    merged: CustomerFields


class Moved(Struct, frozen=True):
    """What changed hands, by number."""

    records: tuple[int, ...] = ()
    contacts: tuple[ContactId, ...] = ()
    callbacks: tuple[CallbackId, ...] = ()


class MergeRow(Struct, frozen=True, kw_only=True):
    id: MergeId
    kept: CustomerId
    absorbed: CustomerId
    agent: AgentId
    before: Before
    moved: Moved
    kept_version: int
    """What the merge made of it: with another one, somebody has changed the card since."""
    undone_at: datetime | None


def row(conn: Connection, merge_id: MergeId) -> MergeRow:
    """Raises `NotFound`."""
    found = conn.execute(select(merges).where(merges.c.id == merge_id)).one_or_none()
    if found is None:
        raise NotFound("no such merge")
    return MergeRow(
        id=MergeId(found.id),
        kept=CustomerId(found.kept_id),
        absorbed=CustomerId(found.absorbed_id),
        agent=AgentId(found.agent_id),
        before=msgspec.convert(found.before, Before),
        moved=msgspec.convert(found.moved, Moved),
        kept_version=found.kept_version,
        undone_at=found.undone_at,
    )


def add(
    conn: Connection,
    *,
    kept: CustomerId,
    absorbed: CustomerId,
    at: datetime,
    by: AgentId,
    before: Before,
    moved: Moved,
    kept_version: int,
) -> MergeId:
    return MergeId(
        insert_one(
            conn,
            merges,
            kept_id=kept,
            absorbed_id=absorbed,
            at=at,
            agent_id=by,
            before=before,
            moved=moved,
            kept_version=kept_version,
        )
    )


def undone(conn: Connection, merge_id: MergeId, at: datetime) -> None:
    conn.execute(update(merges).where(merges.c.id == merge_id).values(undone_at=at))


def later(conn: Connection, merge: MergeRow) -> AgentId | None:
    """Who has merged somebody else into the same one since, or that one into another, and not undone it."""
    found = conn.scalar(
        select(merges.c.agent_id)
        .where(
            or_(merges.c.kept_id == merge.kept, merges.c.absorbed_id == merge.kept),
            merges.c.id > merge.id,
            merges.c.undone_at.is_(None),
        )
        .order_by(merges.c.id.desc())
        .limit(1)
    )
    return None if found is None else AgentId(found)


def set_part_of(conn: Connection, customer_id: CustomerId, into: CustomerId | None, by: AgentId) -> None:
    """None: a customer of their own again."""
    conn.execute(
        update(customers)
        .where(customers.c.id == customer_id)
        .values(merged_into_id=into, version=customers.c.version + 1, saved_by_id=by)
    )


def set_variables(conn: Connection, customer_id: CustomerId, variables: dict[str, str]) -> None:
    conn.execute(update(customers).where(customers.c.id == customer_id).values(variables=variables))


_AT_ONCE = 500
_OWNED = ((records, "records"), (contacts, "contacts"), (callbacks, "callbacks"))


def move(conn: Connection, from_: CustomerId, to: CustomerId) -> Moved:
    """Everything of one customer becomes the other's."""
    found: dict[str, tuple[int, ...]] = {}
    for table, name in _OWNED:
        found[name] = tuple(conn.scalars(select(table.c.id).where(table.c.customer_id == from_).order_by(table.c.id)))
        conn.execute(update(table).where(table.c.customer_id == from_).values(customer_id=to))
    return msgspec.convert(found, Moved)


def move_back(conn: Connection, moved: Moved, from_: CustomerId, to: CustomerId) -> None:
    """As far as it is still with ``from_``: what an agent has given to somebody else since stays there."""
    for table, name in _OWNED:
        ids: Sequence[int] = getattr(moved, name)
        for at in range(0, len(ids), _AT_ONCE):
            these = table.c.id.in_(ids[at : at + _AT_ONCE])
            conn.execute(update(table).where(these, table.c.customer_id == from_).values(customer_id=to))
