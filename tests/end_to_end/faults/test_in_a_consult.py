"""What goes wrong in the middle of a consult, a conference, a wrap-up: the server dies, phones die, the stream comes late."""

from __future__ import annotations

import asyncio

import pytest

from agent_client.client.store.state import Link
from agent_client.client.store.views import current_contact, wrap_up_contact
from agent_client.protocol.names import ContactState, OnHold, Phase
from agent_client.rules.parties import ContactAction

S = ContactState
A = ContactAction


@pytest.fixture
def centre(own_centre):
    return own_centre


@pytest.fixture
async def consulting(anna, colleague, centre, team):
    """Anna, who has the customer, asks Bram, whose client has no windows."""
    call, _ = await anna.talk_to(team.known, team.main)
    bram = await colleague(team.bram).ready()
    await anna.press("F5")
    picker = anna.window.contact.call.picker
    await anna.until(picker.isVisible, "the picker")
    anna.hands.type(picker.field, team.bram.name)
    await anna.until(picker.pick.isEnabled, "Bram to be found")
    await anna.press("Return")
    await bram.until_request()
    await centre.pbx(f"phones/{team.bram.phone}/pick-up")
    await until_state(anna, S.CONSULTING, OnHold.CUSTOMER)
    return call, bram


async def until_state(anna, state, on_hold=None):
    def look():
        contact = current_contact(anna.state)
        return contact if contact is not None and (contact.state, contact.on_hold) == (state, on_hold) else None

    return await anna.until(look, f"{state}, {on_hold}")


async def talks(centre, call):
    found = await centre.look(f"calls/{call}/hears")
    return {tuple(one) for one in found["pairs"] if "music" not in one}


async def again(anna, centre):
    """The server is killed and comes back."""
    centre.kill()
    await anna.until_phase(Phase.RECONNECTING)
    await asyncio.to_thread(centre.start)
    await anna.until(lambda: anna.state.link is Link.UP, "the link")


async def test_D3_the_server_is_killed_in_a_consult_and_it_goes_on(anna, centre, consulting):
    call, _ = consulting
    await again(anna, centre)
    await until_state(anna, S.CONSULTING, OnHold.CUSTOMER)
    assert await talks(centre, call) == {("owner", "consulted"), ("consulted", "owner")}
    await anna.press("Ctrl+Shift+E")
    await until_state(anna, S.CONNECTED)
    assert await talks(centre, call) == {("owner", "customer"), ("customer", "owner")}


async def test_D6_the_server_is_killed_in_a_conference_then_in_wrap_up(anna, centre, consulting):
    call, _ = consulting
    await anna.press("Ctrl+Shift+J")
    await until_state(anna, S.CONFERENCE)
    await again(anna, centre)
    await until_state(anna, S.CONFERENCE)
    assert len(await talks(centre, call)) == 6
    await anna.press("F8")
    await anna.until_phase(Phase.WRAP_UP)
    anna.hands.type(anna.window.customer.editor.field, "Half a wrap-up")
    await again(anna, centre)
    await anna.until_phase(Phase.WRAP_UP)
    assert wrap_up_contact(anna.state) is not None
    assert anna.window.customer.editor.text() == "Half a wrap-up"
    await anna.wrap_up()


async def test_D5_the_consulted_agents_phone_dies(anna, centre, team, consulting):
    call, bram = consulting
    await centre.pbx(f"phones/{team.bram.phone}/kill")
    held = await until_state(anna, S.HELD, OnHold.CUSTOMER)
    assert held.why.params["target"] == team.bram.name
    await bram.until_phase(Phase.WAITING)
    await anna.press("Ctrl+Shift+H")
    await until_state(anna, S.CONNECTED)
    assert await talks(centre, call) == {("owner", "customer"), ("customer", "owner")}


async def test_D7_the_one_it_is_to_be_transferred_to_signs_out_meanwhile(anna, colleague, centre, team):
    """The picker still shows them as available when the press is on its way."""
    await anna.talk_to(team.known, team.main)
    bram = await colleague(team.bram).ready()
    await anna.press("F4")
    picker = anna.window.contact.call.picker
    await anna.until(picker.isVisible, "the picker")
    anna.hands.type(picker.field, team.bram.name)
    await anna.until(picker.pick.isEnabled, "Bram to be found")
    store = anna.program.online().store
    store.apply = lambda event: None  # the screen is behind the server
    try:
        await bram.session.api.sign_out()
        await anna.press("Return")
        await anna.until(lambda: picker.refusal.isVisible() and picker.refusal.text(), "the refusal")
    finally:
        del store.apply
    assert team.bram.name in picker.refusal.text()
    assert current_contact(anna.state).state is S.CONNECTED
