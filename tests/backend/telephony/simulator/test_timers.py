from __future__ import annotations

import asyncio

from agent_client.backend.telephony.simulator import HandTimers, LoopTimers


def test_time_passes_by_hand_and_everything_happens_in_its_order() -> None:
    timers = HandTimers()
    happened: list[tuple[str, float]] = []

    def note(name: str) -> None:
        happened.append((name, timers.now))

    timers.after(3, lambda: note("late"))
    timers.after(1, lambda: (note("early"), timers.after(1, lambda: note("set off by early"))))
    timers.after(1, lambda: note("early too"))
    timers.pass_(0.5)
    assert happened == []
    timers.pass_(9.5)
    assert happened == [("early", 1), ("early too", 1), ("set off by early", 2), ("late", 3)]
    assert timers.now == 10


def test_what_is_cancelled_does_not_happen_and_is_not_waited_for() -> None:
    timers = HandTimers()
    happened: list[str] = []
    timers.after(1, lambda: happened.append("cancelled")).cancel()
    assert timers.next_in() is None
    timers.after(4, lambda: happened.append("kept"))
    timers.pass_(1)
    assert timers.next_in() == 3
    timers.pass_(3)
    assert happened == ["kept"]


def test_at_once_is_never_from_within() -> None:
    timers = HandTimers()
    happened: list[str] = []
    timers.after(0, lambda: happened.append("done"))
    assert happened == []
    timers.pass_()
    assert happened == ["done"]


async def test_on_the_loop_and_quickened() -> None:
    done = asyncio.Event()
    cancelled: list[str] = []
    timers = LoopTimers(speed=1000)
    timers.after(1, lambda: cancelled.append("no")).cancel()
    timers.after(20, done.set)
    async with asyncio.timeout(15):  # of real seconds: twenty simulated ones fit in easily
        await done.wait()
    assert cancelled == []
