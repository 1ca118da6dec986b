"""Finding customers by hand: a line for each of the first fifty (F2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from agent_client.protocol.customers import FoundCustomer, FoundCustomers
from agent_client.protocol.names import AgentId, CustomerId

from . import customer_matching
from .customer_lists import by_name
from .customer_matching import Wish
from .customers import numbers_of, seen_by
from .tables import customers

MOST_FOUND = 50
MOST_COMPARED = 1_000
"""Where more match than this, the first fifty by name are looked for among those whose name begins with what was typed."""
_BEHIND_ALL = "\U0010ffff"


def search(conn: Connection, query: str, agent: AgentId | None = None, country: str = "") -> FoundCustomers:
    """By the beginnings of words of name, company, company ID and town, or by part of a number; by name. Of the central
    list and the ``agent``'s own; ``country`` is the centre's."""
    wanted = customer_matching.wish(query, country)
    rows = _found(conn, wanted, agent)
    shown = rows[:MOST_FOUND]
    numbers = numbers_of(conn, [row.id for row in shown])
    return FoundCustomers(
        customers=tuple(
            FoundCustomer(
                CustomerId(row.id), row.name, row.company, _matched(numbers.get(row.id, ()), wanted.digits), row.town
            )
            for row in shown
        ),
        more=len(rows) > MOST_FOUND,
    )


def _found(conn: Connection, wanted: Wish, agent: AgentId | None) -> list[Row[Any]]:
    """One more than are shown, if there are so many."""
    if not wanted:
        return _begins(conn, agent)
    matching = customer_matching.matching(conn, wanted, seen_by(agent), MOST_COMPARED + 1)
    if len(matching) > MOST_COMPARED and wanted.words:
        first = wanted.words[0]
        begins = customers.c.sorting.between(first, first + _BEHIND_ALL)
        rows = _begins(conn, agent, begins, customer_matching.like(wanted))
        if len(rows) > MOST_FOUND:
            return rows
        matching |= {CustomerId(row.id): row.sorting for row in rows}
    wished = sorted((sorting, number) for number, sorting in matching.items())[: MOST_FOUND + 1]
    lines: Sequence[Row[Any]] = conn.execute(_lines().where(customers.c.id.in_([number for _, number in wished]))).all()
    return _sorted(lines)


def _lines() -> Select[Any]:
    return select(customers.c.id, customers.c.name, customers.c.company, customers.c.town, customers.c.sorting)


def _begins(conn: Connection, agent: AgentId | None, *where: ColumnElement[bool]) -> list[Row[Any]]:
    """Read in the order of each list, so that only as many are read as are shown."""
    owners = [None] if agent is None else [None, agent]
    queries = [by_name(_lines(), owner).where(*where).limit(MOST_FOUND + 1) for owner in owners]
    return _sorted([row for query in queries for row in conn.execute(query)])[: MOST_FOUND + 1]


def _sorted(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    return sorted(rows, key=lambda row: (row.sorting, row.id))


def _matched(numbers: tuple[str, ...], digits: tuple[str, ...]) -> str:
    """The one that was looked for, or the first."""
    found = [number for number in numbers if any(part in number for part in digits)]
    return next(iter(found or numbers), "")
