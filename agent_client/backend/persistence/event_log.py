"""The event log: one row of `streams` counts each stream, so its numbers have no holes and follow the order of commits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import msgspec
from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from agent_client.backend.ports.units import Effects, Numbered, Tx
from agent_client.protocol.cursor import Cursor
from agent_client.protocol.events import NAMES, Envelope

from .prepared import Prepared
from .tables import centre, events, streams

_envelope = msgspec.json.Encoder()


def settle(tx: Tx) -> Effects:
    """Number the events of a unit and append them: the last thing before the commit.

    The streams' rows are taken in ascending order of name, so that two transactions never wait for each other.
    """
    counts: dict[str, int] = {}
    for stream, _ in tx.events:
        counts[stream] = counts.get(stream, 0) + 1
    last = {stream: _advance(tx.conn, stream, counts[stream]) for stream in sorted(counts)}
    upcoming = {stream: last[stream] - counts[stream] + 1 for stream in counts}
    numbered: list[Numbered] = []
    for stream, event in tx.events:
        number = upcoming[stream]
        upcoming[stream] = number + 1
        name = NAMES[type(event)]
        body = msgspec.Raw(msgspec.json.encode(event))
        data = _envelope.encode(Envelope(stream=stream, number=number, at=tx.now, name=name, body=body))
        numbered.append(Numbered(stream, number, name, data))
    if numbered:
        _APPEND.run_each(
            tx.conn,
            [{"stream": one.stream, "number": one.number, "at": tx.now, "data": one.data} for one in numbered],
        )
    return Effects(tuple(numbered), tuple(tx.actions), tuple(tx.wake_at), tx.wants_routing, tx.wants_sending)


def _advancing(insert_into: Callable[[Table], sqlite.Insert | postgresql.Insert]) -> Prepared:
    add = insert_into(streams).values(name=bindparam("stream"), number=bindparam("by"))
    return Prepared(
        add.on_conflict_do_update(
            index_elements=[streams.c.name], set_={"number": streams.c.number + bindparam("by")}
        ).returning(streams.c.number)
    )


_ADVANCE = {"sqlite": _advancing(sqlite.insert), "postgresql": _advancing(postgresql.insert)}
_APPEND = Prepared(insert(events))


def _advance(conn: Connection, stream: str, by: int) -> int:
    """The stream's number after ``by`` more events. Its row is locked from here to the end of the transaction."""
    number: int = _ADVANCE[conn.dialect.name].value(conn, stream=stream, by=by)
    return number


def position(conn: Connection, followed: Iterable[str]) -> Cursor:
    """Where these streams stand now."""
    names = list(followed)
    found = dict(conn.execute(select(streams.c.name, streams.c.number).where(streams.c.name.in_(names))).all())
    return Cursor(conn.scalars(select(centre.c.epoch)).one(), {name: found.get(name, 0) for name in names})


def since(conn: Connection, cursor: Cursor, followed: Iterable[str]) -> list[Numbered] | None:
    """What came after ``cursor`` on the streams followed, each in order; None when the log cannot tell.

    It cannot when the cursor is of another log, lacks a stream, is ahead, or older than what is still kept.
    """
    now = position(conn, followed)
    if cursor.epoch != now.epoch or any(
        cursor.numbers.get(name, number + 1) > number for name, number in now.numbers.items()
    ):
        return None
    missed: list[tuple[datetime, Numbered]] = []
    for stream, number in now.numbers.items():
        seen = cursor.numbers[stream]
        rows = conn.execute(
            select(events.c.number, events.c.at, events.c.data)
            .where(events.c.stream == stream, events.c.number > seen)
            .order_by(events.c.number)
        ).all()
        if len(rows) != number - seen:
            return None
        missed += [(row.at, Numbered(stream, row.number, _name(row.data), row.data)) for row in rows]
    missed.sort(key=lambda one: one[0])  # stable: each stream keeps its order
    return [numbered for _, numbered in missed]


def standing(conn: Connection) -> dict[str, int]:
    """The last number of every stream."""
    return {row.name: row.number for row in conn.execute(select(streams.c.name, streams.c.number))}


def total(conn: Connection) -> int:
    """How many events there ever were: it tells cheaply whether there are new ones."""
    return int(conn.scalar(select(func.sum(streams.c.number))) or 0)


def after(conn: Connection, seen: Mapping[str, int]) -> list[Numbered]:
    """What stands behind the numbers seen, in the order of each stream; what is pruned is passed over."""
    found: list[Numbered] = []
    for stream, number in seen.items():
        rows = conn.execute(
            select(events.c.number, events.c.data)
            .where(events.c.stream == stream, events.c.number > number)
            .order_by(events.c.number)
        )
        found += [Numbered(stream, row.number, _name(row.data), row.data) for row in rows]
    return found


class _Named(msgspec.Struct):
    name: str


_named = msgspec.json.Decoder(_Named)


def _name(data: bytes) -> str:
    return _named.decode(data).name


def prune(conn: Connection, before: datetime) -> int:
    """Forget events from before ``before``; who has not seen them needs a snapshot. Returns how many."""
    return conn.execute(delete(events).where(events.c.at < before)).rowcount
