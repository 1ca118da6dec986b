from __future__ import annotations

import asyncio
import gc
import weakref

import pytest

from agent_client.client.tasks import TaskOwner


async def test_a_task_without_any_other_reference_survives_the_garbage_collector(tasks):
    reached = []

    async def waits():
        # A future that only this coroutine holds: task and future hold each other, and nothing else holds either.
        future = asyncio.get_running_loop().create_future()
        futures.add(future)
        await future
        reached.append("the end")

    futures = weakref.WeakSet()
    tasks.start(waits(), "waits")
    await asyncio.sleep(0)
    gc.collect()
    assert len(futures) == 1, "the task was thrown away"
    next(iter(futures)).set_result(None)
    await asyncio.sleep(0)
    assert reached == ["the end"]


async def test_replacing_cancels_the_task_of_that_name_and_no_other(tasks):
    started = []
    ended = []

    async def search(text):
        started.append(text)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(text)

    tasks.start(search("a"), "agent search")
    tasks.start(search("other"), "customer search")
    await asyncio.sleep(0)
    tasks.start(search("ab"), "agent search", replacing="agent search")
    await asyncio.sleep(0)
    assert ended == ["a"]
    assert started == ["a", "other", "ab"]
    assert tasks.names() == ["agent search", "customer search"]


async def test_a_failure_reaches_the_loops_handler_once(tasks, complaints):
    async def fails():
        raise LookupError("no such thing")

    task = tasks.start(fails(), "a failing task")
    await asyncio.wait([task])
    await asyncio.sleep(0)
    del task
    gc.collect()
    assert [str(one["exception"]) for one in complaints] == ["no such thing"]
    assert "a failing task" in complaints[0]["message"]
    assert tasks.names() == []


async def test_a_cancelled_task_is_no_failure(tasks, complaints):
    task = tasks.start(asyncio.Event().wait(), "waits")
    tasks.cancel("waits")
    await asyncio.wait([task])
    assert task.cancelled()
    assert complaints == []


async def test_close_waits_for_what_its_tasks_do_last():
    owner = TaskOwner()
    last_words = []

    async def polite():
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            last_words.append("good-bye")

    owner.start(polite(), "polite")
    await asyncio.sleep(0)
    await owner.close()
    assert last_words == ["good-bye"]
    assert owner.names() == []


async def test_one_whose_tasks_were_ended_takes_others():
    owner = TaskOwner()
    before = owner.start(asyncio.Event().wait(), "before")
    await owner.end_all()
    assert before.cancelled()
    assert await owner.start(asyncio.sleep(0, "done"), "after") == "done"
    await owner.close()


async def test_a_closed_owner_takes_no_task():
    owner = TaskOwner()
    await owner.close()
    with pytest.raises(RuntimeError, match="too late"):
        owner.start(asyncio.sleep(0), "too late")


async def test_a_task_may_close_its_owner():
    owner = TaskOwner()
    other = owner.start(asyncio.Event().wait(), "other")

    async def closes():
        await owner.close()
        return "went on"

    assert await owner.start(closes(), "closes") == "went on"
    assert other.cancelled()
