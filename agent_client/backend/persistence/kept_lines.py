"""Lines that are kept beyond every call (nailed-up agents), each with the session for which its phone was answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, bindparam, select, update

from agent_client.backend.ports.telephony import LegId
from agent_client.protocol.names import AgentId, SessionId

from .tables import sessions


class Line(Struct, frozen=True):
    session: SessionId
    agent: AgentId
    leg: LegId
    phone: str
    up_at: datetime
    over: bool
    """Its session has ended, and the line stays for a conversation that goes on by it."""


_LINES = select(sessions).where(sessions.c.line_leg_id.is_not(None))


def _line(row: Row[Any]) -> Line:
    return Line(
        session=SessionId(row.id),
        agent=AgentId(row.agent_id),
        leg=LegId(row.line_leg_id),
        phone=row.phone,
        up_at=row.line_up_at,
        over=row.ended_at is not None,
    )


def up(conn: Connection, session: SessionId, leg: LegId, at: datetime) -> None:
    conn.execute(update(sessions).where(sessions.c.id == session).values(line_leg_id=leg, line_up_at=at))


def down(conn: Connection, session: SessionId) -> None:
    conn.execute(update(sessions).where(sessions.c.id == session).values(line_leg_id=None, line_up_at=None))


def by_leg(conn: Connection, leg: LegId) -> Line | None:
    row = conn.execute(_LINES.where(sessions.c.line_leg_id == leg)).one_or_none()
    return None if row is None else _line(row)


_OF_AGENT = _LINES.where(sessions.c.agent_id == bindparam("wanted")).order_by(sessions.c.id)


def of_agent(conn: Connection, agent: AgentId) -> list[Line]:
    """Also of sessions that are over."""
    return [_line(row) for row in conn.execute(_OF_AGENT, {"wanted": agent})]


def everybodys(conn: Connection) -> list[Line]:
    return [_line(row) for row in conn.execute(_LINES.order_by(sessions.c.id))]
