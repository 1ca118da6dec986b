"""Writing very many rows at once, and reading what a simulated world needs to know of them: for demos and tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from agent_client.protocol.names import AgentId

from .tables import agents, customer_numbers, events


def add(conn: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Rows as their columns; ids included where others point at them."""
    if not rows:
        return
    conn.execute(insert(table), list(rows))
    if "id" in rows[0] and conn.dialect.name == "postgresql":  # its counter does not notice ids that are given
        counter = func.pg_get_serial_sequence(table.name, "id")
        conn.execute(select(func.setval(counter, select(func.max(table.c.id)).scalar_subquery())))


def first_numbers(conn: Connection) -> list[str]:
    """One number of each customer."""
    return list(
        conn.scalars(
            select(customer_numbers.c.number)
            .where(customer_numbers.c.position == 0)
            .order_by(customer_numbers.c.customer_id)
        )
    )


def agent_ids(conn: Connection) -> dict[str, AgentId]:
    """By user ID."""
    return {user: AgentId(number) for user, number in conn.execute(select(agents.c.user_name, agents.c.id))}


def last_event_at(conn: Connection) -> datetime | None:
    """When anything happened last; None in a centre where nothing ever has."""
    return conn.scalar(select(events.c.at).order_by(events.c.at.desc()).limit(1))


def count(conn: Connection, table: Table) -> int:
    return conn.scalar(select(func.count()).select_from(table)) or 0
