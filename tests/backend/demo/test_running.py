"""The demo lives: colleagues work, customers call, the user is rung; and what it keeps and forgets between two starts."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from agent_client.backend.app import bring_up_to_date
from agent_client.backend.demo import running
from agent_client.backend.demo.running import Scene, prepare
from agent_client.backend.persistence import bulk, tables
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.protocol.cursor import CENTRE
from agent_client.protocol.names import AgentState, ContactState

SMALL = Scene(pace=0.0, colleagues=False, customers=20)


async def _until(served, condition) -> None:
    centre = served.demo._centre
    happens = centre.hub.subscribe([CENTRE])
    async with asyncio.timeout(30):
        while not await centre.units.read(lambda tx: condition(tx.conn)):
            await happens.next(1.0)
    centre.hub.unsubscribe(happens)


def _ended(conn) -> int:
    ended = tables.contacts.c.state == ContactState.ENDED.value
    return conn.scalar(select(func.count()).where(ended, tables.contacts.c.wrap_up_reason_id.is_not(None)))


async def test_colleagues_take_calls_write_notes_and_wrap_up(lively) -> None:
    before = await lively.demo._centre.units.read(lambda tx: bulk.count(tx.conn, tables.records))
    await _until(lively, lambda conn: _ended(conn) >= 8)
    await _until(lively, lambda conn: bulk.count(conn, tables.records) >= before + 2)

    def by(conn):
        return Counter(conn.scalars(select(tables.contacts.c.agent_id).where(tables.contacts.c.agent_id.is_not(None))))

    busy = await lively.demo._centre.units.read(lambda tx: by(tx.conn))
    assert len(busy) >= 3, "more than one or two of the four work"


async def test_the_users_first_call_comes_by_itself(lively) -> None:
    who = await lively.sign_in()

    async def listen() -> None:
        async with lively.http.stream("GET", "/api/v1/events", headers=who) as answer:
            async for line in answer.aiter_lines():
                if '"agent/1"' in line and "contact.ringing" in line:
                    return

    ringing = asyncio.get_running_loop().create_task(listen())
    await lively.http.post("/api/v1/agent/state", json={"state": "ready"}, headers=who)
    await asyncio.wait_for(ringing, 30)


async def test_in_the_quiet_demo_nothing_happens_by_itself(quiet) -> None:
    def busy(tx):
        states = set(tx.conn.scalars(select(tables.agents.c.state)))
        return bulk.count(tx.conn, tables.contacts), states

    assert await quiet.demo._centre.units.read(busy) == (0, {AgentState.SIGNED_OUT.value})


def _name(settings) -> str:
    engine = open_sqlite(settings.database)
    with engine.begin() as conn:
        found = conn.scalar(select(tables.customers.c.name).where(tables.customers.c.id == 1))
    engine.dispose()
    return found


def _rename(settings, name: str) -> None:
    engine = open_sqlite(settings.database)
    with engine.begin() as conn:
        conn.execute(tables.customers.update().where(tables.customers.c.id == 1).values(name=name))
    engine.dispose()


def test_what_was_written_is_kept_unless_a_fresh_start_is_asked_for(settings) -> None:
    prepare(settings, SMALL)
    made = _name(settings)
    _rename(settings, "Changed")
    prepare(settings, SMALL)
    assert _name(settings) == "Changed"
    prepare(settings, SMALL, fresh=True)
    assert _name(settings) == made


@pytest.mark.parametrize(("away", "adopts"), [(timedelta(seconds=20), True), (timedelta(hours=9), False)])
def test_calls_outlast_a_restart_but_not_a_night(settings, away, adopts) -> None:
    last = datetime(2026, 3, 2, 17, tzinfo=UTC)

    class Then:
        def __init__(self, now) -> None:
            self.time = now

        def now(self):
            return self.time

    bring_up_to_date(settings)
    running._make(settings, SMALL, Then(last))
    engine = open_sqlite(settings.database)
    with engine.begin() as conn:
        conn.execute(tables.events.insert().values(stream="centre", number=1, at=last, data=b"{}"))
    engine.dispose()
    assert running._make(settings, SMALL, Then(last + away)) is adopts
