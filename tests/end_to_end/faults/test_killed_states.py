"""The server killed in the states of a call that other tests do not have: in the queue, ringing, on hold (A7).

A conversation, a consult, a conference and a wrap-up are in `test_killed` and `test_in_a_consult`.
"""

from __future__ import annotations

import asyncio

import pytest

from agent_client.client.store.state import Link
from agent_client.client.store.views import current_contact, requests
from agent_client.protocol.agents import ChangeState
from agent_client.protocol.names import AgentState, ContactState, OnHold, Phase
from ui.self_check.hands import Hands


@pytest.fixture
def centre(own_centre):
    return own_centre


async def until(look, what):
    return await Hands(None).until(look, what)


async def again(client, centre):
    """The server is killed and comes back."""
    centre.kill()
    await until(lambda: client.state.link is Link.DOWN, "the lost link")
    await asyncio.to_thread(centre.start)
    await until(lambda: client.state.link is Link.UP, "the link")


async def test_A7_the_server_is_killed_while_a_call_waits_rings_and_is_held(colleague, centre, team):
    anna = await colleague(team.anna).sign_in()
    await until(lambda: anna.state.me is not None and anna.state.queues, "the queues")
    queue = anna.state.me.queues[0]
    call = await centre.call(team.known, team.main)
    await until(lambda: anna.state.queues[queue].waiting == 1, "the caller in the queue")
    await again(anna, centre)
    assert anna.state.queues[queue].waiting == 1, "who waits is not sent away"

    await centre.pbx(f"phones/{team.anna.phone}", answers_test_after=0.01, desktop=True)
    await anna.session.api.change_state(ChangeState(state=AgentState.READY))

    def ringing():
        found = [one for one in requests(anna.state) if one.state is ContactState.RINGING]
        return found[0] if found else None

    offered = await until(ringing, "the call to ring")
    await again(anna, centre)
    await centre.pbx(f"phones/{team.anna.phone}", answers_test_after=0.01, desktop=True)
    request = await until(ringing, "the same call to ring")
    assert request.id == offered.id
    await anna.session.api.answer(request.id, request.version)
    await anna.until_phase(Phase.CALL)
    talking = current_contact(anna.state)

    await anna.session.api.hold(talking.id, talking.version)
    await until(lambda: current_contact(anna.state).state is ContactState.HELD, "the hold")
    await again(anna, centre)
    held = current_contact(anna.state)
    assert (held.id, held.state, held.on_hold) == (talking.id, ContactState.HELD, OnHold.CUSTOMER)
    assert held.connected_at == talking.connected_at
    await anna.session.api.resume(held.id, held.version)
    await until(lambda: current_contact(anna.state).state is ContactState.CONNECTED, "the conversation")
    await centre.hang_up(call)
    await anna.until_phase(Phase.WRAP_UP)
