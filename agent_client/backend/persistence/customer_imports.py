"""Storing many customers at once, and finding those of a list whom the rows of a file may mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, select, update

from agent_client.backend.domain.customer_import import Card
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import AgentId, CustomerId, ProjectId

from .customers import columns, in_list, numbers_of
from .tables import agents, customer_locks, customer_numbers, customers


def cards(
    conn: Connection, owner: AgentId | None, by: AgentId, company_ids: Sequence[str], numbers: Sequence[str]
) -> list[Card]:
    """All of the list with one of these, the oldest first; in use where somebody else than ``by`` works on them."""
    wanted: set[int] = set()
    if company_ids:
        with_id = select(customers.c.id).where(customers.c.company_id.in_(company_ids), in_list(owner))
        wanted |= set(conn.scalars(with_id))
    if numbers:
        with_number = (
            select(customer_numbers.c.customer_id)
            .join(customers, customers.c.id == customer_numbers.c.customer_id)
            .where(customer_numbers.c.number.in_(numbers), in_list(owner))
        )
        wanted |= set(conn.scalars(with_number))
    if not wanted:
        return []
    theirs = numbers_of(conn, wanted)
    return [_card(row, theirs.get(row.id, ()), by) for row in conn.execute(_rows(customers.c.id.in_(wanted)))]


def _rows(where: ColumnElement[bool]) -> Any:
    return (
        select(customers, customer_locks.c.agent_id.label("locker_id"), agents.c.name.label("locker_name"))
        .select_from(
            customers.outerjoin(customer_locks, customer_locks.c.customer_id == customers.c.id).outerjoin(
                agents, agents.c.id == customer_locks.c.agent_id
            )
        )
        .where(where)
        .order_by(customers.c.id)
    )


def _card(row: Row[Any], numbers: tuple[str, ...], by: AgentId) -> Card:
    fields = CustomerFields(
        version=row.version,
        company_id=row.company_id,
        company=row.company,
        name=row.name,
        numbers=numbers,
        street=row.street,
        town=row.town,
        postcode=row.postcode,
        country=row.country,
        note=row.note,
        operators=msgspec.convert(row.operators, tuple[str, ...]),
        project=None if row.project_id is None else ProjectId(row.project_id),
    )
    in_use = row.locker_name if row.locker_id not in (None, by) else ""
    return Card(id=CustomerId(row.id), fields=fields, in_use=in_use)


def add(conn: Connection, owner: AgentId | None, by: AgentId, new: Sequence[CustomerFields]) -> None:
    if not new:
        return
    rows = [{"version": 1, "variables": {}, "saved_by_id": by, "owner_id": owner, **columns(fields)} for fields in new]
    made = conn.scalars(insert(customers).returning(customers.c.id, sort_by_parameter_order=True), rows).all()
    _add_numbers(conn, [(number, fields.numbers) for number, fields in zip(made, new, strict=True)])


def change(conn: Connection, by: AgentId, changed: Sequence[Card]) -> None:
    """As `cards` gave them in this transaction, with other fields."""
    if not changed:
        return
    statement = update(customers).where(customers.c.id == bindparam("of_id"))
    values: dict[str, Any] = {name: bindparam(name) for name in columns(changed[0].fields)}
    conn.execute(
        statement.values(version=customers.c.version + 1, saved_by_id=by, **values),
        [{"of_id": card.id, **columns(card.fields)} for card in changed],
    )
    ids = [card.id for card in changed]
    before = numbers_of(conn, [number for number in ids if number is not None])
    other = [(card.id, card.fields.numbers) for card in changed if before.get(card.id or 0, ()) != card.fields.numbers]
    conn.execute(delete(customer_numbers).where(customer_numbers.c.customer_id.in_([number for number, _ in other])))
    _add_numbers(conn, other)


def _add_numbers(conn: Connection, of_each: Sequence[tuple[int | None, tuple[str, ...]]]) -> None:
    rows = [
        {"customer_id": customer, "position": position, "number": number}
        for customer, numbers in of_each
        for position, number in enumerate(numbers)
    ]
    if rows:
        conn.execute(insert(customer_numbers), rows)
