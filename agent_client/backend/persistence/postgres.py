"""Units of work on PostgreSQL, which several servers may share: the same units as on SQLite, run by `run_sync` over asyncpg.

Units decide by what they read, so those that write run one at a time in the whole centre, as on SQLite: the first
statement of a transaction takes the centre's advisory lock. So two servers never route, claim, sign in or settle what is
due at once, no unit needs locks of its own, and none can deadlock. What waits is committed together, so that the lock is
held over few flushes; `event_log.settle` numbers events under the rows of their streams. Readers wait for nobody.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic

from sqlalchemy import Connection, ExceptionContext, NullPool, event, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from agent_client.backend.ports.clock import Clock
from agent_client.backend.ports.units import Effects, Standing, T, Tx, Unit
from agent_client.backend.settings import Postgres
from agent_client.backend.tasks import TaskOwner
from agent_client.protocol.refusals import StorageUnavailable

from .event_log import settle
from .following import Following
from .hints import Hints
from .postgres_errors import may_go_well_again, refusal, says_closed, unavailable

log = logging.getLogger(__name__)

MOST_IN_ONE_COMMIT = 16
"""Fewer than on SQLite: other servers wait for the lock meanwhile."""
READERS = 8
CONNECT_SECONDS = 5
ANSWER_SECONDS = 20
TRIES = 3
AGAIN_SECONDS = 0.1

WRITING = 0x41430001
"""The advisory lock of the one transaction that writes. The numbers of such locks are counted up from here."""

_BEGUN = text("SELECT pg_advisory_xact_lock(:lock), CAST(pg_current_xact_id() AS text)")
_STATUS = text("SELECT pg_xact_status(CAST(CAST(:number AS text) AS xid8))")
OF_A_SESSION = {
    "application_name": "agent-client",
    "lock_timeout": "10s",
    "jit": "off",  # what a plan is said to cost keeps it to the indexes (`search_index`): compiling it costs more than it takes
    "idle_in_transaction_session_timeout": "10s",  # a server that hangs or lost its network must not keep the lock
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}


def open_postgres(database: Postgres, *, connections: int = 0) -> AsyncEngine:
    """Without a number of ``connections``, each use makes its own and may take as long as it needs."""
    pool: dict[str, Any] = {"poolclass": NullPool}
    limits: dict[str, Any] = {}
    if connections:
        pool = {"pool_size": connections, "max_overflow": 0, "pool_timeout": ANSWER_SECONDS}
        limits = {"command_timeout": ANSWER_SECONDS, "server_settings": OF_A_SESSION}
    engine = create_async_engine(
        "postgresql+asyncpg://", connect_args={"dsn": database.url, "timeout": CONNECT_SECONDS, **limits}, **pool
    )
    event.listen(engine.sync_engine, "handle_error", _on_error)
    return engine


def _on_error(found: ExceptionContext) -> None:
    """The dialect knows of the connections that are closed already. What else lies in the pool has the same age, and goes too."""
    if says_closed(found.original_exception):
        found.is_disconnect = True


@dataclass
class _Waiting(Generic[T]):
    """A unit that waits for its turn, then what came of it."""

    unit: Unit[T]
    answer: asyncio.Future[T]
    result: T | None = None
    error: BaseException | None = None
    effects: Effects | None = None


@dataclass
class _Try:
    """One attempt to store a group. ``ending``: COMMIT was sent, so only the database knows what became of ``number``."""

    number: str = ""
    ending: bool = False


class PostgresUnits:
    """Implements `ports.units.Storage`. ``on_commit`` is called on the event loop: for this server's commits in their
    order, and, with events alone and what else concerns everybody, for those of other servers (`following`)."""

    def __init__(self, database: Postgres, clock: Clock, on_commit: Callable[[Effects], None]) -> None:
        self._clock = clock
        self._latest: datetime | None = None
        self._write_engine = open_postgres(database, connections=2)
        self._read_engine = open_postgres(database, connections=READERS).execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._following = Following(self._read_engine, on_commit)
        self._hints = Hints(open_postgres(database), self._following.heard)
        self._waiting: deque[_Waiting[Any]] = deque()
        self._stirred = asyncio.Event()
        self._tasks = TaskOwner()
        self._writer: asyncio.Task[None] | None = None
        self._closed = False

    async def start(self) -> Standing:
        try:
            standing = await self._hints.begin()
            await self._following.begin()
        except Exception as error:
            await self._dispose()
            if (said := refusal(error)) is None:
                raise
            raise said from error
        self._tasks.start(self._hints.run(), "hints to and from other servers")
        self._tasks.start(self._following.run(), "what other servers store")
        self._writer = self._tasks.start(self._write_all(), "what is written")
        return standing

    async def stop(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._stirred.set()
        if self._writer is not None:
            await asyncio.wait([self._writer])
        await self._tasks.close()
        await self._dispose()

    async def _dispose(self) -> None:
        await self._hints.close()
        await self._read_engine.dispose()
        await self._write_engine.dispose()

    async def write(self, unit: Unit[T]) -> T:
        if self._closed or self._writer is None:
            raise StorageUnavailable("the server is stopping")
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(unit, answer))
        self._stirred.set()
        return await answer

    async def read(self, unit: Unit[T]) -> T:
        if self._closed or self._writer is None:
            raise StorageUnavailable("the server is stopping")
        for tries in range(TRIES):
            try:
                async with self._read_engine.connect() as conn:
                    return await conn.run_sync(self._read, unit)
            except Exception as error:
                if "read-only transaction" in str(error):  # our own READ ONLY: the unit is wrong
                    raise
                said = refusal(error)
                if said is None:
                    raise
                if tries + 1 == TRIES or not may_go_well_again(error):
                    raise said from error
            await asyncio.sleep(AGAIN_SECONDS * tries)
        raise AssertionError

    def _read(self, conn: Connection, unit: Unit[T]) -> T:
        tx = Tx(conn, self._clock.now())
        result = unit(tx)
        if tx.events or tx.actions or tx.wake_at or tx.wants_routing:
            raise RuntimeError("a unit that reads must have no effects")
        return result

    # The writer.

    async def _write_all(self) -> None:
        while True:
            while self._waiting:
                group = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_IN_ONE_COMMIT))]
                await self._store(group)
                self._deliver(group)
            if self._closed:
                return
            self._stirred.clear()
            await self._stirred.wait()

    async def _store(self, group: Sequence[_Waiting[Any]]) -> None:
        """Whatever happens, each has its result or its error afterwards."""
        for tries in range(TRIES):
            this = _Try()
            try:
                await self._commit(group, this)
                return
            except Exception as error:
                stored = await self._was_stored(this, error)
                if stored:
                    return
                if stored is None or tries + 1 == TRIES or not may_go_well_again(error):
                    log.exception("nothing of %d units was stored, as far as is known", len(group))
                    for one in group:
                        one.error, one.effects = refusal(error) or error, None
                    return
                log.warning("a transaction of %d units is tried again: %s", len(group), error)
            await asyncio.sleep(AGAIN_SECONDS * tries)

    async def _commit(self, group: Sequence[_Waiting[Any]], this: _Try) -> None:
        async with self._write_engine.connect() as conn:
            try:
                this.number = await conn.run_sync(self._run_all, group)
                this.ending = True
                await conn.commit()
            except BaseException:
                await conn.invalidate()  # whatever it is: the next try gets a new connection
                raise

    async def _was_stored(self, this: _Try, error: Exception) -> bool | None:
        """After a commit that got no answer the database is asked what became of it; None when it does not say."""
        if not this.ending or not may_go_well_again(error):
            return False
        for _ in range(TRIES):
            try:
                async with self._write_engine.connect() as conn:
                    status = await conn.scalar(_STATUS, {"number": this.number})
            except Exception as unreachable:
                log.warning("the database does not say what became of a transaction: %s", unreachable)
                status = None
            if status in ("committed", "aborted"):
                return bool(status == "committed")
            await asyncio.sleep(AGAIN_SECONDS)
        return None

    def _run_all(self, conn: Connection, group: Sequence[_Waiting[Any]]) -> str:
        """Returns the transaction's number."""
        number: str = conn.execute(_BEGUN, {"lock": WRITING}).one()[1]
        for one in group:
            self._run(conn, one)
        return number

    def _run(self, conn: Connection, one: _Waiting[Any]) -> None:
        """One unit in its savepoint: if it fails, it alone is undone, unless the database itself fails."""
        one.result = one.error = one.effects = None
        try:
            with conn.begin_nested():
                tx = Tx(conn, self._now())
                one.result = one.unit(tx)
                one.effects = settle(tx)
        except Exception as error:
            if unavailable(error) is not None or may_go_well_again(error):
                raise
            one.error = refusal(error) or error

    def _now(self) -> datetime:
        """Never earlier than a unit before it, even when the system's clock is set back."""
        now = self._clock.now()
        self._latest = now if self._latest is None else max(self._latest, now)
        return self._latest

    def _deliver(self, group: Sequence[_Waiting[Any]]) -> None:
        """First the effects, then the answers, so that an effect is under way when its caller goes on."""
        for one in group:
            if one.effects is not None:
                self._following.committed(one.effects)
                self._hints.say(one.effects)
            if one.answer.cancelled():
                continue
            if one.error is not None:
                one.answer.set_exception(one.error)
            else:
                one.answer.set_result(one.result)
