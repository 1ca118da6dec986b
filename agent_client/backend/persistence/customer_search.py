"""Finding customers by words or by part of a number."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, literal, or_, select

from agent_client.protocol.customers import FoundCustomer, FoundCustomers
from agent_client.protocol.names import AgentId, CustomerId

from .customers import numbers_of, seen_by
from .folding import folded_words
from .tables import customer_numbers, customers

MOST_FOUND = 50
FEWEST_DIGITS = 3
"""Fewer typed digits are no part of a telephone number worth looking for."""


def search(conn: Connection, query: str, agent: AgentId | None = None) -> FoundCustomers:
    """By the beginnings of words of name, company, company ID and town, or by part of a number; by name. Of the central
    list and the ``agent``'s own."""
    digits = _digits(query)
    words = [customers.c.search.contains(f" {word}", autoescape=True) for word in folded_words(query)]
    matches: ColumnElement[bool] = and_(literal(True), *words)
    if digits:
        with_number = select(customer_numbers.c.customer_id).where(
            customer_numbers.c.number.contains(digits, autoescape=True)
        )
        matches = or_(matches, customers.c.id.in_(with_number))
    rows = conn.execute(
        select(customers.c.id, customers.c.name, customers.c.company, customers.c.town)
        .where(matches, seen_by(agent))
        .order_by(customers.c.name, customers.c.company, customers.c.id)
        .limit(MOST_FOUND + 1)
    ).all()
    shown = rows[:MOST_FOUND]
    numbers = numbers_of(conn, [row.id for row in shown])
    return FoundCustomers(
        customers=tuple(
            FoundCustomer(
                CustomerId(row.id), row.name, row.company, _matched(numbers.get(row.id, ()), digits), row.town
            )
            for row in shown
        ),
        more=len(rows) > MOST_FOUND,
    )


def _digits(query: str) -> str:
    """The part of a number that a query is, without the zeros that only a national number starts with."""
    bare = "".join(character for character in query if character not in " \t\u00a0+-–./()")
    if not (bare.isascii() and bare.isdigit()):
        return ""
    bare = bare.lstrip("0")
    return bare if len(bare) >= FEWEST_DIGITS else ""


def _matched(numbers: tuple[str, ...], digits: str) -> str:
    return next((number for number in numbers if digits and digits in number), numbers[0] if numbers else "")
