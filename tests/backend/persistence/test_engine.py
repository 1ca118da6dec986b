from __future__ import annotations

import asyncio
import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from agent_client.backend.persistence import centre, event_log
from agent_client.backend.persistence.engine import SqliteUnits
from agent_client.backend.persistence.tables import idle_reasons
from agent_client.backend.ports.telephony import EndCall
from agent_client.backend.ports.units import Effects, Tx
from agent_client.protocol.centre import Queue
from agent_client.protocol.events import QueueChanged
from agent_client.protocol.names import QueueId
from agent_client.protocol.refusals import NotFound, StorageUnavailable

EVENT = QueueChanged(Queue(id=QueueId(1), name="Sales", version=1))


def add(tx: Tx, name: str = "Lunch") -> str:
    centre.create_idle_reason(tx.conn, name)
    tx.emit("centre", EVENT)
    return name


def names(tx: Tx) -> list[str]:
    return list(tx.conn.scalars(select(idle_reasons.c.name).order_by(idle_reasons.c.id)))


async def hold_the_writer(units: SqliteUnits) -> tuple[threading.Event, asyncio.Task[None]]:
    """Units written before the event is set are committed together."""
    entered, go_on = threading.Event(), threading.Event()

    def hold(tx: Tx) -> None:
        entered.set()
        assert go_on.wait(60)

    held = asyncio.get_running_loop().create_task(units.write(hold))
    await asyncio.to_thread(entered.wait, 10)
    return go_on, held


async def test_what_was_answered_is_stored_and_its_effects_were_passed_on(
    units: SqliteUnits, committed: list[Effects], path: Path
) -> None:
    assert await units.write(add) == "Lunch"
    assert [event.number for event in committed[0].events] == [1]
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM idle_reasons").fetchall() == [("Lunch",)]
    other.close()


async def test_commits_are_durable(units: SqliteUnits) -> None:
    def pragmas(tx: Tx) -> list[object]:
        return [
            tx.conn.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]

    assert await units.write(pragmas) == ["wal", 2, 1, 5000]


async def test_a_unit_that_fails_leaves_nothing_and_harms_no_other(
    units: SqliteUnits, committed: list[Effects]
) -> None:
    def fail(tx: Tx) -> None:
        add(tx, "half done")
        tx.act(EndCall("x"))  # type: ignore[arg-type]
        raise NotFound("no such thing")

    go_on, held = await hold_the_writer(units)
    works = [units.write(lambda tx: add(tx, "before")), units.write(fail), units.write(lambda tx: add(tx, "after"))]
    together = asyncio.gather(*works, return_exceptions=True)
    await asyncio.sleep(0)
    go_on.set()
    first, failed, last = await together
    await held
    assert (first, last) == ("before", "after")
    assert isinstance(failed, NotFound)
    assert await units.read(names) == ["before", "after"]
    assert [event.number for effects in committed for event in effects.events] == [1, 2]
    assert not any(effects.actions for effects in committed)


async def test_units_that_wait_share_one_commit(units: SqliteUnits, path: Path) -> None:
    commits: list[int] = []

    def in_one(tx: Tx) -> None:
        commits.append(id(tx.conn.get_transaction()))

    go_on, held = await hold_the_writer(units)
    together = asyncio.gather(*[units.write(in_one) for _ in range(20)])
    await asyncio.sleep(0)
    go_on.set()
    await together
    await held
    assert len(set(commits)) == 1


async def test_effects_come_in_the_order_of_commits_and_before_the_answer(
    units: SqliteUnits, committed: list[Effects]
) -> None:
    async def one() -> int:
        await units.write(add)
        return len(committed)

    seen = await asyncio.gather(*[one() for _ in range(50)])
    numbers = [event.number for effects in committed for event in effects.events]
    assert numbers == list(range(1, 51))
    assert all(count >= index + 1 for index, count in enumerate(seen))


async def test_a_reader_sees_one_moment(units: SqliteUnits) -> None:
    await units.write(add)
    started, written = threading.Event(), threading.Event()

    def twice(tx: Tx) -> tuple[list[str], list[str]]:
        before = names(tx)
        started.set()
        assert written.wait(60)
        return before, names(tx)

    reading = asyncio.get_running_loop().create_task(units.read(twice))
    await asyncio.to_thread(started.wait, 10)
    await units.write(lambda tx: add(tx, "Meeting"))
    written.set()
    before, after = await reading
    assert before == after == ["Lunch"]


async def test_who_reads_neither_stores_nor_tells(units: SqliteUnits) -> None:
    with pytest.raises(Exception, match="readonly"):
        await units.read(lambda tx: centre.create_idle_reason(tx.conn, "x"))
    with pytest.raises(RuntimeError):
        await units.read(lambda tx: tx.emit("centre", EVENT))
    with pytest.raises(RuntimeError):
        await units.read(lambda tx: tx.route())


async def test_a_full_disk_refuses_all_and_leaves_nothing_half_written(
    units: SqliteUnits, committed: list[Effects], path: Path
) -> None:
    """The size is limited as a full disk would; it has room again later, and the server goes on."""

    def limit(tx: Tx) -> None:
        pages = tx.conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def large(tx: Tx) -> None:
        add(tx, "half written")
        tx.conn.execute(insert(idle_reasons), [{"name": "x" * 200} for _ in range(2000)])

    await units.write(limit)
    go_on, held = await hold_the_writer(units)
    works = [units.write(lambda tx: add(tx, "neighbour")), units.write(large)]
    together = asyncio.gather(*works, return_exceptions=True)
    await asyncio.sleep(0)
    go_on.set()
    answers = await together
    await held
    assert [type(answer) for answer in answers] == [StorageUnavailable, StorageUnavailable]
    assert await units.read(names) == []
    assert await units.read(lambda tx: tx.conn.scalar(select(func.count()).select_from(idle_reasons))) == 0
    assert not any(effects.events for effects in committed)
    # The connection that failed is gone, and its limit with it: there is room again.
    assert await units.write(lambda tx: add(tx, "room again")) == "room again"
    assert [event.number for effects in committed for event in effects.events] == [1]


async def test_a_read_only_database_is_a_refusal(units: SqliteUnits) -> None:
    await units.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA query_only = ON"))
    with pytest.raises(StorageUnavailable, match="read-only"):
        await units.write(add)
    assert await units.read(names) == []


async def test_a_database_held_by_another_program_is_a_refusal(
    units: SqliteUnits, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await units.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA busy_timeout = 1"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageUnavailable, match="another program"):
        await units.write(add)
    other.execute("ROLLBACK")
    other.close()
    assert await units.write(add) == "Lunch"


async def test_an_error_of_the_unit_is_its_own(units: SqliteUnits) -> None:
    with pytest.raises(ZeroDivisionError):
        await units.write(lambda tx: 1 // 0)
    with pytest.raises(Exception, match="UNIQUE"):
        await units.write(lambda tx: [centre.create_queue(tx.conn, "Sales", variables=()) for _ in range(2)])
    assert await units.write(add) == "Lunch"


async def test_nobody_is_told_of_an_answer_that_is_not_waited_for(units: SqliteUnits, committed: list[Effects]) -> None:
    go_on, held = await hold_the_writer(units)
    waiting = asyncio.get_running_loop().create_task(units.write(add))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    go_on.set()
    await held
    assert await units.write(lambda tx: add(tx, "next")) == "next"
    assert [event.number for effects in committed for event in effects.events] == [1, 2]


async def test_stopping_writes_what_waits_and_refuses_what_comes_later(units: SqliteUnits) -> None:
    works = [asyncio.get_running_loop().create_task(units.write(lambda tx, n=n: add(tx, str(n)))) for n in range(100)]
    await asyncio.sleep(0)
    await units.stop()
    assert await asyncio.gather(*works) == [str(number) for number in range(100)]
    with pytest.raises(StorageUnavailable):
        await units.write(add)
    with pytest.raises(StorageUnavailable):
        await units.read(names)
    await units.stop()


async def test_time_never_goes_back(path: Path, engine: object) -> None:
    """The system's clock may be set back; what is stored later is never dated earlier."""

    class Wound:
        instants = iter([datetime(2026, 1, 1, 12, tzinfo=UTC) - timedelta(hours=hour) for hour in range(5)])

        def now(self) -> datetime:
            return next(self.instants)

    units = SqliteUnits(path, Wound(), lambda _: None)
    await units.start()
    nows = [await units.write(lambda tx: tx.now) for _ in range(3)]
    await units.stop()
    assert nows == [nows[0]] * 3


async def test_the_log_is_part_of_the_transaction(units: SqliteUnits) -> None:
    await units.write(lambda tx: centre.set_up(tx.conn, name="x", country="NL"))
    await units.write(add)
    position = await units.read(lambda tx: event_log.position(tx.conn, ["centre"]))
    assert position.numbers == {"centre": 1}
