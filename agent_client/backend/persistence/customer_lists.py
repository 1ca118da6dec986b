"""The central list and each agent's own, by name and page by page (F3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, select, tuple_

from agent_client.protocol.customers import Customer
from agent_client.protocol.names import AgentId, CustomerId

from . import customer_matching
from .customer_matching import Wish
from .customers import in_list, select_whole, whole
from .tables import customer_numbers, customers

MOST_SORTED = 5_000
"""So many are found and then sorted; where more match, the list is read in its order until a page is full."""
MOST_GROUPS = 100
_AT_ONCE = 1_000


class Place(Struct, frozen=True):
    """Behind which customer a page begins."""

    sorting: str
    id: int


class Page(Struct, frozen=True):
    customers: tuple[Customer, ...]
    next: Place | None
    """None: that was all."""


def by_name(query: Select[Any], owner: AgentId | None, after: Place | None = None) -> Select[Any]:
    """Of the list, in its order. The columns that are alike in it are named so that PostgreSQL sees its index in it."""
    query = query.where(_whole_list(owner)).order_by(
        customers.c.owner_id, customers.c.merged_into_id, customers.c.sorting, customers.c.id
    )
    return query if after is None else query.where(_behind(after))


def _whole_list(owner: AgentId | None) -> ColumnElement[bool]:
    """As `in_list`, by the index of lists."""
    return and_(customers.c.owner_id == owner, customers.c.merged_into_id.is_(None))


def _behind(after: Place) -> ColumnElement[bool]:
    both = tuple_(customers.c.sorting, customers.c.id) > tuple_(literal(after.sorting), literal(after.id))
    return and_(customers.c.sorting >= after.sorting, both)  # the first half is what an index is entered by


def total(conn: Connection, owner: AgentId | None, wanted: Wish) -> int:
    if wanted:
        return customer_matching.count(conn, wanted, in_list(owner))
    return conn.scalar(select(func.count()).select_from(customers).where(_whole_list(owner))) or 0


def page(conn: Connection, owner: AgentId | None, wanted: Wish, after: Place | None, limit: int) -> Page:
    numbers = _numbers(conn, owner, wanted, after, limit + 1)
    rows = conn.execute(
        select_whole().where(customers.c.id.in_(numbers[:limit])).order_by(customers.c.sorting, customers.c.id)
    ).all()
    last = None if len(numbers) <= limit or not rows else Place(rows[-1].sorting, rows[-1].id)
    return Page(whole(conn, rows), last)


def _numbers(conn: Connection, owner: AgentId | None, wanted: Wish, after: Place | None, most: int) -> list[CustomerId]:
    in_order = by_name(select(customers.c.id), owner, after).limit(most)
    if wanted:
        found = customer_matching.matching(conn, wanted, in_list(owner), MOST_SORTED + 1)
        if len(found) <= MOST_SORTED:
            behind = sorted(
                (sorting, number)
                for number, sorting in found.items()
                if after is None or (sorting, number) > (after.sorting, after.id)
            )
            return [number for _, number in behind[:most]]
        in_order = in_order.where(customer_matching.like(wanted))
    return [CustomerId(number) for number in conn.scalars(in_order)]


def as_made(conn: Connection, owner: AgentId | None, after: CustomerId, limit: int) -> tuple[Customer, ...]:
    """Of the list, in the order of their ids."""
    mine = in_list(None) if owner is None else _whole_list(owner)  # the central one is nearly all there are
    query = select_whole().where(mine, customers.c.id > after).order_by(customers.c.id).limit(limit)
    return whole(conn, conn.execute(query).all())


def duplicates(conn: Connection, owner: AgentId | None) -> tuple[list[tuple[Customer, ...]], bool]:
    """Groups of those who share a number, or share one with somebody who shares another; whether there are more."""
    shared = conn.scalars(
        select(customer_numbers.c.number).group_by(customer_numbers.c.number).having(func.count() > 1)
    ).all()
    groups = _joined(
        pair for at in range(0, len(shared), _AT_ONCE) for pair in _with(conn, owner, shared[at : at + _AT_ONCE])
    )
    ids = [number for group in groups[:MOST_GROUPS] for number in group]
    rows = conn.execute(select_whole().where(customers.c.id.in_(ids))).all()
    known = {one.id: one for one in whole(conn, rows)}
    return [tuple(known[number] for number in group) for group in groups[:MOST_GROUPS]], len(groups) > MOST_GROUPS


def _with(conn: Connection, owner: AgentId | None, numbers: Sequence[str]) -> list[tuple[str, CustomerId]]:
    found = conn.execute(
        select(customer_numbers.c.number, customers.c.id)
        .join(customers, customers.c.id == customer_numbers.c.customer_id)
        .where(customer_numbers.c.number.in_(numbers), in_list(owner))
    )
    return [(row.number, CustomerId(row.id)) for row in found]


def _joined(pairs: Iterable[tuple[str, CustomerId]]) -> list[list[CustomerId]]:
    """Groups of two and more, each connected by numbers; the oldest first."""
    first: dict[CustomerId, CustomerId] = {}  # towards the oldest of the group
    with_number: dict[str, CustomerId] = {}

    def oldest(customer: CustomerId) -> CustomerId:
        while first.setdefault(customer, customer) != customer:
            first[customer] = customer = first[first[customer]]
        return customer

    for number, customer in pairs:
        one, other = oldest(customer), oldest(with_number.setdefault(number, customer))
        first[max(one, other)] = min(one, other)
    groups: dict[CustomerId, list[CustomerId]] = {}
    for customer in sorted(first):
        groups.setdefault(oldest(customer), []).append(customer)
    return [group for _, group in sorted(groups.items()) if len(group) > 1]
