from __future__ import annotations

import asyncio
import logging

import pytest

from agent_client.backend.tasks import TaskOwner, first_of


async def test_closing_cancels_and_waits() -> None:
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            ended.append("work")

    owner = TaskOwner()
    owner.start(work(), "work")
    await asyncio.sleep(0)
    await owner.close()
    assert ended == ["work"]


async def test_a_failure_is_logged_with_the_tasks_name(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise RuntimeError("broken")

    owner = TaskOwner()
    with caplog.at_level(logging.ERROR):
        await asyncio.wait([owner.start(fail(), "the failing one")])
        await asyncio.sleep(0)
    assert "the failing one" in caplog.text
    await owner.close()


async def test_the_first_to_end_ends_the_others() -> None:
    ended: list[str] = []

    async def quick() -> None:
        ended.append("quick")

    async def slow() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("slow")

    await first_of(slow(), quick())
    assert ended == ["quick", "slow"]


async def test_what_the_first_raised_is_raised() -> None:
    async def fail() -> None:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        await first_of(asyncio.sleep(60), fail())
