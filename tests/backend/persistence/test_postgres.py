"""Units on PostgreSQL: what `test_engine` says of SQLite, and what only several servers on one database can show."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from agent_client.backend.persistence import bulk, centre, customer_search, customers, event_log
from agent_client.backend.persistence.hints import Hints
from agent_client.backend.persistence.postgres import OF_A_SESSION, READERS, WRITING, PostgresUnits, open_postgres
from agent_client.backend.persistence.tables import idle_reasons
from agent_client.backend.ports.clock import SystemClock
from agent_client.backend.ports.telephony import EndCall
from agent_client.backend.ports.units import Effects, Numbered, Standing, Tx
from agent_client.backend.settings import Postgres
from agent_client.protocol.centre import Queue
from agent_client.protocol.cursor import Cursor
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.events import QueueChanged
from agent_client.protocol.names import QueueId
from agent_client.protocol.refusals import Invalid, NotFound, StorageUnavailable

EVENT = QueueChanged(Queue(id=QueueId(1), name="Sales", version=1))
WAIT_SECONDS = 60


class Node:
    """One server's units, and what they told."""

    def __init__(self, database: Postgres) -> None:
        self.told: list[Effects] = []
        self.units = PostgresUnits(database, SystemClock(), self._tell)
        self.standing: Standing
        self._stirred = asyncio.Event()

    def _tell(self, effects: Effects) -> None:
        self.told.append(effects)
        self._stirred.set()

    @property
    def events(self) -> list[Numbered]:
        return [event for effects in self.told for event in effects.events]

    def numbers(self, stream: str = "centre") -> list[int]:
        return [event.number for event in self.events if event.stream == stream]

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(WAIT_SECONDS):
            while not condition():
                self._stirred.clear()
                await self._stirred.wait()


@pytest.fixture
async def node(postgres: Postgres) -> AsyncIterator[Callable[[], Awaitable[Node]]]:
    """Start another server on the database of this test."""
    started: list[Node] = []

    async def start() -> Node:
        made = Node(postgres)
        started.append(made)
        made.standing = await made.units.start()
        return made

    yield start
    for made in started:
        await made.units.stop()


@pytest.fixture
async def a(node: Callable[[], Awaitable[Node]]) -> Node:
    return await node()


@pytest.fixture
async def b(a: Node, node: Callable[[], Awaitable[Node]]) -> Node:
    return await node()


def add(tx: Tx, name: str = "Lunch") -> str:
    centre.create_idle_reason(tx.conn, name)
    tx.emit("centre", EVENT)
    return name


def names(tx: Tx) -> list[str]:
    return list(tx.conn.scalars(select(idle_reasons.c.name).order_by(idle_reasons.c.id)))


def pid(tx: Tx) -> int:
    return int(tx.conn.scalar(text("SELECT pg_backend_pid()")) or 0)


# As on SQLite.


async def test_what_was_answered_is_stored_and_its_effects_were_passed_on(a: Node, b: Node) -> None:
    assert await a.units.write(add) == "Lunch"
    assert a.numbers() == [1]
    assert await b.units.read(names) == ["Lunch"]


async def test_a_unit_that_fails_leaves_nothing_and_harms_no_other(a: Node) -> None:
    def fail(tx: Tx) -> None:
        add(tx, "half done")
        tx.act(EndCall("x"))  # type: ignore[arg-type]
        raise NotFound("no such thing")

    works = [
        a.units.write(lambda tx: add(tx, "before")),
        a.units.write(fail),
        a.units.write(lambda tx: add(tx, "after")),
    ]
    first, failed, last = await asyncio.gather(*works, return_exceptions=True)
    assert (first, last) == ("before", "after")
    assert isinstance(failed, NotFound)
    assert await a.units.read(names) == ["before", "after"]
    assert a.numbers() == [1, 2]
    assert not any(effects.actions for effects in a.told)


async def test_units_that_wait_share_a_commit(a: Node) -> None:
    transactions = await asyncio.gather(
        *[a.units.write(lambda tx: tx.conn.scalar(text("SELECT pg_current_xact_id()::text"))) for _ in range(12)]
    )
    assert len(set(transactions)) == 1


async def test_effects_come_in_the_order_of_commits_and_before_the_answer(a: Node) -> None:
    async def one() -> int:
        await a.units.write(add)
        return len(a.told)

    seen = await asyncio.gather(*[one() for _ in range(50)])
    assert a.numbers() == list(range(1, 51))
    assert all(count >= index + 1 for index, count in enumerate(seen))


async def test_a_reader_sees_one_moment(a: Node, b: Node) -> None:
    await a.units.write(add)
    reading = asyncio.Event()
    loop = asyncio.get_running_loop()

    def twice(tx: Tx) -> tuple[list[str], list[str]]:
        before = names(tx)
        loop.call_soon(reading.set)
        tx.conn.execute(text("SELECT pg_sleep(0.2)"))
        return before, names(tx)

    both = loop.create_task(a.units.read(twice))
    await reading.wait()
    await b.units.write(lambda tx: add(tx, "Meeting"))
    assert await both == (["Lunch"], ["Lunch"])
    assert await a.units.read(names) == ["Lunch", "Meeting"]


async def test_who_reads_neither_stores_nor_tells(a: Node) -> None:
    with pytest.raises(Exception, match="read-only"):
        await a.units.read(lambda tx: centre.create_idle_reason(tx.conn, "x"))
    with pytest.raises(RuntimeError):
        await a.units.read(lambda tx: tx.emit("centre", EVENT))
    with pytest.raises(RuntimeError):
        await a.units.read(lambda tx: tx.route())


async def test_an_error_of_the_unit_is_its_own(a: Node) -> None:
    with pytest.raises(ZeroDivisionError):
        await a.units.write(lambda tx: 1 // 0)
    with pytest.raises(Exception, match="uq_queues_name"):
        await a.units.write(lambda tx: [centre.create_queue(tx.conn, "Sales", variables=()) for _ in range(2)])
    for unfit in ("x" * 201, "nothing\0"):
        with pytest.raises(Invalid):
            await a.units.write(lambda tx, unfit=unfit: add(tx, unfit))
    assert await a.units.write(add) == "Lunch"
    assert a.numbers() == [1]


async def test_a_read_only_database_is_a_refusal(a: Node) -> None:
    await a.units.write(lambda tx: tx.conn.execute(text("SET default_transaction_read_only = on")))
    with pytest.raises(StorageUnavailable, match="read-only"):
        await a.units.write(add)
    assert await a.units.read(names) == []
    assert a.events == []


async def test_stopping_writes_what_waits_and_refuses_what_comes_later(a: Node) -> None:
    works = [asyncio.get_running_loop().create_task(a.units.write(lambda tx, n=n: add(tx, str(n)))) for n in range(100)]
    await asyncio.sleep(0)
    await a.units.stop()
    assert await asyncio.gather(*works) == [str(number) for number in range(100)]
    with pytest.raises(StorageUnavailable):
        await a.units.write(add)
    with pytest.raises(StorageUnavailable):
        await a.units.read(names)


async def test_nobody_is_told_of_an_answer_that_is_not_waited_for(a: Node) -> None:
    waiting = asyncio.get_running_loop().create_task(a.units.write(add))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert await a.units.write(lambda tx: add(tx, "next")) == "next"
    assert a.numbers() == [1, 2]


async def test_no_database_is_a_refusal(postgres: Postgres) -> None:
    with pytest.raises(StorageUnavailable, match="no such database"):
        await PostgresUnits(Postgres(postgres.url.replace("/test_", "/none_")), SystemClock(), lambda _: None).start()
    with pytest.raises(StorageUnavailable, match="does not answer"):
        await PostgresUnits(Postgres("postgresql://u@127.0.0.1:1/x"), SystemClock(), lambda _: None).start()


async def test_counters_go_on_behind_ids_that_were_given(a: Node) -> None:
    def added(tx: Tx) -> int:
        bulk.add(tx.conn, idle_reasons, [{"id": number, "name": "x"} for number in (7, 41, 12)])
        return centre.create_idle_reason(tx.conn, "next")

    assert await a.units.write(added) == 42


async def test_names_are_found_as_on_sqlite(a: Node) -> None:
    """Words by their beginnings, signs of LIKE as themselves, numbers by a part."""

    def found(tx: Tx, *queries: str) -> list[list[str]]:
        people = (("Jana Dvořáková", "+420224811111"), ("Anna 100%", "+31881234567"), ("Under_score", "+3222345678"))
        for name, number in people:
            customers.create(tx.conn, CustomerFields(name=name, numbers=(number,)))
        return [[one.name for one in customer_search.search(tx.conn, query).customers] for query in queries]

    assert await a.units.write(lambda tx: found(tx, "dvor", "DVORAKOVA", "vor", "100%", "%", "088 123", "_")) == [
        ["Jana Dvořáková"],
        ["Jana Dvořáková"],
        [],
        ["Anna 100%"],
        ["Anna 100%", "Jana Dvořáková", "Under_score"],
        ["Anna 100%"],
        ["Anna 100%", "Jana Dvořáková", "Under_score"],
    ]


# Several servers.


async def test_the_first_server_leads_until_it_ends(a: Node, b: Node, node: Callable[[], Awaitable[Node]]) -> None:
    assert a.standing == Standing(alone=True, leads=True)
    assert b.standing == Standing(alone=False, leads=False)
    await a.units.stop()
    c = await node()
    assert c.standing == Standing(alone=False, leads=True), "what came back takes up what it left"
    await b.units.stop()
    await c.units.stop()
    assert (await node()).standing == Standing(alone=True, leads=True)


async def test_numbers_follow_the_order_of_commits_and_a_reader_as_it_goes_loses_nothing(
    postgres: Postgres, node: Callable[[], Awaitable[Node]]
) -> None:
    """32 writers on 4 servers, 20 streams, a follower that reads the log by numbers all the while."""
    nodes = [await node() for _ in range(4)]
    await nodes[0].units.write(lambda tx: centre.set_up(tx.conn, name="x", country="NL"))
    streams = [f"agent/{number}" for number in range(20)]
    chance = random.Random(7)
    followed: list[Numbered] = []
    done = asyncio.Event()

    def write(tx: Tx, chosen: list[str], seconds: float) -> None:
        for stream in chosen:
            tx.emit(stream, EVENT)
        tx.conn.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})

    async def writer(number: int) -> None:
        for _ in range(6):
            chosen, seconds = chance.sample(streams, 3), chance.choice([0, 0, 0.002])
            await nodes[number % 4].units.write(lambda tx, c=chosen, s=seconds: write(tx, c, s))

    async def follower() -> None:
        cursor = await nodes[0].units.read(lambda tx: event_log.position(tx.conn, streams))
        last = False
        while not last:
            last = done.is_set()
            for event in await nodes[1].units.read(partial(since, cursor)):
                assert event.number == cursor.numbers[event.stream] + 1
                cursor = cursor.advanced(event.stream, event.number)
                followed.append(event)

    def since(cursor: Cursor, tx: Tx) -> list[Numbered]:
        missed = event_log.since(tx.conn, cursor, streams)
        assert missed is not None
        return missed

    following = asyncio.get_running_loop().create_task(follower())
    await asyncio.gather(*[writer(number) for number in range(32)])
    done.set()
    await following
    log = sorted((event.stream, event.number) for event in followed)
    assert len(log) == len(set(log)) == 32 * 6 * 3
    for one in nodes:
        await one.until(lambda one=one: len(one.events) >= len(log))
        assert sorted((event.stream, event.number) for event in one.events) == log
        for stream in streams:
            assert one.numbers(stream) == list(range(1, len(one.numbers(stream)) + 1))


async def test_what_one_server_stores_another_tells(a: Node, b: Node) -> None:
    await a.units.write(add)
    await b.until(lambda: b.numbers() == [1])
    await b.units.write(add)
    await a.until(lambda: a.numbers() == [1, 2])
    assert a.events == b.events


async def test_without_any_hint_too(a: Node, b: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hints, "say", lambda *_: None)
    for _ in range(3):
        await a.units.write(add)
    await b.until(lambda: b.numbers() == [1, 2, 3])
    await a.units.write(lambda tx: tx.emit("agent/7", EVENT))  # a stream that was not there at the start
    await b.until(lambda: b.numbers("agent/7") == [1])


async def test_own_events_wait_for_those_of_others_before_them(
    a: Node, b: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hints, "say", lambda *_: None)
    for _ in range(20):
        await a.units.write(add)
        await b.units.write(add)
    for one in (a, b):
        await one.until(lambda one=one: len(one.events) == 40)
        assert one.numbers() == list(range(1, 41))


async def test_a_server_is_told_what_all_have_to_do(a: Node, b: Node) -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)

    def wanting(tx: Tx) -> None:
        tx.route()
        tx.due(at)
        tx.act(EndCall("x"))  # type: ignore[arg-type]

    await a.units.write(wanting)
    await b.until(lambda: bool(b.told))
    assert b.told == [Effects((), (), (at,), wants_routing=True)], "the PBX is another's business"


async def test_more_streams_than_a_hint_can_name(a: Node, b: Node) -> None:
    def crowd(tx: Tx) -> None:
        for number in range(800):
            tx.emit(f"agent/{number}", EVENT)

    await a.units.write(crowd)
    await b.until(lambda: len(b.events) == 800)


async def test_what_was_pruned_stops_nobody(a: Node, b: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hints, "say", lambda *_: None)

    await a.units.write(add)
    await a.units.write(lambda tx: event_log.prune(tx.conn, datetime(9999, 1, 1, tzinfo=UTC)))
    await a.units.write(add)
    await b.until(lambda: 2 in b.numbers())


# Faults.


async def test_a_connection_killed_at_work_is_tried_again_and_nothing_is_half_done(a: Node, b: Node) -> None:
    runs: list[int] = []

    def work(tx: Tx) -> int:
        add(tx)
        runs.append(pid(tx))
        if len(runs) == 1:
            tx.conn.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return len(runs)

    neighbours = [a.units.write(lambda tx: add(tx, "neighbour")), a.units.write(work)]
    assert await asyncio.gather(*neighbours) == ["neighbour", 2]
    assert await b.units.read(names) == ["neighbour", "Lunch"]
    assert a.numbers() == [1, 2]
    assert len(set(runs)) == 2


async def test_a_connection_that_is_killed_again_and_again_is_a_refusal(a: Node) -> None:
    def work(tx: Tx) -> None:
        add(tx)
        tx.conn.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StorageUnavailable):
        await a.units.write(work)
    assert await a.units.read(names) == []
    assert await a.units.write(add) == "Lunch"
    assert a.numbers() == [1]


@pytest.mark.parametrize("stored", [True, False])
async def test_a_commit_without_an_answer_is_looked_up(
    a: Node, b: Node, monkeypatch: pytest.MonkeyPatch, stored: bool
) -> None:
    """The connection breaks behind COMMIT, or just before it arrives: either way the unit took place once."""
    commit = AsyncConnection.commit
    broken: list[int] = []

    async def breaks(conn: AsyncConnection) -> None:
        if conn.engine is not a.units._write_engine or broken:
            await commit(conn)
            return
        broken.append(1)
        if stored:
            await commit(conn)
        raw = (await conn.get_raw_connection()).driver_connection
        raw.terminate()
        raise ConnectionResetError("broken")

    monkeypatch.setattr(AsyncConnection, "commit", breaks)
    assert await a.units.write(add) == "Lunch"
    assert broken
    assert await b.units.read(names) == ["Lunch"]
    assert a.numbers() == [1]


async def test_idle_connections_may_die(a: Node, b: Node) -> None:
    await asyncio.gather(a.units.write(add), *[a.units.read(names) for _ in range(4)])
    everybody_else = "datname = current_database() AND pid != pg_backend_pid()"
    killing = text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {everybody_else}")
    await b.units.write(lambda tx: tx.conn.execute(killing))
    assert await a.units.read(names) == ["Lunch"]
    assert await a.units.write(lambda tx: add(tx, "Meeting")) == "Meeting"
    await b.units.write(lambda tx: add(tx, "Break"))
    await a.until(lambda: a.numbers() == [1, 2, 3])
    assert await b.units.read(lambda tx: tx.conn.scalar(select(func.count()).select_from(idle_reasons))) == 3


async def test_connections_whose_end_was_just_said_are_not_used(a: Node) -> None:
    """The server's farewell has come, the end of the connection not yet."""
    said = b"SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0"
    farewell = b"E" + (len(said) + 4).to_bytes(4, "big") + said
    async with AsyncExitStack() as taken:
        for engine, connections in ((a.units._read_engine, READERS), (a.units._write_engine, 2)):
            for _ in range(connections):
                conn = await taken.enter_async_context(engine.connect())
                driver = (await conn.get_raw_connection()).driver_connection
                assert driver is not None
                driver._protocol.data_received(farewell)
    assert await a.units.read(names) == []
    assert await a.units.write(add) == "Lunch"


async def test_a_server_that_hangs_does_not_stop_the_others(
    postgres: Postgres, node: Callable[[], Awaitable[Node]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within a transaction, with the lock of all: who waits is refused after a while, and the database ends it."""
    monkeypatch.setitem(OF_A_SESSION, "lock_timeout", "100ms")
    monkeypatch.setitem(OF_A_SESSION, "idle_in_transaction_session_timeout", "600ms")
    waiting = await node()
    engine = open_postgres(postgres, connections=1)
    async with engine.connect() as hanging:
        await hanging.execute(text(f"SELECT pg_advisory_xact_lock({WRITING})"))
        with pytest.raises(StorageUnavailable, match="another server"):
            await waiting.units.write(add)
        assert await waiting.units.read(names) == []
        async with asyncio.timeout(WAIT_SECONDS):
            while True:
                try:
                    await waiting.units.write(add)
                    break
                except StorageUnavailable:
                    pass
        with pytest.raises(DBAPIError):
            await hanging.execute(text("SELECT 1"))
        await hanging.invalidate()
    await engine.dispose()
    assert waiting.numbers() == [1]
