"""A command's round trip: pressed, decided, committed to SQLite with synchronous=FULL, answered.

Ours is the real `Api` against the real backend; the floor is the same HTTP library against the least server that may say
*accepted*, with one row committed as durably on the same disk. Asked in turn, one at a time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from itertools import cycle
from uuid import uuid4

import httpx
import msgspec
from centre import PASSWORD, PHONES, Centre
from children import HERE, Bench, Child
from report import Result

from agent_client.client.api import Api
from agent_client.protocol.agents import ChangeState
from agent_client.protocol.customers import NewRecord
from agent_client.protocol.names import AgentState, CustomerId, IdleReasonId
from agent_client.protocol.sessions import SignIn

MILLION = 1e6
USER = "eva"
WISHES = tuple(ChangeState(state=AgentState.NOT_READY, idle_reason=IdleReasonId(reason)) for reason in (1, 2))
NOTE = "Asks when the engineer comes. Promised a call before noon. " * 4


def measure(bench: Bench) -> list[Result]:
    floor = Child(bench.environment(), HERE / "floors/command_server.py", bench.folder / "floor.sqlite")
    with Centre(bench, "command") as centre, floor:
        (port,) = floor.hear("ready")
        return asyncio.run(_measure(centre.url, f"http://127.0.0.1:{port}", bench.rounds(400, 80)))


async def _measure(url: str, bare_url: str, rounds: int) -> list[Result]:
    api = Api(url)
    await api.sign_in(SignIn(user=USER, password=PASSWORD, phone=PHONES[USER], seat="benchmark"))
    records: list[float] = []
    states: list[float] = []
    beside_records: list[float] = []
    beside_states: list[float] = []
    wishes = cycle(WISHES)
    async with httpx.AsyncClient(base_url=bare_url, trust_env=False) as bare:
        for at in range(rounds + 10):
            record, wish = NewRecord(text=NOTE, customer=CustomerId(1)), next(wishes)
            readings = (
                (records, await _timed(api.add_record(record, str(uuid4())))),
                (beside_records, await _timed(_post(bare, record))),
                (states, await _timed(api.change_state(wish))),
                (beside_states, await _timed(_post(bare, wish))),
            )
            for kept, reading in readings if at >= 10 else ():
                kept.append(reading)
    await api.sign_out()
    await api.close()
    name = "the same HTTP client → bare server, one row committed (FULL)"
    return [
        Result("command, record", "a note added to a customer's history", name, "ms", records, beside_records),
        Result("command, state", "idle for another reason", name, "ms", states, beside_states),
    ]


async def _post(client: httpx.AsyncClient, body: msgspec.Struct) -> None:
    answer = await client.post("/", content=msgspec.json.encode(body))
    assert answer.is_success


async def _timed(asking: Awaitable[object]) -> float:
    began = time.monotonic_ns()
    await asking
    return (time.monotonic_ns() - began) / MILLION
