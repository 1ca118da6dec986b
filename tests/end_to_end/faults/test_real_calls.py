"""The real server on a real Asterisk, killed while twenty calls are up: all are there again, with the same owner and the same
time (A7, F8)."""

from __future__ import annotations

import asyncio

import pytest

from agent_client.client.store.state import Link
from agent_client.client.store.views import current_contact
from agent_client.protocol.names import ContactState, Phase
from tests.end_to_end.centre import Team
from ui.self_check.hands import Hands

TEAMS, WAITING = 5, 10
"""Two conversations in each team; and who waits in the queue of the first."""
HEARINGS = 20


@pytest.fixture
def centre(real_centre):
    return real_centre


async def until(look, what):
    return await Hands(None).until(look, what)


async def _talking(colleague, centre, who, team, number):
    """An agent with a customer on the line."""
    one = await colleague(who).ready()
    call = await centre.call(number, team.main)
    await one.until_request()
    await centre.pbx(f"phones/{who.phone}/pick-up")
    await one.until_phase(Phase.CALL)
    return one, call


async def test_A7_F8_twenty_calls_outlive_the_server(colleague, centre):
    pairs = []
    for team in map(Team, range(1, TEAMS + 1)):
        for who, number in ((team.anna, team.known), (team.bram, team.stranger)):
            pairs.append(await _talking(colleague, centre, who, team, number))
    first, _ = pairs[0]
    queue = first.state.me.queues[0]
    waiting = [await centre.call("+31309000000", Team(1).main) for _ in range(WAITING)]
    await until(lambda: first.state.queues[queue].waiting == WAITING, "all who wait")
    before = [current_contact(one.state) for one, _ in pairs]
    centre.kill()
    for one, _ in pairs:
        await until(lambda one=one: one.state.link is Link.DOWN, "the lost link")
    for one, call in pairs[::3]:
        await _talk_on(centre, call, one)
    await asyncio.to_thread(centre.start)
    for (one, _), contact in zip(pairs, before, strict=True):
        await until(lambda one=one: one.state.link is Link.UP, "the link")
        after = current_contact(one.state)
        assert (after.id, after.state, after.part) == (contact.id, ContactState.CONNECTED, contact.part)
        assert after.connected_at == contact.connected_at
    assert first.state.queues[queue].waiting == WAITING
    for call in waiting:
        await centre.hang_up(call)
    await until(lambda: first.state.queues[queue].waiting == 0, "the empty queue")
    for one, call in pairs:
        await centre.hang_up(call)
        await one.until_phase(Phase.WRAP_UP)


async def _talk_on(centre, call, one):
    """Thirty sounds at once are late on a busy computer, but they come."""
    phone, heard = one.who.phone, set()
    for _ in range(HEARINGS):
        heard = await centre.hears(call, {phone})
        if heard == {("customer", phone), (phone, "customer")}:
            return
    raise AssertionError(heard)
