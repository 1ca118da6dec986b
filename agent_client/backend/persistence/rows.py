"""Adding one row and learning its number."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.sql.dml import ReturningInsert


def insert_one(conn: Connection, table: Table, **values: Any) -> int:
    """The new row's id."""
    number: int = conn.execute(_insert(table), values).scalar_one()
    return number


@cache
def _insert(table: Table) -> ReturningInsert[Any]:
    return insert(table).returning(table.c.id)
