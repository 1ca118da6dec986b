"""The text messages that agents get who are signed in by phone (A15): written here first, so that none is lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, delete, select, update

from agent_client.protocol.names import AgentId, CallbackId
from agent_client.protocol.remote import TextProblem

from .rows import insert_one
from .tables import agents, text_messages


class Problem(Struct, frozen=True):
    """Why the last try failed."""

    code: TextProblem
    figure: float | None = None

    def kept(self) -> str:
        return self.code.value if self.figure is None else f"{self.code.value} {self.figure:g}"


def _problem(text: str) -> Problem | None:
    """What is kept from before there were codes is unknown."""
    code, _, figure = text.partition(" ")
    known = TextProblem(code)
    if known is TextProblem.UNKNOWN:
        return Problem(known) if text else None
    return Problem(known, float(figure) if figure else None)


class TextMessage(Struct, frozen=True, kw_only=True):
    id: int
    at: datetime
    agent: AgentId
    agent_name: str
    number: str
    text: str
    callback: CallbackId | None
    """Whom it asks to call; None: it says something else."""
    waiting_since: datetime | None
    tries: int
    due_at: datetime | None
    sent_at: datetime | None
    problem: Problem | None


_rows = select(text_messages, agents.c.name.label("agent_name")).join(agents, agents.c.id == text_messages.c.agent_id)


def _one(row: Row[Any]) -> TextMessage:
    return TextMessage(
        id=row.id,
        at=row.at,
        agent=AgentId(row.agent_id),
        agent_name=row.agent_name,
        number=row.number,
        text=row.text,
        callback=None if row.callback_id is None else CallbackId(row.callback_id),
        waiting_since=row.waiting_since,
        tries=row.tries,
        due_at=row.due_at,
        sent_at=row.sent_at,
        problem=_problem(row.problem),
    )


def add(
    conn: Connection,
    now: datetime,
    agent: AgentId,
    number: str,
    text: str,
    callback: CallbackId | None = None,
    waiting_since: datetime | None = None,
) -> int:
    return insert_one(
        conn,
        text_messages,
        at=now,
        agent_id=agent,
        number=number,
        text=text,
        callback_id=callback,
        waiting_since=waiting_since,
        tries=0,
        due_at=now,
        problem="",
    )


def message(conn: Connection, message_id: int) -> TextMessage:
    return _one(conn.execute(_rows.where(text_messages.c.id == message_id)).one())


def first_due(conn: Connection, now: datetime) -> TextMessage | None:
    """The one that is to be tried next; None: none is now."""
    due = text_messages.c.due_at
    row = conn.execute(_rows.where(due <= now).order_by(due, text_messages.c.id).limit(1)).one_or_none()
    return None if row is None else _one(row)


def next_due(conn: Connection) -> datetime | None:
    due = text_messages.c.due_at
    return conn.scalar(select(due).where(due.is_not(None)).order_by(due).limit(1))


def change(conn: Connection, message_id: int, **values: Any) -> None:
    conn.execute(update(text_messages).where(text_messages.c.id == message_id).values(**values))


def sent_about(conn: Connection, callback: CallbackId, agent: AgentId, since: datetime) -> bool:
    """Whether the agent got a message since then that asks to call this customer."""
    mine = (text_messages.c.agent_id == agent, text_messages.c.callback_id == callback, text_messages.c.at >= since)
    query = select(text_messages.c.id).where(*mine, text_messages.c.sent_at.is_not(None))
    return conn.scalar(query.limit(1)) is not None


def given_up(conn: Connection, since: datetime, most: int) -> tuple[TextMessage, ...]:
    """Those that nobody got, the latest first."""
    lost = (text_messages.c.due_at.is_(None), text_messages.c.sent_at.is_(None), text_messages.c.problem != "")
    query = _rows.where(*lost, text_messages.c.at >= since).order_by(text_messages.c.id.desc()).limit(most)
    return tuple(_one(row) for row in conn.execute(query))


def prune(conn: Connection, before: datetime) -> None:
    conn.execute(delete(text_messages).where(text_messages.c.at < before, text_messages.c.due_at.is_(None)))
