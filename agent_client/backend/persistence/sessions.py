"""Sessions: who is signed in, on which phone, from which seat, and whether their event stream is open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, literal, or_, select, update

from agent_client.backend.domain.caller import Caller
from agent_client.protocol.names import AgentId, Role, SessionId
from agent_client.protocol.why import Why

from .rows import insert_one
from .tables import agents, sessions


class Session(Struct, frozen=True, kw_only=True):
    """One that has not ended."""

    id: SessionId
    agent: AgentId
    phone: str
    seat: str
    host: str
    started_at: datetime
    seen_at: datetime
    link_lost_at: datetime | None
    """None while its event stream is open."""


class NewSession(Struct, frozen=True, kw_only=True):
    agent: AgentId
    token_hash: bytes
    phone: str
    seat: str
    host: str
    client: str
    address: str


def _session(row: Row[Any]) -> Session:
    return Session(
        id=SessionId(row.id),
        agent=AgentId(row.agent_id),
        phone=row.phone,
        seat=row.seat,
        host=row.host,
        started_at=row.started_at,
        seen_at=row.seen_at,
        link_lost_at=row.link_lost_at,
    )


def live(conn: Connection, agent_id: AgentId) -> Session | None:
    """The agent's session that has not ended; there is at most one."""
    row = conn.execute(
        select(sessions)
        .where(sessions.c.agent_id == agent_id, sessions.c.ended_at.is_(None))
        .order_by(sessions.c.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _session(row)


def live_elsewhere(conn: Connection, agent_id: AgentId, *, phone: str, seat: str) -> list[Session]:
    """Other agents' live sessions on this phone or this seat."""
    found = conn.execute(
        select(sessions).where(
            sessions.c.ended_at.is_(None),
            sessions.c.agent_id != agent_id,
            or_(sessions.c.phone == phone, sessions.c.seat == seat),
        )
    )
    return [_session(row) for row in found]


def agent_at(conn: Connection, phone: str) -> AgentId | None:
    """Who is signed in with this phone."""
    mine = (sessions.c.phone == phone, sessions.c.ended_at.is_(None))
    found = conn.scalar(select(sessions.c.agent_id).where(*mine).limit(1))
    return None if found is None else AgentId(found)


def lost_until(conn: Connection, instant: datetime) -> list[Session]:
    """Live sessions whose link was lost at ``instant`` or earlier."""
    found = conn.execute(
        select(sessions)
        .where(sessions.c.ended_at.is_(None), sessions.c.link_lost_at <= instant)
        .order_by(sessions.c.link_lost_at)
    )
    return [_session(row) for row in found]


def earliest_lost(conn: Connection) -> datetime | None:
    """Since when the longest-lost link of a live session is lost."""
    return conn.scalar(
        select(sessions.c.link_lost_at)
        .where(sessions.c.ended_at.is_(None), sessions.c.link_lost_at.is_not(None))
        .order_by(sessions.c.link_lost_at)
        .limit(1)
    )


def create(conn: Connection, now: datetime, new: NewSession) -> SessionId:
    """Its link counts as lost until its event stream opens."""
    made = insert_one(
        conn,
        sessions,
        agent_id=new.agent,
        token_hash=new.token_hash,
        phone=new.phone,
        seat=new.seat,
        host=new.host,
        client=new.client,
        address=new.address,
        started_at=now,
        seen_at=now,
        link_lost_at=now,
    )
    return SessionId(made)


def caller(conn: Connection, token_hash: bytes) -> tuple[Caller, Why | None] | None:
    """Who a token stands for; with the why when the session has ended."""
    row = conn.execute(
        select(
            sessions.c.id,
            sessions.c.agent_id,
            sessions.c.phone,
            sessions.c.ended_at,
            sessions.c.ended_why,
            agents.c.role,
            agents.c.name,
        )
        .join(agents, agents.c.id == sessions.c.agent_id)
        .where(sessions.c.token_hash == token_hash)
    ).one_or_none()
    if row is None:
        return None
    who = Caller(
        agent=AgentId(row.agent_id),
        session=SessionId(row.id),
        role=Role(row.role),
        name=row.name,
        phone=row.phone,
    )
    return who, None if row.ended_at is None else msgspec.convert(row.ended_why, Why)


def over(conn: Connection, session: SessionId) -> Why | None:
    """Why the session has ended; None while it lives."""
    found = conn.scalar(select(sessions.c.ended_why).where(sessions.c.id == session, sessions.c.ended_at.is_not(None)))
    return None if found is None else msgspec.convert(found, Why)


def end(conn: Connection, session: SessionId, why: Why) -> None:
    conn.execute(
        update(sessions)
        .where(sessions.c.id == session, sessions.c.ended_at.is_(None))
        .values(ended_at=why.at, ended_why=why)
    )


def link_opened(conn: Connection, session: SessionId, now: datetime) -> bool:
    """False when the session has ended meanwhile."""
    done = conn.execute(
        update(sessions)
        .where(sessions.c.id == session, sessions.c.ended_at.is_(None))
        .values(link_lost_at=None, seen_at=now)
    )
    return done.rowcount == 1


def is_linked(conn: Connection, session: SessionId) -> bool:
    """It lives, and its client is there."""
    found = conn.scalar(
        select(sessions.c.id).where(
            sessions.c.id == session, sessions.c.ended_at.is_(None), sessions.c.link_lost_at.is_(None)
        )
    )
    return found is not None


def link_lost(conn: Connection, session: SessionId, now: datetime, opened_at: datetime | None = None) -> bool:
    """False when there is nothing to lose: the session has ended, its link is lost already, or it was opened again after
    ``opened_at``, at another server perhaps."""
    same = literal(True) if opened_at is None else sessions.c.seen_at == opened_at
    done = conn.execute(
        update(sessions)
        .where(sessions.c.id == session, sessions.c.ended_at.is_(None), sessions.c.link_lost_at.is_(None), same)
        .values(link_lost_at=now, seen_at=now)
    )
    return done.rowcount == 1


def all_links_lost(conn: Connection, now: datetime) -> None:
    """After a start: whoever was linked has to come back."""
    conn.execute(
        update(sessions)
        .where(sessions.c.ended_at.is_(None), sessions.c.link_lost_at.is_(None))
        .values(link_lost_at=now)
    )
