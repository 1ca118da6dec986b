"""Adding one row and learning its number."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, insert


def insert_one(conn: Connection, table: Table, **values: Any) -> int:
    """The new row's id."""
    number: int = conn.execute(insert(table).values(**values).returning(table.c.id)).scalar_one()
    return number
