from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

import pytest

from agent_client.backend.hub import Hub
from agent_client.backend.persistence import contacts
from agent_client.backend.ports.telephony import CallArrived, CallEnded, CallId, EndCall, StopRinging
from agent_client.backend.ports.units import Effects, Numbered
from agent_client.backend.services import storing
from agent_client.backend.services.callers import Callers
from agent_client.backend.services.outside import Outside
from agent_client.protocol.refusals import StorageUnavailable

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Pbx:
    """Implements ports.telephony.Telephony as far as it is used here; breaks once if asked to."""

    def __init__(self) -> None:
        self.acted: list[object] = []
        self.breaks = 0

    async def act(self, action: object) -> None:
        if self.breaks:
            self.breaks -= 1
            raise ConnectionError("the PBX is gone")
        self.acted.append(action)

    def can_answer(self, phone: str) -> bool:
        return False


@pytest.fixture
def pbx() -> Pbx:
    return Pbx()


@pytest.fixture
def asked() -> list[object]:
    return []


@pytest.fixture
def outside(world, pbx, asked) -> Outside:
    return Outside(Hub(10), Callers(world, world), pbx, asked.append, lambda: asked.append("route"))


def effects(*actions: object, wants_routing: bool = False, wake_at: tuple[datetime, ...] = ()) -> Effects:
    event = Numbered("centre", 1, "queue.changed", b"{}")
    return Effects((event,), actions, wake_at, wants_routing)  # type: ignore[arg-type]


async def running(work, done) -> None:
    task = asyncio.ensure_future(work)  # noqa: TID251
    for _ in range(1000):
        await asyncio.sleep(0.001)
        if done():
            break
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert done()


async def test_a_commit_reaches_everyone_it_concerns(outside, pbx, asked) -> None:
    reader = outside._hub.subscribe(["centre"])
    outside.on_commit(effects(EndCall(CallId("1")), wants_routing=True, wake_at=(NOW,)))
    assert await reader.next(0) is not None
    assert asked == [NOW, "route"]
    await running(outside.act(), lambda: pbx.acted == [EndCall(CallId("1"))])


async def test_the_pbx_is_told_in_order_whatever_it_answers(outside, pbx, caplog) -> None:
    pbx.breaks = 1
    for action in (EndCall(CallId("lost")), StopRinging("leg"), EndCall(CallId("2"))):
        outside.on_commit(effects(action))
    with caplog.at_level(logging.ERROR):
        await running(outside.act(), lambda: pbx.acted == [StopRinging("leg"), EndCall(CallId("2"))])
    assert "EndCall" in caplog.text


async def test_a_call_is_not_forgotten_because_the_disk_is_full(outside, world, monkeypatch) -> None:
    monkeypatch.setattr(storing, "RETRY_SECONDS", 0)
    full = iter([True, True])
    stored: list[str] = []

    class Units:
        async def write(self, unit):
            if next(full, False):
                raise StorageUnavailable("the disk is full")
            await world.write(unit)
            stored.append("x")

    outside.tell(CallArrived(CallId("c1"), "+31201234567", "+31800100300"))
    outside.tell(CallEnded(CallId("c1")))
    await running(outside.listen(Units()), lambda: len(stored) == 2)
    found = await world.read(lambda tx: contacts.by_call(tx.conn, CallId("c1")))
    assert found is not None
    assert found.ended_at is not None


async def test_an_event_that_cannot_be_taken_makes_nobody_deaf(outside, world, caplog) -> None:
    outside.tell("nonsense")
    outside.tell(CallArrived(CallId("c2"), "+31201234567", "+31800100300"))
    seen: list[object] = []

    class Units:
        async def write(self, unit):
            await world.write(unit)
            seen.append(unit)

    with caplog.at_level(logging.ERROR):
        await running(outside.listen(Units()), lambda: len(seen) == 1)
    assert await world.read(lambda tx: contacts.by_call(tx.conn, CallId("c2"))) is not None


async def test_where_another_server_runs_the_telephony_nothing_is_done_and_said(outside, pbx, caplog) -> None:
    outside.leave_telephony_to_another()
    with caplog.at_level(logging.ERROR):
        outside.on_commit(effects(EndCall(CallId("x"))))
    assert "EndCall" in caplog.text
    await running(outside.act(), lambda: True)
    assert pbx.acted == []
