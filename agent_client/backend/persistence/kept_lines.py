"""Lines that are kept beyond every call (nailed-up agents), each with the session for which its phone was answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, bindparam, select, update

from agent_client.backend.ports.telephony import LegId
from agent_client.protocol.names import AgentId, SessionId

from .prepared import Prepared
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


def _line(row: Any) -> Line:
    return Line(
        session=SessionId(row.id),
        agent=AgentId(row.agent_id),
        leg=LegId(row.line_leg_id),
        phone=row.phone,
        up_at=row.line_up_at,
        over=row.ended_at is not None,
    )


def up(conn: Connection, session: SessionId, leg: LegId, at: datetime) -> None:
    _MOVED.run(conn, wanted=session, line_leg_id=leg, line_up_at=at)


def down(conn: Connection, session: SessionId) -> None:
    _MOVED.run(conn, wanted=session, line_leg_id=None, line_up_at=None)


def by_leg(conn: Connection, leg: LegId) -> Line | None:
    row = _BY_LEG.first(conn, wanted=leg)
    return None if row is None else _line(row)


_OF_AGENT = Prepared(_LINES.where(sessions.c.agent_id == bindparam("wanted")).order_by(sessions.c.id))
_BY_LEG = Prepared(_LINES.where(sessions.c.line_leg_id == bindparam("wanted")))
_EVERYBODYS = Prepared(_LINES.order_by(sessions.c.id))
_MOVED = Prepared(update(sessions).where(sessions.c.id == bindparam("wanted")))


def of_agent(conn: Connection, agent: AgentId) -> list[Line]:
    """Also of sessions that are over."""
    return [_line(row) for row in _OF_AGENT.rows(conn, wanted=agent)]


def everybodys(conn: Connection) -> list[Line]:
    return [_line(row) for row in _EVERYBODYS.rows(conn)]
