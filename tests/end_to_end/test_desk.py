"""What is always there: the status bar, the search, and a clean end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from agent_client.client.clock import ServerClock
from agent_client.client.store.state import Link
from agent_client.protocol.names import AgentState, Phase
from agent_client.protocol.time import seconds_between
from ui.dialogs.sign_in import SignInWindow


def seconds_on(timer: str) -> int:
    whole = 0
    for part in timer.split(":"):
        whole = whole * 60 + int(part)
    return whole


async def test_B1_phase_and_timer_count_the_servers_time_whatever_this_computer_says(sit_down, team):
    def wrong() -> datetime:
        return datetime.now(UTC) - timedelta(hours=3, minutes=17)  # noqa: TID251

    anna = await sit_down(team.anna, clock=ServerClock(wall=wrong)).signed_on()
    badge, clock = anna.window.status_bar.badge, anna.window.status_bar.clock
    await anna.until(lambda: seconds_on(badge.timer() or "0") >= 1, "the timer to count")
    right = datetime.now(UTC)  # noqa: TID251
    assert abs(seconds_on(badge.timer()) - seconds_between(anna.state.me.since, right)) < 2
    shown = datetime.strptime(clock.text(), "%H:%M:%S").replace(tzinfo=UTC).time()
    local = right.astimezone()
    assert abs(seconds_on(f"{shown:%H:%M:%S}") - seconds_on(f"{local:%H:%M:%S}")) in (0, 1, 86_399)
    assert badge.word() == "Waiting"


async def search(anna, text):
    await anna.press("Ctrl+K")
    assert anna.window.header.search.hasFocus()
    anna.hands.type(anna.window.header.search, text)
    results = anna.window.results
    await anna.until(lambda: results.isVisible() and results.view.model().rowCount(), f"somebody for {text}")
    model = results.view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


@pytest.mark.parametrize("by", ["name", "company", "number as shown", "number in E.164"])
async def test_F2_a_customer_is_found_and_opened_by_the_keyboard(anna, team, by):
    text = {
        "name": f"jana novak{team.number:03}",
        "company": f"pekarstvi{team.number:03}",
        "number as shown": f"030 300 {team.number:04}",
        "number in E.164": team.known,
    }[by]
    found = await search(anna, text)
    if by == "company":
        firsts = [line.split()[0] for line in found]
        assert firsts == ["Jana", "Marie", "Zoë"]
        await anna.press("Down")
    else:
        assert len(found) == 1 and found[0].startswith(team.customer("Jana"))
    await anna.press("Return")
    first = "Marie" if by == "company" else "Jana"
    card = anna.window.customer.card
    await anna.until(lambda: card.name.whole() == team.customer(first), "the record")
    await anna.until_history_has(f"{first} asked for the price list.")
    assert not anna.window.results.isVisible()
    assert anna.window.customer.editor.field.hasFocus()


async def test_F2_a_note_on_a_customer_found_by_hand_needs_no_call(anna, centre, team):
    await search(anna, team.customer("Zoë"))
    await anna.press("Return")
    await anna.until_history_has("Zoë asked for the price list.")
    note = f"Met at the fair, {team.number}."
    anna.hands.type(anna.window.customer.editor.field, note)
    await anna.press("Ctrl+Return")
    await anna.until_history_has(note)
    assert centre.rows("SELECT contact_id, call_at FROM records WHERE text = ?", note) == [(None, None)]


async def test_F2_nobody_found_says_so(anna, team):
    await anna.press("Ctrl+K")
    anna.hands.type(anna.window.header.search, "Nobody of this name")
    results = anna.window.results
    await anna.until(lambda: results.isVisible() and results.words.text().startswith("Nobody found."), "the sentence")


async def test_A12_closing_the_window_signs_out_cleanly(anna, colleague, team):
    bram = await colleague(team.bram).sign_in()
    me = anna.state.me
    anna.window.close()
    assert await anna.until_ended() == 0
    await anna.until_gone(bram, me.id)
    [(ended, why)] = anna.centre.rows(
        "SELECT ended_at, ended_why FROM sessions WHERE agent_id = ? ORDER BY id DESC LIMIT 1", me.id
    )
    assert ended is not None and "signed_out" in why
    [(start, stop)] = anna.centre.rows("SELECT last_start, last_stop FROM agents WHERE id = ?", me.id)
    assert stop >= start, "signed in means a start without a stop (A13)"


async def test_A12_a_program_told_to_end_by_the_system_signs_out(anna, colleague, team):
    bram = await colleague(team.bram).sign_in()
    me = anna.state.me
    assert await anna.leave() == 0
    await anna.until_gone(bram, me.id)


async def test_A12_signing_out_leads_back_to_the_sign_in_window(anna, team):
    anna.window.actions_["sign_out"].trigger()
    window = await anna.new_window(SignInWindow)
    assert not window.error.isVisible()
    assert anna.state.link is Link.NONE
    await anna.enter(window)
    anna.window = await anna.new_window(type(anna.window))
    await anna.until_phase(Phase.PAUSE)
    assert anna.state.me.state is AgentState.NOT_READY
