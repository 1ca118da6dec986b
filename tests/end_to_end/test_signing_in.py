"""Signing in and signing on: the form, the seat, the phone that is rung first."""

from __future__ import annotations

import asyncio

import pytest

from agent_client.client.store.state import Link
from agent_client.protocol.names import AgentState, NotReadyReason, Phase
from ui.dialogs.sign_in import SignInWindow
from ui.top_levels import top_levels


async def test_A1_signing_in_with_user_password_and_phone_ends_in_pause(sit_down, team):
    anna = await sit_down(team.anna).sign_in()
    await anna.until_phase(Phase.PAUSE)
    bar = anna.window.status_bar
    assert bar.phone.text() == f"Phone {team.anna.phone}"
    assert bar.seat.text() == f"Seat WS-{team.anna.user}"
    assert bar.queues.whole().startswith(f"Main {team.number}, Quick {team.number}, Brief {team.number}")
    assert anna.window.header.who.whole() == team.anna.name
    assert anna.window.windowTitle() == "Test centre — Agent Client"
    assert anna.window.contact.states.sentence.text() == "No calls come to you."


async def test_A1_any_public_number_can_be_the_phone(sit_down, team):
    anna = await sit_down(team.anna).sign_in(phone=f"030 (300) 9{team.number:03}")
    await anna.until_phase(Phase.PAUSE)
    assert anna.state.me.phone == f"+31303009{team.number:03}"


async def test_A1_a_press_before_the_client_is_loaded_is_not_lost(sit_down, team):
    """Return in a form that was filled in before, at the moment it shows."""
    anna = sit_down(team.anna)
    window = None
    for _ in range(1000):
        if shown := [top for top in top_levels() if isinstance(top, SignInWindow)]:
            window = shown[0]
            break
        await asyncio.sleep(0)
    assert window is not None
    await anna.enter(window)
    assert anna.program.online() is None, "too late to test this"
    assert window.button.requested
    await anna.until(anna.program.online, "the client")
    await anna.until(lambda: anna.state.link is Link.UP, "the link")


async def test_A1_a_phone_number_with_letters_is_refused_in_the_form(sit_down, team):
    anna = sit_down(team.anna)
    window = await anna.new_window(SignInWindow)
    await anna.enter(window, phone="2o4 Anna")
    wrong = window.wrong[window.phone]
    assert wrong.isVisible()
    assert wrong.text() == "A phone number has 3 to 18 digits and no letters."
    assert window.phone.hasFocus() and not window.button.requested
    online = await anna.until(anna.program.online, "the client")
    assert online.store.state.link is Link.NONE, "it was sent nevertheless"


async def test_A2_the_server_and_the_user_are_there_at_the_next_start(sit_down, team, tmp_path):
    before = await sit_down(team.anna, home=tmp_path / "own").sign_in()
    assert await before.leave() == 0
    again = sit_down(team.anna, home=tmp_path / "own")
    window = await again.new_window(SignInWindow)
    texts = [field.text() for field in (window.server, window.user, window.phone, window.password)]
    assert texts == [again.centre.url, team.anna.user, team.anna.phone, ""]
    assert window.password.hasFocus()


async def test_A9_signing_on_rings_the_phone_until_it_is_picked_up(sit_down, centre, team):
    await centre.pbx(f"phones/{team.anna.phone}", desktop=True)
    anna = await sit_down(team.anna).sign_in()
    page = anna.window.contact.states
    await anna.hands.click(page.available)
    await anna.until_phase(Phase.SIGNING_ON)
    assert page.title.text() == f"Your phone {team.anna.phone} is ringing: answer it"
    assert page.timer.text() in ("00:19", "00:20")
    await centre.pbx(f"phones/{team.anna.phone}/pick-up")
    await anna.until_phase(Phase.WAITING)
    assert page.title.text() == "Waiting for the next call"


async def test_A9_the_test_ring_is_answered_from_the_desktop_or_cancelled(sit_down, centre, team):
    await centre.pbx(f"phones/{team.anna.phone}", desktop=True)
    anna = await sit_down(team.anna).sign_in()
    page = anna.window.contact.states
    await anna.hands.click(page.available)
    await anna.until_phase(Phase.SIGNING_ON)
    assert page.idle.text() == "Cancel"
    await anna.hands.click(page.idle)
    await anna.until_phase(Phase.PAUSE)
    await anna.hands.click(page.available)
    await anna.until_phase(Phase.SIGNING_ON)
    await anna.hands.click(page.answer)
    await anna.until_phase(Phase.WAITING)


@pytest.mark.parametrize(
    ("phone", "said"),
    [
        ({"gives_up_after": 0.1}, "rang"),
        ({"kind": "unreachable"}, "never rang"),
    ],
)
async def test_A9_a_failed_sign_on_names_both_causes_and_offers_retry(sit_down, centre, team, phone, said):
    await centre.pbx(f"phones/{team.anna.phone}", **phone)
    anna = await sit_down(team.anna).sign_in()
    page = anna.window.contact.states
    await anna.hands.click(page.available)
    await anna.until(lambda: page.title.text() == "Your phone was not answered", "the failure")
    await anna.until_phase(Phase.PAUSE)
    words = page.sentence.text()
    assert words.startswith(f"Your phone {team.anna.phone} {said}"), words
    assert f"is {team.anna.phone} the right number" in words.replace("Is", "is")
    assert "an the phone call and be called?" in words
    assert "nswer it" in words, "the other cause"
    assert page.available.text() == "Retry"
    await centre.pbx(f"phones/{team.anna.phone}", answers_test_after=0)
    await anna.hands.click(page.available)
    await anna.until_phase(Phase.WAITING)


async def test_A9_B2_the_state_switch_signs_on_by_keyboard(sit_down, centre, team):
    await centre.pbx(f"phones/{team.anna.phone}", answers_test_after=0)
    anna = await sit_down(team.anna).sign_in()
    await anna.until_phase(Phase.PAUSE)
    await anna.choose_state("1")
    await anna.until_phase(Phase.WAITING)
    assert anna.window.header.switch.text() == "Available"


async def test_B2_idle_reasons_are_chosen_in_the_state_switch(anna, colleague, team):
    bram = await colleague(team.bram).sign_in()
    await anna.choose_state("3")
    await anna.until_phase(Phase.PAUSE)
    assert anna.window.header.switch.text() == "Lunch"
    assert anna.window.contact.states.title.text() == "Lunch"
    me = anna.state.me
    assert me.not_ready is NotReadyReason.IDLE

    def seen():
        presence = bram.state.agents.get(me.id)
        return presence is not None and presence.idle_reason == me.idle_reason

    await anna.until(seen, "the colleague to see it")
    await anna.choose_state("1")  # the phone was tested already
    await anna.until_phase(Phase.WAITING)
    assert anna.state.me.state is AgentState.READY
