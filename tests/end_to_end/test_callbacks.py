"""The team's callback list, live in every window (E1, E2, E3, E7)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from agent_client.client.store.views import current_contact
from agent_client.protocol.names import Phase, Section
from agent_client.rules.callback_actions import CallbackAction


async def missed(agent, number, dnis=""):
    """Somebody calls, finds nobody and gives up: the entry."""
    call = await agent.centre.call(number, dnis or agent.team.main)
    await agent.centre.hang_up(call)
    return await agent.until_listed(number, Section.OPEN)


async def in_row(agent, entry):
    """The entry is in the open section's list; its row is chosen by the mouse."""
    panel = agent.window.callbacks
    await agent.until(lambda: panel.rows.place_of(entry.id) is not None, "the row")
    await agent.hands.click_row(panel.list, panel.rows.place_of(entry.id))
    await agent.until(lambda: panel.chosen() is not None and panel.chosen().id == entry.id, "the chosen row")
    return panel


async def press_action(agent, entry, action):
    panel = await in_row(agent, entry)
    await agent.hands.click(panel.list.chosen_actions.buttons[action])


@pytest.fixture
async def paused(sit_down, team):
    """Anna in pause: nobody takes calls."""
    anna = await sit_down(team.anna).sign_in()
    anna.team = team
    await anna.until_phase(Phase.PAUSE)
    return anna


async def test_E2_a_caller_who_gives_up_in_the_queue_is_an_open_entry_at_once(paused, centre, team):
    call = await centre.call(team.known, team.main)
    queue = paused.state.me.queues[0]
    await paused.until(lambda: paused.state.queues[queue].waiting == 1, "the caller in the queue")
    await paused.until(lambda: "1 waiting" in paused.window.status_bar.queues.whole(), "the caller on the status bar")
    await centre.hang_up(call)
    entry = await paused.until_listed(team.known, Section.OPEN)
    assert entry.customer.name == team.customer("Jana")
    panel = await in_row(paused, entry)
    assert panel.tabs.open_section() == Section.OPEN
    assert "Open" in panel.tabs.accessibleName() or panel.rows.rowCount() == 1
    await paused.until_history_has("Jana asked for the price list.")  # who it is, beside the list


async def test_E2_a_caller_who_hangs_up_while_it_rings_is_an_open_entry(anna, centre, team):
    call = await centre.call(team.known, team.main)
    await anna.popover()
    await centre.hang_up(call)
    assert (await anna.until_listed(team.known, Section.OPEN)).calls == 1


async def test_E2_calling_again_counts_and_being_answered_later_is_done_by_itself(paused, centre, team):
    await missed(paused, team.known)
    call = await centre.call(team.known, team.main)
    await centre.hang_up(call)
    await paused.until(lambda: any(one.calls == 2 for one in paused.listed(Section.OPEN)), "the second call")
    assert len(paused.listed(Section.OPEN)) == 1
    await centre.pbx(f"phones/{team.anna.phone}", answers_test_after=0, desktop=True)
    await paused.hands.click(paused.window.contact.states.available)
    await paused.until_phase(Phase.WAITING)
    await paused.talk_to(team.known, team.main)
    done = await paused.until_listed(team.known, Section.DONE)
    assert done.closed_by.name == team.anna.name
    assert not paused.listed(Section.OPEN)


async def test_E2_a_withheld_number_can_be_marked_and_not_called(paused, team):
    entry = await missed(paused, "")
    panel = await in_row(paused, entry)
    buttons = panel.list.chosen_actions.buttons
    assert not buttons[CallbackAction.CALL].isVisible()
    await paused.hands.click(buttons[CallbackAction.DONE])
    await paused.until_listed("", Section.DONE)


async def test_E3_done_not_reached_and_reopened_are_seen_by_everybody(paused, colleague, team):
    bram = await colleague(team.bram).sign_in()
    entry = await missed(paused, team.stranger)
    panel = paused.window.callbacks
    steps = (
        (Section.OPEN, CallbackAction.DONE, Section.DONE),
        (Section.DONE, CallbackAction.REOPEN, Section.OPEN),
        (Section.OPEN, CallbackAction.NOT_REACHED, Section.NOT_REACHED),
    )
    for before, action, after in steps:
        panel.tabs.open(before.value)
        await press_action(paused, entry, action)
        await paused.until_listed(team.stranger, after)
        await paused.until(
            lambda wanted=after: bram.state.callbacks[entry.id].section is wanted, "the colleague to see"
        )
        await paused.until(lambda: panel.rows.place_of(entry.id) is None, "the row to leave its section")
        assert paused.state.sections[after] == 1


async def test_E7_calling_back_claims_the_entry_and_everybody_sees_by_whom(paused, sit_down, centre, team):
    bram = await sit_down(team.bram).sign_in()
    entry = await missed(paused, team.known)
    await bram.until_listed(team.known, Section.OPEN)
    await centre.pbx(f"phones/{team.anna.phone}", desktop=True)
    await centre.pbx(f"customers/{team.known}", after=0.2)
    await in_row(paused, entry)
    await paused.press("Return")

    claim = await bram.until(lambda: bram.state.callbacks[entry.id].claim, "the claim at the colleague's")
    assert claim.agent.name == team.anna.name
    other = await in_row(bram, entry)
    assert not any(button.isVisible() for button in other.list.chosen_actions.buttons.values())

    await paused.hands.click(paused.window.contact.call.answer)
    await paused.until(lambda: current_contact(paused.state), "the own phone to be answered")
    done = await bram.until_listed(team.known, Section.DONE)  # the customer answered
    assert done.closed_by.name == team.anna.name
    await paused.until_phase(Phase.CALL)
    assert paused.window.contact.call.head.who.whole() == team.customer("Jana")
    assert paused.window.contact.call.head.word.text().startswith("Callback")
    await paused.press("F8")
    await paused.wrap_up()
    await paused.until_phase(Phase.PAUSE)  # from where they called
    assert bram.state.callbacks[entry.id].claim is None


async def test_E7_of_two_who_call_back_at_once_one_is_refused_by_name(paused, sit_down, centre, team):
    bram = await sit_down(team.bram).sign_in()
    entry = await missed(paused, team.known)
    await bram.until_listed(team.known, Section.OPEN)
    both = (paused, bram)
    for agent in both:
        await centre.pbx(f"phones/{agent.who.phone}", desktop=True)
        await in_row(agent, entry)
    for agent in both:
        QTest.keyClick(agent.window.callbacks.list, Qt.Key.Key_Return)
    claim = await bram.until(lambda: bram.state.callbacks[entry.id].claim, "the claim")
    winner, loser = both if claim.agent.name == team.anna.name else both[::-1]
    refusal = loser.window.callbacks.foot.refusal
    await loser.until(lambda: refusal.isVisible() and refusal.text(), "the refusal")
    assert refusal.text() == f"{winner.who.name} is calling this number back: take another entry."
    await winner.until_phase(Phase.SETUP)
    await loser.until_phase(Phase.PAUSE)


async def test_E3_a_customer_who_is_not_reached_is_an_attempt(paused, centre, team):
    entry = await missed(paused, team.stranger)
    await centre.pbx(f"phones/{team.anna.phone}", answers_after=0)
    await centre.pbx(f"customers/{team.stranger}", kind="busy", after=0.1)  # refused, however soon
    await press_action(paused, entry, CallbackAction.CALL)
    tried = await paused.until_listed(team.stranger, Section.ATTEMPTED)
    assert (tried.attempts, tried.claim) == (1, None)
    assert tried.id == entry.id
