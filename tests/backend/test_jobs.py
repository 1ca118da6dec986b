"""The clockwork: it looks when told, when due, and now and then anyway; one failure stops nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection

from agent_client.backend import jobs as jobs_module
from agent_client.backend.jobs import LOOKS_AGAIN, PRUNE_EVERY, Jobs
from agent_client.backend.persistence import centre, contacts
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.backend.persistence.tables import metadata
from agent_client.backend.ports.telephony import CallId
from agent_client.backend.ports.units import Tx, Unit
from agent_client.backend.services import due, wrapping_up
from agent_client.protocol.names import ContactState, Direction
from agent_client.protocol.refusals import StorageUnavailable

T = TypeVar("T")
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Here:
    """Units of work on one connection, and the clock that they see."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.time = START
        self.writes = 0
        self.reads = 0
        self.full = False
        self.written = asyncio.Event()

    def now(self) -> datetime:
        return self.time

    async def write(self, unit: Unit[T]) -> T:
        self.writes += 1
        self.written.set()
        if self.full:
            raise StorageUnavailable("the disk is full")
        with self.conn.begin():
            return unit(Tx(self.conn, self.time))

    async def read(self, unit: Unit[T]) -> T:
        self.reads += 1
        with self.conn.begin():
            return unit(Tx(self.conn, self.time))

    def wrap_up(self, call: str, until: datetime) -> None:
        with self.conn.begin():
            contacts.add(
                self.conn,
                now=START,
                direction=Direction.INBOUND,
                state=ContactState.WRAP_UP,
                queue=centre.queue_ids(self.conn)[0],
                project=None,
                ani="",
                dnis="100",
                customer=None,
                call=CallId(call),
                ended_at=START,
                until=until,
            )

    def state(self, call: str) -> ContactState:
        with self.conn.begin():
            found = contacts.by_call(self.conn, CallId(call))
        assert found is not None
        return found.state


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    engine = open_sqlite(tmp_path / "centre.db")
    metadata.create_all(engine)
    with engine.connect() as conn:
        with conn.begin():
            centre.set_up(conn, name="Test", country="NL")
            centre.create_queue(conn, "Sales", variables=())
        yield Here(conn)
    engine.dispose()


def _jobs(here: Here) -> Jobs:
    return Jobs(here, here, lambda phone: False)


async def test_what_is_due_is_settled_and_what_is_not_is_left(here: Here) -> None:
    here.wrap_up("past", START + timedelta(seconds=10))
    here.wrap_up("future", START + timedelta(seconds=30))
    here.time = START + timedelta(seconds=10)
    await _jobs(here).work()
    assert (here.state("past"), here.state("future")) == (ContactState.ENDED, ContactState.WRAP_UP)


async def test_one_that_cannot_be_settled_stops_no_other(
    here: Here, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    here.wrap_up("broken", START)
    here.wrap_up("sound", START)
    settle = wrapping_up.time_over

    def breaks(tx: Tx, contact: contacts.ContactRow) -> None:
        if contact.call == "broken":
            raise ZeroDivisionError
        settle(tx, contact)

    monkeypatch.setattr(due.wrapping_up, "time_over", breaks)
    await _jobs(here).work()
    assert (here.state("broken"), here.state("sound")) == (ContactState.WRAP_UP, ContactState.ENDED)
    assert "could not be settled" in caplog.text


async def test_settling_twice_changes_nothing_the_second_time(here: Here) -> None:
    here.wrap_up("call", START)
    (found,) = (await here.read(due.find)).now
    for _ in range(2):
        await here.write(lambda tx: due.settle(tx, found))
        assert here.state("call") is ContactState.ENDED


async def test_nothing_due_and_nobody_waiting_writes_nothing_but_the_pruning(here: Here) -> None:
    jobs = Jobs(here, here, lambda phone: False, prune=lambda tx: None)
    await jobs.work()
    first = here.writes
    await jobs.work()
    assert here.writes == first
    here.time += PRUNE_EVERY
    await jobs.work()
    assert here.writes == first + 1


async def test_it_does_not_look_at_each_routing_but_soon_after_and_at_once_when_something_is_due(here: Here) -> None:
    jobs = _jobs(here)
    for _ in range(3):
        jobs.route()
        await jobs.work()
    assert (here.writes, here.reads) == (3, 1)
    jobs.wake(START)
    await jobs.work()
    assert here.reads == 2
    here.time += LOOKS_AGAIN
    jobs.route()
    await jobs.work()
    assert here.reads == 3


async def _running(jobs: Jobs) -> asyncio.Task[None]:
    task = asyncio.get_running_loop().create_task(jobs.run())
    await asyncio.sleep(0)
    return task


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def _until(here: Here, call: str, state: ContactState) -> None:
    async with asyncio.timeout(60):
        while here.state(call) is not state:
            here.written.clear()
            await here.written.wait()
            await asyncio.sleep(0)


async def test_running_it_wakes_when_told(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "SAFETY_SECONDS", 3600.0)
    jobs = _jobs(here)
    task = await _running(jobs)
    here.wrap_up("call", START + timedelta(seconds=5))
    here.time = START + timedelta(seconds=5)
    jobs.wake(START + timedelta(seconds=5))
    await _until(here, "call", ContactState.ENDED)
    await _end(task)


async def test_running_it_sleeps_until_something_is_due(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "SAFETY_SECONDS", 3600.0)
    here.wrap_up("future", START + timedelta(seconds=1800))
    task = await _running(_jobs(here))
    for _ in range(200):
        await asyncio.sleep(0)
    assert here.reads == 1
    await _end(task)


async def test_a_waking_call_that_got_lost_costs_no_more_than_the_safety_tick(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "SAFETY_SECONDS", 0.01)
    task = await _running(_jobs(here))
    here.wrap_up("call", START)
    await _until(here, "call", ContactState.ENDED)
    await _end(task)


async def test_a_full_disk_is_waited_out(
    here: Here, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(jobs_module, "SAFETY_SECONDS", 0.01)
    here.wrap_up("call", START)
    here.full = True
    with caplog.at_level(logging.ERROR):
        task = await _running(_jobs(here))
        await here.written.wait()
        here.full = False
        await _until(here, "call", ContactState.ENDED)
    assert "cannot be stored" in caplog.text
    await _end(task)
