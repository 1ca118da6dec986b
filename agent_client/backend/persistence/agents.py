"""Agents as the database has them: who they are, their state, and what the others see. Sessions are beside this."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Select, and_, bindparam, select, update

from agent_client.backend.domain.agents import WITH_CONTACT
from agent_client.backend.domain.caller import Caller
from agent_client.backend.ports.units import Tx
from agent_client.protocol.agents import AgentBrief, Me, NextState, Presence, Rights
from agent_client.protocol.cursor import CENTRE, agent_stream
from agent_client.protocol.events import AgentPresenceChanged, AgentQueuesChanged, AgentStateChanged
from agent_client.protocol.names import (
    AgentId,
    AgentState,
    ContactId,
    IdleReasonId,
    NotReadyReason,
    QueueId,
    Role,
    SessionId,
    WhyCode,
)
from agent_client.protocol.refusals import NotFound
from agent_client.protocol.why import Why

from . import listeners, staffing
from .prepared import Prepared
from .rows import insert_one
from .tables import agents, centre, sessions

_with_session = agents.outerjoin(sessions, and_(sessions.c.agent_id == agents.c.id, sessions.c.ended_at.is_(None)))

ALL_RIGHTS = Rights()


class Account(Struct, frozen=True):
    """What signing in needs to know."""

    id: AgentId
    user: str
    password_hash: str


def _select_me() -> Select[Any]:
    linked = and_(sessions.c.id.is_not(None), sessions.c.link_lost_at.is_(None)).label("linked")
    session = (sessions.c.phone, sessions.c.seat, sessions.c.phone_lost_at, sessions.c.line_up_at, sessions.c.remote)
    return select(agents, *session, linked).select_from(_with_session)


_THEM = agents.c.id == bindparam("wanted")
_ME = Prepared(
    _select_me().add_columns(select(centre.c.password_days).scalar_subquery().label("password_days")).where(_THEM)
)
_RIGHTS = Prepared(select(*(agents.c[name] for name in Rights.__struct_fields__)).where(_THEM))
_NEXT = Prepared(select(agents.c.next_state).where(_THEM))
_NOTED = Prepared(update(agents).where(_THEM))
_NAME = Prepared(select(agents.c.name).where(_THEM))


def me(conn: Connection, agent_id: AgentId) -> Me:
    row = _with_their_session(conn, agent_id)
    return _me(conn, row, row)


def _with_their_session(conn: Connection, agent_id: AgentId) -> Any:
    return _known(_ME.first(conn, wanted=agent_id))


def _known(row: Any) -> Any:
    if row is None:
        raise NotFound("no such agent")
    return row


def _me(conn: Connection, row: Any, session: Any) -> Me:
    """``row`` has the columns of `agents`; ``session`` the others that `_ME` asks for."""
    agent_id = AgentId(row.id)
    staffed, may_staff = staffing.both(conn, agent_id)
    return Me(
        id=agent_id,
        name=row.name,
        user=row.user_name,
        role=Role(row.role),
        phone=session.phone or "",
        seat=session.seat or "",
        queues=staffed,
        state=AgentState(row.state),
        not_ready=None if row.not_ready is None else NotReadyReason(row.not_ready),
        idle_reason=None if row.idle_reason_id is None else IdleReasonId(row.idle_reason_id),
        since=row.since,
        until=row.until,
        why=None if row.why is None else msgspec.convert(row.why, Why),
        contact=None if row.contact_id is None else ContactId(row.contact_id),
        version=row.version,
        team=row.team,
        next=_next(row),
        rights=rights_in(row),
        may_staff=may_staff,
        phone_lost_since=session.phone_lost_at,
        line_up_since=session.line_up_at,
        password_expires_at=_expires(row.password_set_at, session.password_days),
        remote=bool(session.remote),
        listening=None if row.role == Role.AGENT.value else listeners.shown(conn, agent_id),
    )


def _expires(set_at: datetime, days: int | None) -> datetime | None:
    return None if days is None else set_at + timedelta(days=days)


def _next(row: Any) -> NextState | None:
    return None if row.next_state is None else msgspec.convert(row.next_state, NextState)


def rights_in(row: Any) -> Rights:
    """Of any row that has the columns of `agents`."""
    return Rights(**{name: getattr(row, name) for name in Rights.__struct_fields__})


def rights(conn: Connection, agent_id: AgentId) -> Rights:
    return rights_in(_known(_RIGHTS.first(conn, wanted=agent_id)))


def set_rights(tx: Tx, agent_id: AgentId, new: Rights) -> Me:
    """Write them and tell the agent."""
    values = {name: getattr(new, name) for name in new.__struct_fields__}
    _MOVED.rows(tx.conn, wanted=agent_id, **values)
    return publish(tx, agent_id)


def _presence(row: Any, session: Any) -> Presence:
    return Presence(
        id=AgentId(row.id),
        name=row.name,
        phone=session.phone or "",
        state=AgentState(row.state),
        not_ready=None if row.not_ready is None else NotReadyReason(row.not_ready),
        idle_reason=None if row.idle_reason_id is None else IdleReasonId(row.idle_reason_id),
        since=row.since,
        version=row.version,
        team=row.team,
        linked=bool(session.linked),
        phone_lost=session.phone_lost_at is not None,
        remote=bool(session.remote),
    )


def presence(conn: Connection, agent_id: AgentId) -> Presence:
    row = _with_their_session(conn, agent_id)
    return _presence(row, row)


_EVERYBODY = Prepared(_select_me().order_by(agents.c.name, agents.c.id))


def all_presences(conn: Connection) -> tuple[Presence, ...]:
    """Everybody, signed in or not, by name."""
    return tuple(_presence(row, row) for row in _EVERYBODY.rows(conn))


def name(conn: Connection, agent_id: AgentId) -> str:
    return str(_known(_NAME.first(conn, wanted=agent_id)).name)


def brief(conn: Connection, agent_id: AgentId) -> AgentBrief:
    """Who they are, with the phone of the session they have now."""
    found = presence(conn, agent_id)
    return AgentBrief(found.id, found.name, found.phone)


_CALLER = Prepared(
    select(agents.c.role, agents.c.name, sessions.c.id, sessions.c.phone)
    .select_from(_with_session)
    .where(_THEM, sessions.c.id.is_not(None))
)


def caller_of(conn: Connection, agent_id: AgentId) -> Caller | None:
    """The agent as the one who acts, for what is done in their name; None without a live session."""
    row = _CALLER.first(conn, wanted=agent_id)
    if row is None:
        return None
    return Caller(agent=agent_id, session=SessionId(row.id), role=Role(row.role), name=row.name, phone=row.phone)


_SESSION = Prepared(
    select(sessions.c.id).where(sessions.c.agent_id == bindparam("wanted"), sessions.c.ended_at.is_(None))
)


def session_of(conn: Connection, agent_id: AgentId) -> SessionId | None:
    found = _SESSION.value(conn, wanted=agent_id)
    return None if found is None else SessionId(found)


_MOVED = Prepared(update(agents).where(_THEM).values(version=agents.c.version + 1).returning(agents))


def set_state(
    tx: Tx,
    agent_id: AgentId,
    state: AgentState,
    *,
    not_ready: NotReadyReason | None = None,
    idle_reason: IdleReasonId | None = None,
    until: datetime | None = None,
    why: Why | None = None,
    contact: ContactId | None = None,
) -> Me:
    """Write the whole state and tell the agent and everybody.

    ``since`` moves only when the state really changed. Whoever becomes ready goes to the end of the line, except after
    an offer that came to nothing through no fault of theirs: then they keep their place. What was chosen for after the
    contact holds no longer than the contact. Whose phone the PBX does not reach, or whose kept line is not up,
    becomes unreachable instead of ready.
    """
    before = _with_their_session(tx.conn, agent_id)
    no_phone = _no_phone(tx, before) if state is AgentState.READY else None
    if no_phone is not None:
        state, not_ready, why = AgentState.NOT_READY, NotReadyReason.UNREACHABLE, no_phone
    same = (before.state, before.not_ready, before.idle_reason_id, before.contact_id) == (
        state,
        not_ready,
        idle_reason,
        contact,
    )
    queues_again = state is AgentState.READY and before.state not in (AgentState.READY, AgentState.OFFERED)
    (row,) = _MOVED.rows(
        tx.conn,
        wanted=agent_id,
        state=state.value,
        not_ready=None if not_ready is None else not_ready.value,
        idle_reason_id=idle_reason,
        since=before.since if same else tx.now,
        until=until,
        ready_since=tx.now if queues_again else before.ready_since,
        why=why,
        contact_id=contact,
        next_state=before.next_state if state in WITH_CONTACT else None,
    )
    return _publish(tx, row, before)


def _no_phone(tx: Tx, agent: Any) -> Why | None:
    """Why nobody can be offered to them. None: their phone is there, and its line where one is kept."""
    if agent.phone is None:
        return None
    params = {"phone": agent.phone}
    if agent.phone_lost_at is not None:
        return Why(code=WhyCode.PHONE_LOST, at=tx.now, params=params)
    if agent.keeps_line and not agent.remote and agent.line_up_at is None:
        return Why(code=WhyCode.LINE_DOWN, at=tx.now, params=params)
    return None


def set_next(tx: Tx, agent_id: AgentId, chosen: NextState | None) -> Me:
    """What comes into force after the present contact; None: what was before it."""
    if _next(_known(_NEXT.first(tx.conn, wanted=agent_id))) == chosen:
        return me(tx.conn, agent_id)
    _MOVED.rows(tx.conn, wanted=agent_id, next_state=chosen)
    return publish(tx, agent_id)


def take_next(tx: Tx, agent_id: AgentId) -> NextState | None:
    """What was chosen for after the contact, which is chosen no longer. Nobody is told: the new state follows at once."""
    chosen = _next(_known(_NEXT.first(tx.conn, wanted=agent_id)))
    if chosen is not None:
        _NOTED.run(tx.conn, wanted=agent_id, next_state=None)
    return chosen


def publish(tx: Tx, agent_id: AgentId) -> Me:
    """Tell the agent and everybody how the agent stands now."""
    row = _with_their_session(tx.conn, agent_id)
    return _publish(tx, row, row)


def _publish(tx: Tx, row: Any, session: Any) -> Me:
    now = _me(tx.conn, row, session)
    tx.emit(agent_stream(now.id), AgentStateChanged(now))
    tx.emit(CENTRE, AgentPresenceChanged(_presence(row, session)))
    return now


def changed(tx: Tx, agent_id: AgentId) -> Me:
    """Something beside the state: tell the agent and everybody."""
    _next_version(tx, agent_id)
    return publish(tx, agent_id)


def queues_changed(tx: Tx, agent_id: AgentId) -> Me:
    """The same, and their streams are others now."""
    _next_version(tx, agent_id)
    now = me(tx.conn, agent_id)
    tx.emit(agent_stream(agent_id), AgentQueuesChanged(now))
    return now


def _next_version(tx: Tx, agent_id: AgentId) -> None:
    _MOVED.rows(tx.conn, wanted=agent_id)


def changed_for_themselves(tx: Tx, agent_id: AgentId) -> Me:
    """Something that only the agent sees of themselves."""
    _next_version(tx, agent_id)
    now = me(tx.conn, agent_id)
    tx.emit(agent_stream(agent_id), AgentStateChanged(now))
    return now


def publish_presence(tx: Tx, agent_id: AgentId) -> None:
    """Tell everybody of something beside the agent's state: whether they can be reached."""
    tx.emit(CENTRE, AgentPresenceChanged(presence(tx.conn, agent_id)))


_DUE = Prepared(select(agents.c.id).where(agents.c.until <= bindparam("now")).order_by(agents.c.until))
_NEXT_DUE = Prepared(select(agents.c.until).where(agents.c.until.is_not(None)).order_by(agents.c.until).limit(1))


def due(conn: Connection, now: datetime) -> list[Me]:
    """Whose state's limit has passed."""
    return [me(conn, AgentId(number)) for number in _DUE.values(conn, now=now)]


def next_due(conn: Connection) -> datetime | None:
    at: datetime | None = _NEXT_DUE.value(conn)
    return at


_ACCOUNT = Prepared(
    select(agents.c.id, agents.c.user_name, agents.c.password_hash).where(agents.c.user_name == bindparam("user"))
)
_LAST_START = Prepared(select(agents.c.last_start).where(_THEM))


def account(conn: Connection, user: str) -> Account | None:
    """By user ID; case does not count."""
    row = _ACCOUNT.first(conn, user=user.casefold())
    return None if row is None else Account(AgentId(row.id), row.user_name, row.password_hash)


def set_password_hash(conn: Connection, agent_id: AgentId, password_hash: str) -> None:
    conn.execute(update(agents).where(agents.c.id == agent_id).values(password_hash=password_hash))


def note_start(conn: Connection, agent_id: AgentId, at: datetime, address: str) -> None:
    """A13: last address, last start; signed in means a start without a stop."""
    _NOTED.run(conn, wanted=agent_id, last_address=address, last_start=at, last_stop=None)


def ever_started(conn: Connection, agent_id: AgentId) -> bool:
    return _LAST_START.value(conn, wanted=agent_id) is not None


def note_stop(conn: Connection, agent_id: AgentId, at: datetime) -> None:
    _NOTED.run(conn, wanted=agent_id, last_stop=at)


def create(
    conn: Connection,
    now: datetime,
    *,
    user: str,
    name: str,
    password_hash: str,
    role: Role = Role.AGENT,
    queues: tuple[QueueId, ...] = (),
    team: str = "",
    rights: Rights = ALL_RIGHTS,
) -> AgentId:
    """A new agent, signed out. ``user`` is kept in lower case: user IDs differ by more than case."""
    made = insert_one(
        conn,
        agents,
        user_name=user.casefold(),
        name=name,
        team=team,
        role=role.value,
        password_hash=password_hash,
        state=AgentState.SIGNED_OUT.value,
        since=now,
        version=1,
        edit_central=rights.edit_central,
        edit_own=rights.edit_own,
        takes_contacts=rights.takes_contacts,
        password_set_at=now,
        phone_number="",
        alternate_number="",
        keeps_line=rights.keeps_line,
    )
    agent_id = AgentId(made)
    staffing.allow(conn, [agent_id], queues)
    return agent_id
