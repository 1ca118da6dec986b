"""Whether the phone of a sign-on test (A9) has rung. Whose leg it is, `agents` knows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from agent_client.protocol.names import AgentId

from .tables import agents


def begin(conn: Connection, agent_id: AgentId, leg: str) -> None:
    conn.execute(update(agents).where(agents.c.id == agent_id).values(leg_id=leg, leg_rang_at=None))


def end(conn: Connection, agent_id: AgentId) -> None:
    conn.execute(update(agents).where(agents.c.id == agent_id).values(leg_id=None, leg_rang_at=None))


def rang(conn: Connection, agent_id: AgentId, at: datetime) -> None:
    conn.execute(update(agents).where(agents.c.id == agent_id).values(leg_rang_at=at))


def rang_at(conn: Connection, agent_id: AgentId) -> datetime | None:
    return conn.scalar(select(agents.c.leg_rang_at).where(agents.c.id == agent_id))


def under_test(conn: Connection) -> list[AgentId]:
    """Whose phone is being tested now."""
    return [AgentId(number) for number in conn.scalars(select(agents.c.id).where(agents.c.leg_id.is_not(None)))]
