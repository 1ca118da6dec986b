"""Supervisors who listen to conversations, or listened to them: whose, how, with which of their phone's legs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, select, update

from agent_client.backend.ports.telephony import CallId, LegId
from agent_client.protocol.agents import AgentBrief, ListeningTo
from agent_client.protocol.names import AgentId, ContactId, Listening
from agent_client.protocol.why import Why

from .contacts import Before
from .prepared import Prepared
from .rows import insert_one
from .tables import agents, contacts, listeners, sessions


class ListenerRow(Struct, frozen=True, kw_only=True):
    id: int
    agent: AgentId
    whom: AgentId
    contact: ContactId
    call: CallId
    leg: LegId
    phone: str
    how: Listening
    reason: str
    can_answer: bool
    before: Before | None
    """The state to which they return; None: theirs was not changed for it."""
    began_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    why: Why | None


_COLUMNS = {"agent": "agent_id", "whom": "whom_id", "contact": "contact_id", "call": "call_id", "leg": "leg_id"}
_NAMED = {column: name for name, column in _COLUMNS.items()}
_FIELDS = tuple(_NAMED.get(column.name, str(column.name)) for column in listeners.c)
_NOW = listeners.c.ended_at.is_(None)


def _row(row: Sequence[Any]) -> ListenerRow:
    return msgspec.convert(dict(zip(_FIELDS, row, strict=True)), ListenerRow)


def _newest(*which: ColumnElement[bool]) -> Prepared:
    return Prepared(select(listeners).where(*which).order_by(listeners.c.id.desc()).limit(1))


_WANTED: BindParameter[Any] = bindparam("wanted")
_BY_ID = _newest(listeners.c.id == _WANTED)
_BY_LEG = _newest(listeners.c.leg_id == _WANTED)
_OF_AGENT = _newest(listeners.c.agent_id == _WANTED, _NOW)
_LISTENING = Prepared(select(listeners).where(_NOW).order_by(listeners.c.id))
_OF_CONTACT = _newest(listeners.c.contact_id == _WANTED, _NOW)


def _one(conn: Connection, prepared: Prepared, wanted: object) -> ListenerRow | None:
    row = prepared.first(conn, wanted=wanted)
    return None if row is None else _row(row)


def add(conn: Connection, **values: Any) -> ListenerRow:
    """Fields of `ListenerRow` by their names."""
    made = insert_one(conn, listeners, **{_COLUMNS.get(name, name): value for name, value in values.items()})
    return _row(conn.execute(select(listeners).where(listeners.c.id == made)).one())


def change(conn: Connection, listener: ListenerRow, **values: Any) -> ListenerRow:
    conn.execute(update(listeners).where(listeners.c.id == listener.id).values(**values))
    return _row(conn.execute(select(listeners).where(listeners.c.id == listener.id)).one())


def by_id(conn: Connection, number: int) -> ListenerRow | None:
    return _one(conn, _BY_ID, number)


def by_leg(conn: Connection, leg: LegId) -> ListenerRow | None:
    return _one(conn, _BY_LEG, leg)


def of_agent(conn: Connection, agent_id: AgentId) -> ListenerRow | None:
    """What they listen to now, or are rung for."""
    return _one(conn, _OF_AGENT, agent_id)


def of_contact(conn: Connection, contact_id: ContactId) -> ListenerRow | None:
    """Who listens to it now, or is rung for it."""
    return _one(conn, _OF_CONTACT, contact_id)


def now(conn: Connection) -> list[ListenerRow]:
    return [_row(row) for row in _LISTENING.rows(conn)]


def ended(conn: Connection, legs: Iterable[LegId]) -> list[LegId]:
    """Those among these legs that are of nobody who listens still."""
    legs = list(legs)
    if not legs:
        return []
    over = select(listeners.c.leg_id).where(listeners.c.leg_id.in_(legs), listeners.c.ended_at.is_not(None))
    return [LegId(leg) for leg in conn.scalars(over.order_by(listeners.c.id))]


_RUNG = (_NOW, listeners.c.answered_at.is_(None))
_RUNG_SINCE = Prepared(
    select(listeners.c.id).where(*_RUNG, listeners.c.began_at <= bindparam("before")).order_by(listeners.c.id)
)
_FIRST_RUNG = Prepared(select(listeners.c.began_at).where(*_RUNG).order_by(listeners.c.began_at).limit(1))


def rung_since(conn: Connection, before: datetime) -> list[int]:
    """Whose phones have rung since then or longer."""
    return _RUNG_SINCE.values(conn, before=before)


def first_rung(conn: Connection) -> datetime | None:
    """When the phone began to ring that has rung for longest."""
    at: datetime | None = _FIRST_RUNG.value(conn)
    return at


def names(conn: Connection) -> dict[int, str]:
    """Who listens, by the contact."""
    found = conn.execute(
        select(listeners.c.contact_id, agents.c.name).join(agents, agents.c.id == listeners.c.agent_id).where(_NOW)
    )
    return {row.contact_id: row.name for row in found}


def name(conn: Connection, listener: ListenerRow) -> str:
    return str(conn.scalars(select(agents.c.name).where(agents.c.id == listener.agent)).one())


_SHOWN = Prepared(
    select(listeners, agents.c.name, contacts.c.ani)
    .join(agents, agents.c.id == listeners.c.whom_id)
    .join(contacts, contacts.c.id == listeners.c.contact_id)
    .join(sessions, sessions.c.agent_id == listeners.c.agent_id)
    .where(
        listeners.c.agent_id == _WANTED,
        sessions.c.ended_at.is_(None),
        listeners.c.began_at >= sessions.c.started_at,
    )
    .order_by(listeners.c.id.desc())
    .limit(1)
)


def shown(conn: Connection, agent_id: AgentId) -> ListeningTo | None:
    """The last of this agent's session, as it travels to them."""
    row = _SHOWN.first(conn, wanted=agent_id)
    if row is None:
        return None
    found = _row(row[:-2])
    return ListeningTo(
        contact=found.contact,
        agent=AgentBrief(found.whom, row.name),
        number=row.ani,
        how=found.how,
        since=found.began_at,
        answered_at=found.answered_at,
        can_answer=found.can_answer,
        ended_at=found.ended_at,
        why=found.why,
    )
