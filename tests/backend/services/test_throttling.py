from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from agent_client.backend.persistence.failures import Failures
from agent_client.backend.services import throttling
from agent_client.backend.services.throttling import after_failure
from agent_client.backend.settings import Throttle
from agent_client.protocol.refusals import TooManyAttempts

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
RULE = Throttle(free_per_user=3, free_per_address=5, longest_seconds=60, forgotten_after_seconds=900)


def waits(times: int, every: float = 0.0) -> list[float]:
    found: list[float] = []
    before: Failures | None = None
    for turn in range(times):
        now = NOW + timedelta(seconds=turn * every)
        before = after_failure(before, now, 3, RULE)
        found.append((before.wait_until - now).total_seconds())
    return found


def test_some_are_free_then_each_doubles_the_wait_up_to_the_longest() -> None:
    assert waits(12) == [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_quiet_while_forgets_them() -> None:
    assert waits(12, every=1000) == [0] * 12


async def test_user_and_address_are_counted_apart(world) -> None:
    async def tries(user: str, address: str) -> None:
        await world.write(lambda tx: throttling.begin(tx, user, address, RULE))
        await world.write(lambda tx: throttling.failed(tx, address, RULE))

    for _ in range(4):
        await tries("Anna", "10.0.0.1")
    with pytest.raises(TooManyAttempts) as refusal:
        await tries("anna", "10.0.0.2")
    assert refusal.value.params == {"seconds": "1"}
    await tries("bram", "10.0.0.2")
    await tries("bram", "10.0.0.1")
    await tries("cleo", "10.0.0.1")
    with pytest.raises(TooManyAttempts):
        await tries("dirk", "10.0.0.1")
    world.now += timedelta(seconds=2)
    await tries("dirk", "10.0.0.1")


async def test_a_success_clears_the_user_and_never_the_address(world) -> None:
    for _ in range(6):
        await world.write(lambda tx: throttling.begin(tx, "anna", "10.0.0.1", RULE))
        await world.write(lambda tx: throttling.succeeded(tx, "anna"))
    for _ in range(6):
        await world.write(lambda tx: throttling.failed(tx, "10.0.0.1", RULE))
    await world.write(lambda tx: throttling.succeeded(tx, "anna"))
    with pytest.raises(TooManyAttempts):
        await world.write(lambda tx: throttling.begin(tx, "anna", "10.0.0.1", RULE))


async def test_many_at_the_same_time_gain_nothing(world) -> None:
    """Each counts before its password is looked at."""
    for _ in range(4):
        await world.write(lambda tx: throttling.begin(tx, "anna", "a", RULE))
    with pytest.raises(TooManyAttempts):
        await world.write(lambda tx: throttling.begin(tx, "anna", "a", RULE))
