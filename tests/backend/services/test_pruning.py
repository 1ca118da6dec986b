from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select, update

from agent_client.backend.persistence import answers, event_log, failures, service_calls, tables, text_messages
from agent_client.backend.persistence.failures import Failures
from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import CallId
from agent_client.backend.services.pruning import prune
from agent_client.backend.settings import Settings
from agent_client.protocol.cursor import Cursor

SETTINGS = Settings(database=Path("unused"), events_kept_days=2, answers_kept_days=7)


async def test_what_has_served_its_time_is_forgotten_and_nothing_else(world, anna) -> None:
    await world.sign_in(anna)
    at = await world.read(lambda tx: event_log.position(tx.conn, ["centre"]))
    start = Cursor(at.epoch, {"centre": 0})
    await world.write(lambda tx: answers.keep(tx.conn, tx.now, anna, "k", b"f" * 32, b"{}"))
    await world.write(lambda tx: failures.put(tx.conn, "user/x", Failures(9, tx.now)))

    async def left() -> tuple[bool, bool, bool]:
        await world.write(lambda tx: prune(tx, SETTINGS))
        return await world.read(
            lambda tx: (
                event_log.since(tx.conn, start, ["centre"]) is not None,
                answers.given(tx.conn, anna, "k", b"f" * 32) is not None,
                failures.of(tx.conn, "user/x") is not None,
            )
        )

    assert await left() == (True, True, True)
    world.now += timedelta(seconds=SETTINGS.public_throttle.forgotten_after_seconds + 1)
    assert await left() == (True, True, False)
    world.now += timedelta(days=2)
    assert await left() == (False, True, False)
    world.now += timedelta(days=5)
    assert await left() == (False, False, False)


async def test_A15_calls_and_messages_are_forgotten_but_none_that_waits_to_be_sent(world, anna) -> None:
    def keep(tx):
        service_calls.add(tx.conn, CallId("service"), tx.now, anna, (Prompt.SIGNED_OUT,))
        for _ in range(2):
            text_messages.add(tx.conn, tx.now, anna, "+31612345678", "Call back.")
        tx.conn.execute(update(tables.text_messages).where(tables.text_messages.c.id == 1).values(due_at=None))

    await world.write(keep)

    async def left(days: int) -> tuple[int, int]:
        world.now += timedelta(days=days)
        await world.write(lambda tx: prune(tx, SETTINGS))
        both = tables.service_calls, tables.text_messages
        return await world.read(lambda tx: tuple(tx.conn.scalar(select(func.count()).select_from(one)) for one in both))

    assert [await left(days) for days in (1, 2, 30)] == [(1, 2), (0, 2), (0, 1)]
