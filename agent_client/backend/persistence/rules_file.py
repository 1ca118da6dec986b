"""The customers who have rules, and what was said with them: read and written many at once, for files (F6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, Table, bindparam, delete, func, insert, or_, select, update

from agent_client.backend.domain.rule_matching import Known
from agent_client.backend.domain.rules_text import RuleCorrection, RuleCustomer, RuleRecord
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import AgentId, CustomerId, ProjectId

from .customers import columns, in_list, numbers_of
from .tables import agents, customer_numbers, customers, projects, record_corrections, records

T = TypeVar("T")
AT_ONCE = 500


def users(conn: Connection) -> dict[str, AgentId]:
    return {row.user_name: AgentId(row.id) for row in conn.execute(select(agents.c.user_name, agents.c.id))}


# Out.


def page(conn: Connection, after: int, most: int, project: ProjectId | None) -> tuple[list[RuleCustomer], int | None]:
    """Customers of the central list who have a project or operators, and where the page ended; None: it was the last."""
    has_rules = or_(customers.c.project_id.is_not(None), customers.c.operators != [])
    wanted = has_rules if project is None else customers.c.project_id == project
    query = _select().where(in_list(None), wanted, customers.c.id > after).order_by(customers.c.id).limit(most)
    rows = conn.execute(query).all()
    found = [
        RuleCustomer(key=str(one.id), fields=one.fields, project=one.project, variables=one.variables)
        for one in _known(conn, rows)
    ]
    return found, rows[-1].id if len(rows) == most else None


def history(conn: Connection, of: Sequence[int]) -> list[RuleRecord]:
    """Their records, by customer, the oldest first."""
    rows = conn.execute(
        select(records, agents.c.user_name)
        .join(agents, agents.c.id == records.c.agent_id)
        .where(records.c.customer_id.in_(of))
        .order_by(records.c.customer_id, records.c.id)
    ).all()
    corrections = _corrections(conn, [row.id for row in rows])
    return [
        RuleRecord(
            customer=str(row.customer_id),
            saved_at=row.saved_at,
            call_at=row.call_at,
            user=row.user_name,
            phone=row.phone,
            number=row.number,
            text=row.text,
            corrections=tuple(corrections.get(row.id, ())),
        )
        for row in rows
    ]


def _corrections(conn: Connection, of: Sequence[int]) -> dict[int, list[RuleCorrection]]:
    found: dict[int, list[RuleCorrection]] = defaultdict(list)
    for chunk in _chunks(of):
        for row in conn.execute(
            select(record_corrections, agents.c.user_name)
            .join(agents, agents.c.id == record_corrections.c.agent_id)
            .where(record_corrections.c.record_id.in_(chunk))
            .order_by(record_corrections.c.id)
        ):
            found[row.record_id].append(RuleCorrection(at=row.at, user=row.user_name, text=row.text))
    return found


def _select() -> Any:
    return select(customers, projects.c.dnis).outerjoin(projects, projects.c.id == customers.c.project_id)


def _known(conn: Connection, rows: Sequence[Row[Any]]) -> list[Known]:
    numbers: dict[int, tuple[str, ...]] = {}
    for chunk in _chunks([row.id for row in rows]):
        numbers |= numbers_of(conn, chunk)
    return [
        Known(
            id=CustomerId(row.id),
            fields=CustomerFields(
                company_id=row.company_id,
                company=row.company,
                name=row.name,
                numbers=numbers.get(row.id, ()),
                street=row.street,
                town=row.town,
                postcode=row.postcode,
                country=row.country,
                note=row.note,
                operators=tuple(row.operators),
            ),
            project=row.dnis or "",
            variables=msgspec.convert(row.variables, dict[str, str]),
        )
        for row in rows
    ]


# In.


def who_could_be(conn: Connection, wanted: Iterable[RuleCustomer]) -> list[Known]:
    """Those of the central list who have a company's ID, a number, or with neither a name, of one in the file."""
    companies: set[str] = set()
    numbers: set[str] = set()
    names: set[str] = set()
    for one in wanted:
        companies |= {one.fields.company_id} - {""}
        numbers |= {*one.fields.numbers}
        if not one.fields.company_id and not one.fields.numbers:
            names.add(one.fields.name)
    ids: set[int] = set()
    for chunk in _chunks(sorted(companies)):
        ids |= {*conn.scalars(select(customers.c.id).where(in_list(None), customers.c.company_id.in_(chunk)))}
    for chunk in _chunks(sorted(numbers)):
        ids |= {*conn.scalars(select(customer_numbers.c.customer_id).where(customer_numbers.c.number.in_(chunk)))}
    for chunk in _chunks(sorted(names)):
        ids |= {*conn.scalars(select(customers.c.id).where(in_list(None), customers.c.name.in_(chunk)))}
    found: list[Known] = []
    for some in _chunks(sorted(ids)):
        found += _known(conn, conn.execute(_select().where(in_list(None), customers.c.id.in_(some))).all())
    return found


class Stored(Struct, frozen=True):
    """A customer as they are stored, but for what only the database knows."""

    customer: RuleCustomer
    columns: dict[str, Any]


def stored(customer: RuleCustomer) -> Stored:
    """Much of the work of an import, and no database is needed for it."""
    return Stored(customer, columns(customer.fields) | {"variables": customer.variables})


def add(conn: Connection, new: Sequence[Stored], project_ids: dict[str, ProjectId], by: AgentId) -> list[CustomerId]:
    """Returns their numbers, in the order of ``new``."""
    made = [CustomerId(number) for number in _reserved(conn, customers, len(new))]
    rows = [_row(one, project_ids, by) | {"id": number, "version": 1} for number, one in zip(made, new, strict=True)]
    _insert(conn, customers, rows)
    _add_numbers(conn, zip(made, new, strict=True))
    return made


def change(
    conn: Connection,
    changed: Sequence[tuple[CustomerId, Stored]],
    project_ids: dict[str, ProjectId],
    by: AgentId,
) -> None:
    if not changed:
        return
    rows = [(number, _row(one, project_ids, by)) for number, one in changed]
    statement = (
        update(customers)
        .where(customers.c.id == bindparam("wanted"))
        .values({name: bindparam(f"new_{name}", type_=customers.c[name].type) for name in rows[0][1]})
        .values(version=customers.c.version + 1)
    )
    conn.execute(
        statement,
        [{"wanted": number} | {f"new_{name}": value for name, value in row.items()} for number, row in rows],
    )
    for chunk in _chunks([number for number, _ in changed]):
        conn.execute(delete(customer_numbers).where(customer_numbers.c.customer_id.in_(chunk)))
    _add_numbers(conn, changed)


def _row(one: Stored, project_ids: dict[str, ProjectId], by: AgentId) -> dict[str, Any]:
    project = project_ids[one.customer.project] if one.customer.project else None
    return {**one.columns, "project_id": project, "saved_by_id": by}


def _add_numbers(conn: Connection, of: Iterable[tuple[CustomerId, Stored]]) -> None:
    rows = [
        {"customer_id": customer, "position": position, "number": number}
        for customer, one in of
        for position, number in enumerate(one.customer.fields.numbers)
    ]
    _insert(conn, customer_numbers, rows)


def known_records(conn: Connection, of: Iterable[CustomerId]) -> Iterator[tuple[int, RuleRecord]]:
    """What is there of them already, with the record's own number."""
    for chunk in _chunks(sorted(of)):
        ids = conn.scalars(
            select(records.c.id).where(records.c.customer_id.in_(chunk)).order_by(records.c.customer_id, records.c.id)
        )
        yield from zip(ids.all(), history(conn, chunk), strict=True)


def add_records(conn: Connection, new: Sequence[tuple[CustomerId, RuleRecord]], people: dict[str, AgentId]) -> None:
    made = _reserved(conn, records, len(new))
    rows = [
        {
            "id": number,
            "customer_id": customer,
            "number": one.number,
            "saved_at": one.saved_at,
            "call_at": one.call_at,
            "agent_id": people[one.user],
            "phone": one.phone,
            "text": one.text,
        }
        for number, (customer, one) in zip(made, new, strict=True)
    ]
    _insert(conn, records, rows)
    add_corrections(conn, [(number, one.corrections) for number, (_, one) in zip(made, new, strict=True)], people)


def add_corrections(
    conn: Connection, of: Iterable[tuple[int, Sequence[RuleCorrection]]], people: dict[str, AgentId]
) -> None:
    rows = [
        {"record_id": record, "at": one.at, "agent_id": people[one.user], "text": one.text}
        for record, these in of
        for one in these
    ]
    _insert(conn, record_corrections, rows)


def _insert(conn: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        conn.execute(insert(table), list(rows))


def _reserved(conn: Connection, table: Table, count: int) -> list[int]:
    """Numbers for so many new rows. Asking for each as it is inserted would take most of an import's time."""
    if conn.dialect.name == "sqlite":  # whoever writes is alone
        first = (conn.scalar(select(func.max(table.c.id))) or 0) + 1
        return list(range(first, first + count))
    following = func.nextval(func.pg_get_serial_sequence(table.name, "id"))
    return list(conn.scalars(select(following).select_from(func.generate_series(1, count))))


def _chunks(of: Sequence[T]) -> Iterator[list[T]]:
    left = iter(of)
    while chunk := list(islice(left, AT_ONCE)):
        yield chunk
