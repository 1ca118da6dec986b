"""Sessions: who is signed in, on which phone, from which seat, and whether their event stream is open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import BindParameter, Column, Connection, String, and_, bindparam, func, literal, or_, select, update

from agent_client.backend.domain.caller import Caller
from agent_client.protocol.names import AgentId, Role, SessionId
from agent_client.protocol.why import Why

from .prepared import Prepared
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
    expires_at: datetime | None
    """None: never, for one without a client."""
    authenticated_at: datetime
    phone_lost_at: datetime | None
    remote: bool


class NewSession(Struct, frozen=True, kw_only=True):
    agent: AgentId
    token_hash: bytes
    phone: str
    seat: str
    host: str
    client: str
    address: str
    expires_at: datetime | None = None
    phone_lost: bool = False
    remote: bool = False


def _session(row: Any) -> Session:
    return Session(
        id=SessionId(row.id),
        agent=AgentId(row.agent_id),
        phone=row.phone,
        seat=row.seat,
        host=row.host,
        started_at=row.started_at,
        seen_at=row.seen_at,
        link_lost_at=row.link_lost_at,
        expires_at=row.expires_at,
        authenticated_at=row.authenticated_at,
        phone_lost_at=row.phone_lost_at,
        remote=row.remote,
    )


_LIVES = sessions.c.ended_at.is_(None)
_WANTED: BindParameter[Any] = bindparam("wanted")


def _earliest(at: Column[Any]) -> Prepared:
    return Prepared(select(at).where(_LIVES, at.is_not(None)).order_by(at).limit(1))


_LIVE = Prepared(select(sessions).where(sessions.c.agent_id == _WANTED, _LIVES).order_by(sessions.c.id.desc()).limit(1))
_AT_PHONE = Prepared(
    select(sessions).where(sessions.c.phone == _WANTED, _LIVES).order_by(sessions.c.id.desc()).limit(1)
)
_AGENT_AT = Prepared(select(sessions.c.agent_id).where(sessions.c.phone == _WANTED, _LIVES).limit(1))
_ELSEWHERE = Prepared(
    select(sessions).where(
        _LIVES,
        sessions.c.agent_id != bindparam("agent"),
        or_(
            sessions.c.phone == bindparam("phone"),
            func.lower(sessions.c.seat) == func.lower(bindparam("seat", type_=String)),
        ),
    )
)
_CHANGED = Prepared(update(sessions).where(sessions.c.id == _WANTED, _LIVES))
_OVER = Prepared(select(sessions.c.ended_why).where(sessions.c.id == _WANTED, sessions.c.ended_at.is_not(None)))
_LOST_UNTIL = Prepared(
    select(sessions).where(_LIVES, sessions.c.link_lost_at <= bindparam("instant")).order_by(sessions.c.link_lost_at)
)
_EXPIRED = Prepared(select(sessions).where(_LIVES, sessions.c.expires_at <= bindparam("instant")))
_EARLIEST_LOST = _earliest(sessions.c.link_lost_at)
_EARLIEST_EXPIRY = _earliest(sessions.c.expires_at)
_CALLER = Prepared(
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
    .where(
        or_(
            sessions.c.token_hash == bindparam("token"),
            and_(sessions.c.previous_hash == bindparam("token"), sessions.c.previous_until >= bindparam("now")),
        )
    )
)


def live(conn: Connection, agent_id: AgentId) -> Session | None:
    """The agent's session that has not ended; there is at most one."""
    row = _LIVE.first(conn, wanted=agent_id)
    return None if row is None else _session(row)


def live_elsewhere(conn: Connection, agent_id: AgentId, *, phone: str, seat: str) -> list[Session]:
    """Other agents' live sessions on this phone or this seat, whose name is the same in capitals."""
    return [_session(row) for row in _ELSEWHERE.rows(conn, agent=agent_id, phone=phone, seat=seat)]


def move(conn: Connection, session: SessionId, seat: str, host: str) -> None:
    conn.execute(update(sessions).where(sessions.c.id == session).values(seat=seat, host=host))


def agent_at(conn: Connection, phone: str) -> AgentId | None:
    """Who is signed in with this phone."""
    found = _AGENT_AT.value(conn, wanted=phone)
    return None if found is None else AgentId(found)


def lost_until(conn: Connection, instant: datetime) -> list[Session]:
    """Live sessions whose link was lost at ``instant`` or earlier."""
    return [_session(row) for row in _LOST_UNTIL.rows(conn, instant=instant)]


def earliest_lost(conn: Connection) -> datetime | None:
    """Since when the longest-lost link of a live session is lost."""
    at: datetime | None = _EARLIEST_LOST.value(conn)
    return at


def create(conn: Connection, now: datetime, new: NewSession) -> SessionId:
    """Its link counts as lost until its event stream opens; a remote one has none to lose."""
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
        link_lost_at=None if new.remote else now,
        expires_at=new.expires_at,
        authenticated_at=now,
        phone_lost_at=now if new.phone_lost else None,
        remote=new.remote,
        missed=0,
    )
    return SessionId(made)


def caller(conn: Connection, token_hash: bytes, now: datetime) -> tuple[Caller, Why | None] | None:
    """Who a token stands for, also the one before it for a while; with the why when the session has ended."""
    row = _CALLER.first(conn, token=token_hash, now=now)
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
    found = _OVER.value(conn, wanted=session)
    return None if found is None else msgspec.convert(found, Why)


def end(conn: Connection, session: SessionId, why: Why) -> None:
    _CHANGED.run(conn, wanted=session, ended_at=why.at, ended_why=why)


def link_opened(conn: Connection, session: SessionId, now: datetime) -> bool:
    """False when the session has ended meanwhile."""
    return _CHANGED.run(conn, wanted=session, link_lost_at=None, seen_at=now) == 1


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
        .where(sessions.c.ended_at.is_(None), sessions.c.link_lost_at.is_(None), sessions.c.remote.is_(False))
        .values(link_lost_at=now)
    )


def renew(
    conn: Connection, session: SessionId, used: bytes, token_hash: bytes, expires_at: datetime, until: datetime
) -> bool:
    """Another token from now on; the one that was ``used`` is good ``until`` then. False when the session has ended."""
    changed = _CHANGED.run(
        conn,
        wanted=session,
        token_hash=token_hash,
        previous_hash=used,
        previous_until=until,
        expires_at=expires_at,
    )
    return changed == 1


def expire(conn: Connection, session: SessionId, now: datetime) -> None:
    conn.execute(update(sessions).where(sessions.c.id == session).values(expires_at=now))


def authenticated(conn: Connection, session: SessionId, now: datetime) -> None:
    """The password was given again."""
    conn.execute(update(sessions).where(sessions.c.id == session).values(authenticated_at=now))


def expired(conn: Connection, instant: datetime) -> list[Session]:
    """Live sessions whose time was over at ``instant``."""
    return [_session(row) for row in _EXPIRED.rows(conn, instant=instant)]


def earliest_expiry(conn: Connection) -> datetime | None:
    at: datetime | None = _EARLIEST_EXPIRY.value(conn)
    return at


def at_phone(conn: Connection, phone: str) -> Session | None:
    """The live session that takes its calls there."""
    row = _AT_PHONE.first(conn, wanted=phone)
    return None if row is None else _session(row)


def set_phone_lost(conn: Connection, session: SessionId, since: datetime | None) -> None:
    conn.execute(update(sessions).where(sessions.c.id == session).values(phone_lost_at=since))
