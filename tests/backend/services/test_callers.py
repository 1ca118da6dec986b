from __future__ import annotations

from datetime import timedelta

import pytest

from agent_client.backend.ports.units import Numbered
from agent_client.backend.services import signing_in
from agent_client.backend.services.callers import REMEMBERED_SECONDS, Callers
from agent_client.protocol.refusals import NotSignedIn
from agent_client.protocol.sessions import SignIn


class Counting:
    """Units that count how often they are read."""

    def __init__(self, world) -> None:
        self.world = world
        self.reads = 0

    async def read(self, unit):
        self.reads += 1
        return await self.world.read(unit)

    def now(self):
        return self.world.now


@pytest.fixture
async def signed(world, anna):
    request = SignIn(user="x", password="x", phone="201", seat="s")
    return await world.write(lambda tx: signing_in.sign_in(tx, request, anna, "a"))


async def test_remembered_for_a_few_seconds(world, signed, anna) -> None:
    units = Counting(world)
    callers = Callers(units, units)
    for _ in range(5):
        caller = await callers.of(f"Bearer {signed.token}")
        assert (caller.agent, caller.session, caller.phone) == (anna, signed.session, "201")
        world.now += timedelta(seconds=0.5)
    assert units.reads == 1
    world.now += timedelta(seconds=REMEMBERED_SECONDS)
    await callers.of(f"bearer  {signed.token} ")
    assert units.reads == 2


async def test_forgotten_at_once_when_the_session_ends(world, signed, anna) -> None:
    units = Counting(world)
    callers = Callers(units, units)
    who = await callers.of(f"Bearer {signed.token}")
    await world.write(lambda tx: signing_in.sign_out(tx, who))
    callers.note([Numbered(f"agent/{anna}", 9, "session.ended", b"")])
    with pytest.raises(NotSignedIn) as refusal:
        await callers.of(f"Bearer {signed.token}")
    assert refusal.value.params == {"why": "signed_out"}


async def test_only_whose_session_ended(world, signed, bram) -> None:
    units = Counting(world)
    callers = Callers(units, units)
    await callers.of(f"Bearer {signed.token}")
    callers.note([Numbered(f"agent/{bram}", 9, "session.ended", b""), Numbered("agent/1", 9, "contact.ended", b"")])
    await callers.of(f"Bearer {signed.token}")
    assert units.reads == 1
