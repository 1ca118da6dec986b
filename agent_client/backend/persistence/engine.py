"""Units of work on SQLite: one thread writes, with one commit for all that waits; a few threads read.

Its twin is `postgres`: the same units, settled by the same `event_log.settle`.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Generic

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from agent_client.backend.ports.clock import Clock
from agent_client.backend.ports.units import Effects, Standing, T, Tx, Unit
from agent_client.protocol.refusals import StorageUnavailable

from .event_log import settle

log = logging.getLogger(__name__)

MOST_IN_ONE_COMMIT = 64
READERS = 4
BUSY_MILLIS = 5_000
STATEMENTS = 2_000
"""That are kept compiled; there are fewer."""

_NOT_WRITABLE = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "the database is read-only",
    sqlite3.SQLITE_IOERR: "the disk does not answer",
    sqlite3.SQLITE_CANTOPEN: "the database cannot be opened",
    sqlite3.SQLITE_BUSY: "another program holds the database",
    sqlite3.SQLITE_NOMEM: "the server is out of memory",
    sqlite3.SQLITE_CORRUPT: "the database is damaged",
    sqlite3.SQLITE_NOTADB: "the file is not a database",
    sqlite3.SQLITE_PERM: "the database may not be opened",
}


def open_sqlite(path: Path, *, read_only: bool = False, readers: int = READERS) -> Engine:
    """An engine whose transactions are SQLite's own: the driver neither begins nor commits by itself.

    WAL with synchronous=FULL: what was answered is still there after a power cut.
    """
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"check_same_thread": False},
        **({"poolclass": QueuePool, "pool_size": readers, "max_overflow": 0} if read_only else {"poolclass": NullPool}),
    )
    engine.dialect, engine._compiled_cache = _kind().dialect, _kind()._compiled_cache

    @event.listens_for(engine, "connect")
    def _connected(raw: sqlite3.Connection, _record: object) -> None:
        raw.isolation_level = None
        raw.execute(f"PRAGMA busy_timeout = {BUSY_MILLIS}")
        raw.execute("PRAGMA foreign_keys = ON")
        if read_only:
            raw.execute("PRAGMA query_only = ON")
        else:
            raw.execute("PRAGMA journal_mode = WAL")
            raw.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def _begun(conn: Connection) -> None:
        conn.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


@cache
def _kind() -> Engine:
    """What is compiled for one engine serves all in this process: SQLAlchemy would keep it for each, and ask writers and
    readers the same."""
    engine = create_engine("sqlite://", query_cache_size=STATEMENTS)
    with engine.connect():  # the first connection tells it what it deals with
        pass
    engine.dispose()
    return engine


def unavailable(error: BaseException | None) -> StorageUnavailable | None:
    """The refusal that an error of the storage itself amounts to; None for any other error.

    The cause may lie deeper: after a full disk SQLite has rolled back by itself, and undoing the savepoint fails too.
    """
    while error is not None:
        code = getattr(error, "sqlite_errorcode", None)
        reason = None if code is None else _NOT_WRITABLE.get(code & 0xFF)
        if reason is not None:
            return StorageUnavailable(reason)
        error = error.__cause__ or error.__context__
    return None


@dataclass
class _Waiting(Generic[T]):
    """A unit that waits for the writer, then what came of it."""

    unit: Unit[T]
    answer: asyncio.Future[T]
    result: T | None = None
    error: BaseException | None = None
    effects: Effects | None = None


class SqliteUnits:
    """Implements `ports.units.Storage`. ``on_commit`` is called on the event loop, in the order of commits."""

    def __init__(self, path: Path, clock: Clock, on_commit: Callable[[Effects], None]) -> None:
        self._clock = clock
        self._on_commit = on_commit
        self._latest: datetime | None = None
        self._waiting: queue.SimpleQueue[_Waiting[Any] | None] = queue.SimpleQueue()
        self._write_engine = open_sqlite(path)
        self._read_engine = open_sqlite(path, read_only=True)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._writer = threading.Thread(target=self._write_all, name="writer", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    async def start(self) -> Standing:
        """A file has one server."""
        self._loop = asyncio.get_running_loop()
        self._writer.start()
        return Standing(alone=True, leads=True)

    async def stop(self) -> None:
        """Write what waits, then close. Later units are refused."""
        if self._loop is None or self._closed:
            return
        self._closed = True
        self._waiting.put(None)
        await asyncio.to_thread(self._writer.join)
        await asyncio.to_thread(self._readers.shutdown)
        self._read_engine.dispose()
        self._write_engine.dispose()

    async def write(self, unit: Unit[T]) -> T:
        if self._closed or self._loop is None:
            raise StorageUnavailable("the server is stopping")
        answer: asyncio.Future[T] = self._loop.create_future()
        self._waiting.put(_Waiting(unit, answer))
        return await answer

    async def read(self, unit: Unit[T]) -> T:
        if self._closed or self._loop is None:
            raise StorageUnavailable("the server is stopping")
        return await self._loop.run_in_executor(self._readers, self._read, unit)

    def _read(self, unit: Unit[T]) -> T:
        try:
            with self._read_engine.begin() as conn:
                tx = Tx(conn, self._clock.now())
                result = unit(tx)
        except DBAPIError as error:
            refusal = unavailable(error)
            if refusal is None or "write a readonly database" in str(error):  # our own query_only: the unit is wrong
                raise
            raise refusal from error
        if tx.events or tx.actions or tx.wake_at or tx.wants_routing:
            raise RuntimeError("a unit that reads must have no effects")
        return result

    # The writer's thread from here on.

    def _write_all(self) -> None:
        conn: Connection | None = None
        while group := self._next_group():
            try:
                conn = conn or self._write_engine.connect()
                self._commit(conn, group)
            except Exception as error:  # whatever it is, the next group gets a new connection and another try
                log.exception("nothing of %d units was stored", len(group))
                refusal = unavailable(error)
                for one in group:
                    one.error, one.effects = refusal or error, None
                _discard(conn)
                conn = None
            self._hand_back(group)
        _discard(conn)

    def _next_group(self) -> list[_Waiting[Any]]:
        """Waits for one and takes what else is there; empty at the end."""
        first = self._waiting.get()
        group: list[_Waiting[Any]] = []
        while first is not None:
            group.append(first)
            if len(group) == MOST_IN_ONE_COMMIT:
                break
            try:
                first = self._waiting.get_nowait()
            except queue.Empty:
                break
        else:
            self._waiting.put(None)  # seen again, alone, once this group is written
            if not group:
                return []
        return group

    def _commit(self, conn: Connection, group: Sequence[_Waiting[Any]]) -> None:
        with conn.begin():
            for one in group:
                self._run(conn, one)

    def _run(self, conn: Connection, one: _Waiting[Any]) -> None:
        """One unit in its savepoint: if it fails, it alone is undone, unless the storage itself fails."""
        try:
            with conn.begin_nested():
                tx = Tx(conn, self._now())
                one.result = one.unit(tx)
                one.effects = settle(tx)
        except Exception as error:
            if unavailable(error) is not None:
                raise
            one.error = error

    def _now(self) -> datetime:
        """Never earlier than a unit before it, even when the system's clock is set back."""
        now = self._clock.now()
        self._latest = now if self._latest is None else max(self._latest, now)
        return self._latest

    def _hand_back(self, group: Sequence[_Waiting[Any]]) -> None:
        assert self._loop is not None
        try:
            self._loop.call_soon_threadsafe(self._deliver, group)
        except RuntimeError:  # the loop is closed: nobody waits any more
            log.warning("the server ended while %d units were written", len(group))

    def _deliver(self, group: Sequence[_Waiting[Any]]) -> None:
        """On the loop: first the effects, then the answers, so that an effect is under way when its caller goes on."""
        for one in group:
            if one.effects is not None:
                try:
                    self._on_commit(one.effects)
                except Exception:  # stored is stored; the streams' gap check has their readers come again
                    log.exception("the effects of a commit were not passed on")
            if one.answer.cancelled():
                continue
            if one.error is not None:
                one.answer.set_exception(one.error)
            else:
                one.answer.set_result(one.result)


def _discard(conn: Connection | None) -> None:
    if conn is not None:
        try:
            conn.close()
        except Exception:
            log.debug("closing a broken connection", exc_info=True)
