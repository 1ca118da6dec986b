"""Customers: found by number or by words, read and written with a version (F1, C8)."""

from __future__ import annotations

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    delete,
    insert,
    literal,
    or_,
    select,
    update,
)

from agent_client.protocol.customers import Customer, CustomerBrief, CustomerFields, FoundCustomer, FoundCustomers
from agent_client.protocol.names import AgentId, CustomerId, ProjectId

from .folding import folded_words, searchable
from .rows import insert_one
from .tables import agents, customer_numbers, customers

MOST_FOUND = 50
FEWEST_DIGITS = 3
"""Fewer typed digits are no part of a telephone number worth looking for."""


def customer(conn: Connection, customer_id: CustomerId) -> Customer | None:
    row = conn.execute(select(customers).where(customers.c.id == customer_id)).one_or_none()
    if row is None:
        return None
    return Customer(
        id=CustomerId(row.id),
        version=row.version,
        company_id=row.company_id,
        company=row.company,
        name=row.name,
        numbers=_numbers(conn, [row.id]).get(row.id, ()),
        street=row.street,
        town=row.town,
        postcode=row.postcode,
        country=row.country,
        note=row.note,
        operators=msgspec.convert(row.operators, tuple[str, ...]),
        project=None if row.project_id is None else ProjectId(row.project_id),
    )


def brief(conn: Connection, customer_id: CustomerId) -> CustomerBrief | None:
    row = conn.execute(
        select(customers.c.id, customers.c.name, customers.c.company).where(customers.c.id == customer_id)
    ).one_or_none()
    return None if row is None else CustomerBrief(CustomerId(row.id), row.name, row.company)


def variables(conn: Connection, customer_id: CustomerId) -> dict[str, str]:
    """What the popover may show of this customer, by key (C4)."""
    found = conn.scalar(select(customers.c.variables).where(customers.c.id == customer_id))
    return {} if found is None else msgspec.convert(found, dict[str, str])


def find_by_number(conn: Connection, number: str, project: int | None) -> CustomerBrief | None:
    """Who calls: a customer of this project before one of no project; customers of other projects are none.

    ``number`` as rules.dial_numbers.canonical writes it; without a project any customer with that number will do.
    """
    if not number:
        return None
    general = customers.c.project_id.is_(None)
    same = literal(False) if project is None else customers.c.project_id == project
    query = (
        select(customers.c.id, customers.c.name, customers.c.company)
        .join(customer_numbers, customer_numbers.c.customer_id == customers.c.id)
        .where(customer_numbers.c.number == number)
        .order_by(case((same, 0), (general, 1), else_=2), customers.c.id)
        .limit(1)
    )
    if project is not None:
        query = query.where(or_(same, general))
    row = conn.execute(query).one_or_none()
    return None if row is None else CustomerBrief(CustomerId(row.id), row.name, row.company)


def search(conn: Connection, query: str) -> FoundCustomers:
    """By the beginnings of words of name, company, company ID and town, or by part of a number; by name."""
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
        .where(matches)
        .order_by(customers.c.name, customers.c.company, customers.c.id)
        .limit(MOST_FOUND + 1)
    ).all()
    shown = rows[:MOST_FOUND]
    numbers = _numbers(conn, [row.id for row in shown])
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


def _numbers(conn: Connection, ids: list[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for customer_id, number in conn.execute(
        select(customer_numbers.c.customer_id, customer_numbers.c.number)
        .where(customer_numbers.c.customer_id.in_(ids))
        .order_by(customer_numbers.c.customer_id, customer_numbers.c.position)
    ):
        found[customer_id] = (*found.get(customer_id, ()), number)
    return found


def _columns(fields: CustomerFields) -> dict[str, str]:
    return {
        "company_id": fields.company_id,
        "company": fields.company,
        "name": fields.name,
        "street": fields.street,
        "town": fields.town,
        "postcode": fields.postcode,
        "country": fields.country,
        "note": fields.note,
        "search": searchable(fields.name, fields.company, fields.company_id, fields.town),
    }


def create(
    conn: Connection,
    fields: CustomerFields,
    *,
    project: ProjectId | None = None,
    operators: tuple[str, ...] = (),
    shown: dict[str, str] | None = None,
    by: AgentId | None = None,
) -> CustomerId:
    """``fields.numbers`` canonical; ``shown``: the variables that the popover may show; ``by``: who made it."""
    customer_id = CustomerId(
        insert_one(
            conn,
            customers,
            version=1,
            operators=operators,
            project_id=project,
            variables=shown or {},
            saved_by_id=by,
            **_columns(fields),
        )
    )
    _write_numbers(conn, customer_id, fields.numbers)
    return customer_id


def change(conn: Connection, customer_id: CustomerId, fields: CustomerFields, by: AgentId) -> bool:
    """False when the version is no longer the one that ``fields`` names."""
    done = conn.execute(
        update(customers)
        .where(customers.c.id == customer_id, customers.c.version == fields.version)
        .values(version=customers.c.version + 1, saved_by_id=by, **_columns(fields))
    )
    if done.rowcount == 0:
        return False
    conn.execute(delete(customer_numbers).where(customer_numbers.c.customer_id == customer_id))
    _write_numbers(conn, customer_id, fields.numbers)
    return True


def last_saved_by(conn: Connection, customer_id: CustomerId) -> str:
    """The name of who saved it last; empty when nobody signed in did."""
    query = (
        select(agents.c.name)
        .join(customers, customers.c.saved_by_id == agents.c.id)
        .where(customers.c.id == customer_id)
    )
    return conn.scalar(query) or ""


def _write_numbers(conn: Connection, customer_id: CustomerId, numbers: tuple[str, ...]) -> None:
    if numbers:
        conn.execute(
            insert(customer_numbers),
            [
                {"customer_id": customer_id, "position": position, "number": number}
                for position, number in enumerate(numbers)
            ],
        )
