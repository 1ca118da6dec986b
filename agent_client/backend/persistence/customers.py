"""Customers: whose list they are in, found by number, read and written with a version (F1, F3, C8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.customers import Customer, CustomerBrief, CustomerFields, CustomerLock
from agent_client.protocol.names import AgentId, CustomerId, ProjectId

from .folding import searchable, sorting
from .prepared import Prepared
from .rows import insert_one
from .tables import agents, customer_locks, customer_numbers, customers, sessions

_owner = agents.alias("owner")
_locker = agents.alias("locker")
_CHAIN = 64
"""Merges, one into the next, that a lookup follows."""
_CENTRAL = 0
"""Of nobody: the list of all."""


def select_whole() -> Select[Any]:
    """The rows that `whole` reads."""
    joined = (
        customers.outerjoin(_owner, _owner.c.id == customers.c.owner_id)
        .outerjoin(customer_locks, customer_locks.c.customer_id == customers.c.id)
        .outerjoin(_locker, _locker.c.id == customer_locks.c.agent_id)
        .outerjoin(sessions, sessions.c.id == customer_locks.c.session_id)
    )
    return select(
        customers,
        _owner.c.name.label("owner_name"),
        _locker.c.id.label("locker_id"),
        _locker.c.name.label("locker_name"),
        sessions.c.phone.label("locker_phone"),
        customer_locks.c.since.label("locked_since"),
    ).select_from(joined)


def whole(conn: Connection, rows: Sequence[Row[Any]]) -> tuple[Customer, ...]:
    """In the order of the rows."""
    numbers = numbers_of(conn, [row.id for row in rows])
    return tuple(_customer(row, numbers.get(row.id, ())) for row in rows)


def _customer(row: Row[Any], numbers: tuple[str, ...]) -> Customer:
    lock = None
    if row.locker_id is not None:
        lock = CustomerLock(AgentBrief(AgentId(row.locker_id), row.locker_name, row.locker_phone), row.locked_since)
    return Customer(
        id=CustomerId(row.id),
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
        owner=None if row.owner_id is None else AgentBrief(AgentId(row.owner_id), row.owner_name),
        lock=lock,
    )


def in_list(*owners: AgentId | None) -> ColumnElement[bool]:
    """Of these agents' own lists, of the central one for None; who became part of another is in none.

    Written so that no database enters by the index of lists, which holds a million of them where another finds one.
    """
    return func.coalesce(customers.c.owner_id, _CENTRAL).in_([owner or _CENTRAL for owner in owners]) & (
        customers.c.merged_into_id.is_(None)
    )


def seen_by(agent: AgentId | None) -> ColumnElement[bool]:
    """The central list, and the agent's own."""
    return in_list(None) if agent is None else in_list(None, agent)


_THEM = customers.c.id == bindparam("wanted")
_MERGED_INTO = Prepared(select(customers.c.merged_into_id).where(_THEM))
_BRIEF = Prepared(select(customers.c.id, customers.c.name, customers.c.company).where(_THEM))
_OWNER = Prepared(select(customers.c.owner_id).where(_THEM))
_VARIABLES = Prepared(select(customers.c.variables).where(_THEM))


def resolved(conn: Connection, customer_id: CustomerId) -> CustomerId:
    """Of one that became part of another: that one."""
    for _ in range(_CHAIN):
        into = _MERGED_INTO.value(conn, wanted=customer_id)
        if into is None:
            break
        customer_id = CustomerId(into)
    return customer_id


def customer(conn: Connection, customer_id: CustomerId) -> Customer | None:
    """One that became part of another is read as that one."""
    row = conn.execute(select_whole().where(customers.c.id == customer_id)).one_or_none()
    if row is not None and row.merged_into_id is not None:
        into = resolved(conn, customer_id)
        row = conn.execute(select_whole().where(customers.c.id == into)).one_or_none()
    return None if row is None else whole(conn, [row])[0]


def brief(conn: Connection, customer_id: CustomerId) -> CustomerBrief | None:
    row = _BRIEF.first(conn, wanted=customer_id)
    return None if row is None else CustomerBrief(CustomerId(row.id), row.name, row.company)


def owner_of(conn: Connection, customer_id: CustomerId) -> AgentId | None:
    """Whose own list they are in; None: the central one."""
    found = _OWNER.value(conn, wanted=customer_id)
    return None if found is None else AgentId(found)


def variables(conn: Connection, customer_id: CustomerId) -> dict[str, str]:
    """What the popover may show of this customer, by key (C4)."""
    found = _VARIABLES.value(conn, wanted=customer_id)
    return {} if found is None else msgspec.convert(found, dict[str, str])


def _calling(general: ColumnElement[bool], same: ColumnElement[bool], *which: ColumnElement[bool]) -> Prepared:
    return Prepared(
        select(customers.c.id, customers.c.name, customers.c.company)
        .join(customer_numbers, customer_numbers.c.customer_id == customers.c.id)
        .where(
            customer_numbers.c.number == bindparam("number"),
            func.coalesce(customers.c.owner_id, _CENTRAL) == bindparam("owner"),
            customers.c.merged_into_id.is_(None),
            *which,
        )
        .order_by(case((same, 0), (general, 1), else_=2), customers.c.id)
        .limit(1)
    )


_GENERAL = customers.c.project_id.is_(None)
_OF_PROJECT = customers.c.project_id == bindparam("project")
_CALLING = _calling(_GENERAL, literal(False))
_CALLING_PROJECT = _calling(_GENERAL, _OF_PROJECT, or_(_OF_PROJECT, _GENERAL))


def find_by_number(
    conn: Connection, number: str, project: int | None, owner: AgentId | None = None
) -> CustomerBrief | None:
    """Who calls: a customer of this project before one of no project; customers of other projects are none.

    ``number`` as rules.dial_numbers.canonical writes it; without a project any customer with that number will do. Of the
    central list, or with ``owner`` of that agent's own.
    """
    if not number:
        return None
    of_project = {} if project is None else {"project": project}
    calling = _CALLING if project is None else _CALLING_PROJECT
    row = calling.first(conn, number=number, owner=owner or _CENTRAL, **of_project)
    return None if row is None else CustomerBrief(CustomerId(row.id), row.name, row.company)


def numbers_of(conn: Connection, ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for customer_id, number in conn.execute(
        select(customer_numbers.c.customer_id, customer_numbers.c.number)
        .where(customer_numbers.c.customer_id.in_(list(ids)))
        .order_by(customer_numbers.c.customer_id, customer_numbers.c.position)
    ):
        found[customer_id] = (*found.get(customer_id, ()), number)
    return found


def columns(fields: CustomerFields) -> dict[str, Any]:
    """What is stored of them, but the numbers."""
    return {
        "company_id": fields.company_id,
        "company": fields.company,
        "name": fields.name,
        "street": fields.street,
        "town": fields.town,
        "postcode": fields.postcode,
        "country": fields.country,
        "note": fields.note,
        "operators": fields.operators,
        "project_id": fields.project,
        "search": searchable(fields.name, fields.company, fields.company_id, fields.town),
        "sorting": sorting(fields.name, fields.company),
    }


def create(
    conn: Connection,
    fields: CustomerFields,
    *,
    owner: AgentId | None = None,
    shown: dict[str, str] | None = None,
    by: AgentId | None = None,
) -> CustomerId:
    """``fields.numbers`` canonical; ``owner``: in whose own list, not what ``fields.list`` says; ``shown``: the variables
    that the popover may show; ``by``: who made it."""
    made = insert_one(
        conn, customers, version=1, variables=shown or {}, saved_by_id=by, owner_id=owner, **columns(fields)
    )
    customer_id = CustomerId(made)
    _write_numbers(conn, customer_id, fields.numbers)
    return customer_id


def change(conn: Connection, customer_id: CustomerId, fields: CustomerFields, by: AgentId) -> bool:
    """False when the version is no longer the one that ``fields`` names. They stay in the list where they are."""
    done = conn.execute(
        update(customers)
        .where(
            customers.c.id == customer_id, customers.c.version == fields.version, customers.c.merged_into_id.is_(None)
        )
        .values(version=customers.c.version + 1, saved_by_id=by, **columns(fields))
    )
    if done.rowcount == 0:
        return False
    set_numbers(conn, customer_id, fields.numbers)
    return True


def set_numbers(conn: Connection, customer_id: CustomerId, numbers: tuple[str, ...]) -> None:
    """In place of what they had."""
    conn.execute(delete(customer_numbers).where(customer_numbers.c.customer_id == customer_id))
    _write_numbers(conn, customer_id, numbers)


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
