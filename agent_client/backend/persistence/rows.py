"""Adding one row and learning its number."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, insert

from .prepared import Prepared


def insert_one(conn: Connection, table: Table, **values: Any) -> int:
    """The new row's id."""
    number: int = _insert(table).value(conn, **values)
    return number


@cache
def _insert(table: Table) -> Prepared:
    return Prepared(insert(table).returning(table.c.id))
