"""The log of inbound calls: a row a call, written once its outcome is known (F5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, func, or_, select

from agent_client.protocol.administration import CallLine
from agent_client.protocol.names import ContactId, CustomerId, RouteCode

from .prepared import Prepared
from .rows import insert_one
from .tables import call_log, contacts


class Part(Struct, frozen=True, kw_only=True):
    """Of the log: calls that came ``since`` and before ``until``, of the rows up to ``last``; None: no bound."""

    since: datetime | None = None
    until: datetime | None = None
    last: int | None = None


class Place(Struct, frozen=True):
    """Where a page ended: by the time of the call, and its row."""

    at: datetime
    row: int


_LINE = Prepared(select(call_log.c.id).where(call_log.c.contact_id == bindparam("wanted")))
_FIRST = Prepared(select(func.min(contacts.c.id)).where(contacts.c.interaction_id == bindparam("wanted")))


def add(conn: Connection, contact: ContactId, line: CallLine) -> None:
    """A call that has its row already keeps it: whoever picked up first took the call."""
    if _LINE.value(conn, wanted=contact) is None:
        insert_one(
            conn,
            call_log,
            contact_id=contact,
            at=line.at,
            project=line.project,
            caller=line.caller,
            operator=line.operator,
            code=line.code.value,
            customer_id=line.customer,
        )


def is_arrival(conn: Connection, contact: ContactId, interaction: int) -> bool:
    """Whether the call came in with this contact, and was not passed on to it."""
    return bool(_FIRST.value(conn, wanted=interaction) == contact)


def last(conn: Connection) -> int:
    """The newest row; 0: there is none."""
    return conn.scalar(select(func.max(call_log.c.id))) or 0


def lines(conn: Connection, part: Part, after: Place | None, most: int) -> tuple[list[CallLine], Place | None]:
    """A page, the earliest call first; and where it ended, None if it was the last."""
    wanted = _which(part)
    if after is not None:
        later = or_(call_log.c.at > after.at, (call_log.c.at == after.at) & (call_log.c.id > after.row))
        wanted.append(later)
    query = select(call_log).where(*wanted).order_by(call_log.c.at, call_log.c.id).limit(most)
    found = conn.execute(query).all()
    return [_line(row) for row in found], Place(found[-1].at, found[-1].id) if len(found) == most else None


def clear(conn: Connection, part: Part) -> int:
    """Returns how many rows there were."""
    return conn.execute(delete(call_log).where(*_which(part))).rowcount


def _which(part: Part) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if part.since is not None:
        wanted.append(call_log.c.at >= part.since)
    if part.until is not None:
        wanted.append(call_log.c.at < part.until)
    if part.last is not None:
        wanted.append(call_log.c.id <= part.last)
    return wanted


def _line(row: Row[Any]) -> CallLine:
    return CallLine(
        at=row.at,
        project=row.project,
        caller=row.caller,
        operator=row.operator,
        code=RouteCode(row.code),
        customer=None if row.customer_id is None else CustomerId(row.customer_id),
    )
