"""E7 under load: 200 agents claim and release among 10,000 entries at once, on each database; no entry, and no customer, is
ever two agents'."""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
from sqlalchemy import func, select

from agent_client.backend.persistence import agents, bulk, centre, event_log, opening, sessions, tables
from agent_client.backend.persistence.engine import SqliteUnits
from agent_client.backend.persistence.postgres import PostgresUnits
from agent_client.backend.persistence.sessions import NewSession
from agent_client.backend.ports.clock import SystemClock
from agent_client.backend.ports.units import Storage, Tx
from agent_client.backend.services import callback_claims, callback_list
from agent_client.backend.settings import Postgres
from agent_client.protocol.cursor import Cursor, queue_stream
from agent_client.protocol.names import AgentId, CallbackId, CallbackMomentKind, QueueId, Section
from agent_client.protocol.refusals import AlreadyClaimed
from agent_client.protocol.time import to_millis

AGENTS, ENTRIES, CUSTOMERS, TURNS = 200, 10_000, 7_500, 6
HOT = 400
"""Entries that everybody wants: the newest of a list."""
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def _found(tx: Tx) -> None:
    """A quarter of the customers called both queues: an entry in each."""
    centre.set_up(tx.conn, name="Storm", country="NL")
    queues = [centre.create_queue(tx.conn, name, variables=()) for name in ("Sales", "Support")]
    for number in range(1, AGENTS + 1):
        agent = agents.create(
            tx.conn, NOW, user=f"agent{number}", name=f"Agent {number}", password_hash="-", queues=tuple(queues)
        )
        new = NewSession(
            agent=agent,
            token_hash=number.to_bytes(32, "big"),
            phone=str(1000 + number),
            seat=f"SEAT{number}",
            host="",
            client="",
            address="",
        )
        sessions.create(tx.conn, NOW, new)
    entries = [_entry(number, queues[number > CUSTOMERS], number - 1) for number in range(1, ENTRIES + 1)]
    bulk.add(tx.conn, tables.callbacks, entries)
    bulk.add(tx.conn, tables.callback_moments, [_missed(entry) for entry in entries])


def _entry(number: int, queue: QueueId, place: int) -> dict[str, Any]:
    at = NOW - timedelta(seconds=number)
    return {
        "id": number,
        "version": 1,
        "queue_id": queue,
        "section": Section.OPEN.value,
        "number": f"+3120{place % CUSTOMERS:07}",
        "dnis": "1",
        "calls": 1,
        "attempts": 0,
        "first_at": at,
        "last_at": at,
        "listed": True,
        "judged": 1,
        "times": [to_millis(at)],
        "name": "",
        "remark": "",
    }


def _missed(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "callback_id": entry["id"],
        "kind": CallbackMomentKind.MISSED.value,
        "at": entry["first_at"],
        "phone": "",
        "queue_id": entry["queue_id"],
        "seconds": 30,
        "internal": False,
        "voicemail": False,
        "member": True,
    }


@pytest.fixture
def fresh(request: pytest.FixtureRequest) -> Callable[[], Awaitable[Postgres]] | None:
    """Makes a database; None: a file is meant."""
    made = request.getfixturevalue("postgres_server").fresh if request.param == "postgres" else None
    return cast(Callable[[], Awaitable[Postgres]] | None, made)


@pytest.fixture
async def servers(
    fresh: Callable[[], Awaitable[Postgres]] | None, tmp_path: Path
) -> AsyncIterator[tuple[Storage, ...]]:
    """Of one centre: a file has one, PostgreSQL three."""
    made: tuple[Storage, ...]
    if fresh is None:
        path = tmp_path / "centre.db"
        opening.bring_up_to_date(path)
        made = (SqliteUnits(path, SystemClock(), lambda _: None),)
    else:
        database = await fresh()
        made = tuple(PostgresUnits(database, SystemClock(), lambda _: None) for _ in range(3))
    for one in made:
        await one.start()
    yield made
    for one in made:
        await one.stop()


def _take(tx: Tx, entry: CallbackId, agent: AgentId) -> int:
    """How many claims the customer has then, in the same transaction."""
    number = callback_claims.take(tx, entry, agent).number
    mine = (tables.callbacks.c.number == number, tables.callbacks.c.claimed_by_id.is_not(None))
    return tx.conn.scalar(select(func.count()).select_from(tables.callbacks).where(*mine)) or 0


async def _agent(units: Storage, agent: AgentId) -> tuple[int, list[str]]:
    """How many entries an agent got, and by whom the others were held."""
    chance = random.Random(agent)
    got, holders = 0, []
    for _ in range(TURNS):
        entry = CallbackId(chance.randint(1, HOT) if chance.random() < 0.7 else chance.randint(1, ENTRIES))
        try:
            assert await units.write(partial(_take, entry=entry, agent=agent)) == 1
        except AlreadyClaimed as refused:
            holders.append(refused.params["agent"])
            continue
        got += 1
        if chance.random() < 0.6:
            await units.write(partial(callback_list.released, entry_id=entry))
    return got, holders


@pytest.mark.parametrize("fresh", ["sqlite", "postgres"], indirect=True)
async def test_E7_no_entry_is_claimed_twice(servers: tuple[Storage, ...], request: pytest.FixtureRequest) -> None:
    await servers[0].write(_found)
    began = time.perf_counter()
    works = [_agent(servers[number % len(servers)], AgentId(number)) for number in range(1, AGENTS + 1)]
    done = await asyncio.gather(*works)
    seconds = time.perf_counter() - began
    got, holders = sum(one for one, _ in done), [name for _, names in done for name in names]
    _say(
        request,
        f"{got} claims, {len(holders)} refusals, {AGENTS} agents, {len(servers)} server(s): {got / seconds:.0f} claims a second",
    )
    assert got + len(holders) == AGENTS * TURNS and got > AGENTS and holders
    assert all(name.startswith("Agent ") for name in holders), "each refusal names who has it"
    told = await servers[0].read(_told)
    held = await servers[0].read(_held)
    for entry, names in told.items():
        claims = names[::2] + names[1::2]
        assert claims == ["claimed"] * ((len(names) + 1) // 2) + ["released"] * (len(names) // 2)
        assert (entry in held) == (len(names) % 2 == 1)
    assert sum(names.count("claimed") for names in told.values()) == got
    assert len(held) == len(set(held.values())), "no customer is called by two"


def _say(request: pytest.FixtureRequest, text: str) -> None:
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter.write_line(f"\n{text}")


def _told(tx: Tx) -> dict[int, list[str]]:
    """What was told of each entry, in its order."""
    streams = [queue_stream(QueueId(1)), queue_stream(QueueId(2))]
    epoch = event_log.position(tx.conn, streams).epoch
    events = event_log.since(tx.conn, Cursor(epoch, dict.fromkeys(streams, 0)), streams)
    assert events is not None
    found: dict[int, list[str]] = defaultdict(list)
    for event in events:
        entry = msgspec.json.decode(event.data)["body"]["entry"]["id"]
        found[entry].append(event.name.removeprefix("callback."))
    return found


def _held(tx: Tx) -> dict[int, str]:
    mine = tables.callbacks.c.claimed_by_id.is_not(None)
    found = tx.conn.execute(select(tables.callbacks.c.id, tables.callbacks.c.number).where(mine))
    return {row.id: row.number for row in found}
