"""Failed sign-ins, counted by user and by address. What they cost is decided by the service."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from .prepared import Prepared
from .tables import sign_in_failures as failures


class Failures(Struct, frozen=True):
    count: int
    wait_until: datetime


_OF = Prepared(
    select(failures.c.count.label("failed"), failures.c.wait_until).where(failures.c.subject == bindparam("subject"))
)
_CHANGED = Prepared(update(failures).where(failures.c.subject == bindparam("whose")))
_ADDED = Prepared(insert(failures))


def of(conn: Connection, subject: str) -> Failures | None:
    row = _OF.first(conn, subject=subject)
    return None if row is None else Failures(row.failed, row.wait_until)


def put(conn: Connection, subject: str, now_are: Failures) -> None:
    values = {"count": now_are.count, "wait_until": now_are.wait_until}
    if _CHANGED.run(conn, whose=subject, **values) == 0:
        _ADDED.run(conn, subject=subject, **values)


def forget(conn: Connection, subjects: Iterable[str]) -> None:
    conn.execute(delete(failures).where(failures.c.subject.in_(list(subjects))))


def prune(conn: Connection, before: datetime) -> None:
    conn.execute(delete(failures).where(failures.c.wait_until < before))
