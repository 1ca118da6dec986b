"""The organisation's directory: whom one can dial by name (D2)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, literal, or_, select

from agent_client.protocol.centre import Directory, DirectoryEntry
from agent_client.protocol.names import AgentId

from . import bulk
from .folding import folded_words, searchable
from .prepared import Prepared
from .tables import directory, sessions

MOST_FOUND = 50


class NewEntry(Struct, frozen=True, kw_only=True):
    """``number`` as rules.dial_numbers.canonical writes it."""

    name: str
    number: str
    role: str = ""
    department: str = ""


def find(conn: Connection, text: str, number: str) -> Directory:
    """By the beginnings of words of name, role and department, or by the whole ``number`` that the text is; by name."""
    words = [directory.c.search.contains(f" {word}", autoescape=True) for word in folded_words(text)]
    matches: ColumnElement[bool] = and_(literal(True), *words)
    if number:
        matches = or_(matches, directory.c.number == number)
    rows = conn.execute(
        select(directory).where(matches).order_by(directory.c.search, directory.c.id).limit(MOST_FOUND + 1)
    ).all()
    shown = rows[:MOST_FOUND]
    at = _agents_at(conn, [row.number for row in shown])
    entries = tuple(
        DirectoryEntry(
            id=row.id,
            name=row.name,
            number=row.number,
            role=row.role,
            department=row.department,
            agent=at.get(row.number),
        )
        for row in shown
    )
    return Directory(entries, more=len(rows) > MOST_FOUND)


def replace_all(conn: Connection, entries: Sequence[NewEntry]) -> None:
    conn.execute(delete(directory))
    rows = [
        {
            "name": entry.name,
            "number": entry.number,
            "role": entry.role,
            "department": entry.department,
            "search": searchable(entry.name, entry.role, entry.department),
        }
        for entry in entries
    ]
    if rows:
        bulk.add(conn, directory, rows)


def _agents_at(conn: Connection, numbers: Sequence[str]) -> dict[str, AgentId]:
    """Who is signed in on which of the numbers."""
    found = conn.execute(
        select(sessions.c.phone, sessions.c.agent_id).where(
            sessions.c.ended_at.is_(None), sessions.c.phone.in_(numbers)
        )
    )
    return {row.phone: AgentId(row.agent_id) for row in found}


_HAS = Prepared(select(directory.c.id).where(directory.c.number == bindparam("number")).limit(1))


def has(conn: Connection, number: str) -> bool:
    """``number`` as rules.dial_numbers.canonical writes it."""
    return _HAS.value(conn, number=number) is not None
