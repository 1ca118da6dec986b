"""What one agent does with one call: hold, the recording, tones, mute, and what is shown of it (D1, D8, D12)."""

from __future__ import annotations

import re

from PySide6.QtTest import QTest

from agent_client.client.store.views import current_contact
from agent_client.protocol.names import ContactState, OnHold, RecordingState
from agent_client.rules.parties import ContactAction
from tests.end_to_end.centre import SHIELD

A = ContactAction


def now(anna):
    contact = current_contact(anna.state)
    assert contact is not None
    return contact


async def until_state(anna, state, on_hold=None):
    await anna.until(lambda: (now(anna).state, now(anna).on_hold) == (state, on_hold), f"{state}, {on_hold}")


async def press(anna, action):
    """With the mouse."""
    page = anna.window.contact.call
    button = await anna.until(
        lambda: (one := page.button(action)) and one.isEnabled() and one, f"a button for {action}"
    )
    await anna.hands.click(button)


async def hears(centre, call):
    found = await centre.look(f"calls/{call}/hears")
    return {tuple(pair) for pair in found["pairs"]}


TALK = {("customer", "owner"), ("owner", "customer")}


async def test_D1_hold_and_resume(anna, centre, team):
    call, _ = await anna.talk_to(team.known, team.main)
    page = anna.window.contact.call
    assert await hears(centre, call) == TALK
    await press(anna, A.HOLD)
    await until_state(anna, ContactState.HELD, OnHold.CUSTOMER)
    assert await hears(centre, call) == {("customer", "music")}
    await anna.until(lambda: page.head.word.text() == "On hold", "the word beside the timer")
    assert page.head.beside.isVisible() and page.head.beside.text().startswith("0:0")
    assert not page.end.isEnabled() and "on hold" in page.end.toolTip()
    assert not anna.window.actions_["end"].isEnabled(), "nor by its key"
    await press(anna, A.RESUME)
    await until_state(anna, ContactState.CONNECTED)
    assert await hears(centre, call) == TALK
    await anna.until(page.end.isEnabled, "the end to be possible again")
    assert page.head.beside.isHidden()


async def test_D1_by_one_key_both_ways(anna, centre, team):
    await anna.talk_to(team.known, team.main)
    await anna.press("Ctrl+Shift+H")
    await until_state(anna, ContactState.HELD, OnHold.CUSTOMER)
    await anna.until(anna.window.actions_["hold"].isEnabled, "the key for the way back")
    await anna.press("Ctrl+Shift+H")
    await until_state(anna, ContactState.CONNECTED)
    lines = [line.words for line in anna.window.contact.call.course.shown()]
    assert lines[:2] == ["Customer back from hold", "Customer on hold"]


async def test_D1_the_customer_who_hangs_up_on_hold_ends_the_call(anna, centre, team):
    call, _ = await anna.talk_to(team.known, team.main)
    await press(anna, A.HOLD)
    await until_state(anna, ContactState.HELD, OnHold.CUSTOMER)
    await centre.hang_up(call)
    await anna.wrap_up()


async def test_D8_the_paused_part_is_not_in_the_recording(anna, centre, team):
    call, contact = await anna.talk_to(team.known, team.taped)
    line = anna.window.contact.call.bar.recording
    assert contact.recording.state is RecordingState.RECORDING
    assert line.mark.isVisible() and line.word.text() == "Recording"
    await press(anna, A.PAUSE_RECORDING)
    await anna.until(lambda: line.word.text() == "Recording paused", "the pause")
    await anna.until(lambda: line.left.text().startswith("resumes in 0:0"), "what is left of the privacy shield")
    await anna.press("Ctrl+Shift+P")
    await anna.until(lambda: line.word.text() == "Recording", "the recording to go on")
    await anna.press("F8")
    await anna.wrap_up()
    [stretches] = (await centre.look(f"calls/{call}/recordings"))["recordings"].values()
    before, after = stretches
    assert before["end"] < after["start"], "the paused part is absent"
    assert set(before["heard"]) == set(after["heard"]) == {"customer", "owner"}


async def test_D8_with_the_privacy_shield_a_pause_ends_by_itself(anna, centre, team):
    await anna.talk_to(team.known, team.taped)
    page = anna.window.contact.call
    await press(anna, A.PAUSE_RECORDING)
    await anna.until(lambda: now(anna).recording.state is RecordingState.PAUSED, "the pause")
    await anna.until(lambda: now(anna).recording.state is RecordingState.RECORDING, "its end by itself")
    await anna.until(lambda: page.bar.recording.word.text() == "Recording", "the indicator")
    words = [line.words for line in page.course.shown()]
    after = re.match(r"Recording resumed · The recording went on by itself after (\d+) s", words[0])
    assert after is not None
    assert int(after[1]) >= SHIELD  # as long as it really took: more on a busy computer


async def test_D8_what_is_not_recorded_says_nothing_of_it(anna, centre, team):
    _, contact = await anna.talk_to(team.known, team.main)
    assert contact.recording is None
    assert not any(part.isVisible() for part in anna.window.contact.call.bar.recording.parts())


async def test_digits_typed_into_the_keypad_reach_the_other_end_in_their_order(anna, centre, team):
    call, _ = await anna.talk_to(team.known, team.main)
    page = anna.window.contact.call
    await anna.press("Ctrl+Shift+K")
    await anna.until(page.keypad.isVisible, "the keypad")
    QTest.keyClicks(page.keypad, "2255")
    await anna.hands.click(page.keypad.keys["#"])
    heard = ""
    for _ in range(100):
        heard = (await centre.look(f"calls/{call}/digits"))["digits"].get("customer", "")
        if len(heard) >= 5:
            break
    assert heard == "2255#"
    assert page.keypad.sent.whole() == "2255#"
    QTest.keyClick(page.keypad, "\x1b")
    assert not page.keypad.isVisible()


async def test_mute_where_the_phone_can(anna, centre, team):
    await centre.pbx(f"phones/{team.anna.phone}", desktop=True, mutes=True)
    call, contact = await anna.talk_to(team.known, team.main)
    assert contact.can_mute
    await press(anna, A.MUTE)
    await anna.until(lambda: now(anna).muted, "the mute")
    assert await hears(centre, call) == {("owner", "customer")}, "the customer hears nobody"
    button = anna.window.contact.call.button(A.MUTE)
    await anna.until(lambda: button.text() == "Unmute" and not button.requested, "the button's other word")
    await anna.press("Ctrl+Shift+M")
    await anna.until(lambda: not now(anna).muted, "to be heard again")
    assert await hears(centre, call) == TALK


async def test_a_phone_that_cannot_mute_offers_nothing(anna, centre, team):
    await anna.talk_to(team.known, team.main)
    assert anna.window.contact.call.button(A.MUTE) is None
    assert not anna.window.actions_["mute"].isEnabled()


async def test_D12_noise_removal_is_shown(anna, centre, team):
    await anna.talk_to(team.known, team.main)
    noise = anna.window.contact.call.noise
    assert noise.isVisible() and noise.word.text() == "Noise removal on"
