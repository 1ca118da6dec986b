"""A customer calls: the popover, the record, the call, and its end."""

from __future__ import annotations

import re

from agent_client.client.store.views import requests, wrap_up_contact
from agent_client.protocol.names import ContactState, Phase
from ui.popovers.request_popover import RequestPopover


def shown_popover(anna):
    return next((one for one in anna.popovers.shown() if isinstance(one, RequestPopover) and one.isVisible()), None)


async def test_C1_C4_the_popover_shows_who_calls_why_and_how_long_is_left(anna, centre, team):
    await centre.pbx(f"phones/{team.anna.phone}", rings_after=0.5, desktop=True)
    await centre.call(team.known, team.main)
    coming = await anna.until(lambda: shown_popover(anna), "the popover before the phone rings")
    assert coming.title.text() == f"Connecting · Main {team.number}"
    assert coming.rung.text() == "Waits 0:00; your phone is about to ring"
    assert not coming.answer.isVisible() and not coming.at_phone.isVisible()
    await anna.until_phase(Phase.SETUP)
    popover = await anna.popover()
    assert popover is coming, "the same popover goes on"
    assert popover.title.text() == f"Incoming call · Main {team.number}"
    assert popover.who.whole() == team.customer("Jana")
    assert popover.numbers.whole() == f"{team.company} · 030 300 {team.number:04} · to 020 100 {team.number:04}"
    fields = dict(popover.variables.shown())
    assert list(fields) == ["Queue", "Dialled", "Waited", "Contract"], "the administrator's order"
    assert fields["Queue"] == f"Main {team.number}"
    assert fields["Contract"] == f"Gold {team.number}"
    assert popover.rung.text().startswith("Rings 0:0")
    seconds, *words = popover.left.text().split()
    assert words == ["s", "left"] and 50 < int(seconds) <= 60
    assert popover.decline.isVisible()


async def test_C3_a_phone_that_the_desktop_cannot_answer_is_picked_up(anna, centre, team):
    await centre.pbx(f"phones/{team.anna.phone}")
    await centre.call(team.known, team.main)
    popover = await anna.popover()
    assert popover.at_phone.isVisible() and not popover.answer.isVisible()
    await centre.pbx(f"phones/{team.anna.phone}/pick-up")
    await anna.until_phase(Phase.CALL)
    await anna.until(lambda: not anna.popovers.shown(), "the popover to go")


async def test_C3_answered_by_its_key(anna, centre, team):
    await centre.call(team.known, team.main)
    await anna.popover()
    await anna.press("Ctrl+Shift+A")
    await anna.until_phase(Phase.CALL)
    head = anna.window.contact.call.head
    assert head.who.whole() == team.customer("Jana")
    assert not anna.popovers.shown()


async def test_C8_the_record_opens_with_the_call_by_number_and_project(anna, centre, team):
    for dnis, first in ((team.shop, "Zoë"), (team.main, "Marie")):
        call = await centre.call(team.shared, dnis)
        await anna.until(lambda: requests(anna.state), "the request")
        text = f"{first} asked for the price list."
        await anna.until_history_has(text)  # while it still rings
        assert anna.window.customer.card.name.whole() == team.customer(first)
        [entry] = [entry for entry in anna.window.customer.history.line.entries() if entry.text == text]
        assert f"{team.bram.name}, 4711" in entry.who
        await centre.hang_up(call)
        await anna.until_phase(Phase.WAITING)


async def test_F2_an_unknown_caller_becomes_a_customer_by_name(anna, centre, team):
    _, contact = await anna.talk_to(team.stranger, team.main)
    assert contact.customer is None
    unknown = anna.window.customer.unknown
    assert unknown.isVisible() and unknown.number.whole() == f"030 500 {team.number:04}"
    anna.hands.type(unknown.name, f"Bjørn Ås{team.number}")
    await anna.hands.click(unknown.save)
    card = anna.window.customer.card
    await anna.until(lambda: card.isVisible() and card.name.whole() == f"Bjørn Ås{team.number}", "the new customer")
    assert not unknown.isVisible()
    shown = f"030 500 {team.number:04}"
    await anna.until(lambda: [link.text() for link in card.numbers.links()] == [shown], "the whole record")
    rows = centre.rows(
        "SELECT n.number FROM customer_numbers n JOIN customers c ON c.id = n.customer_id WHERE c.name = ?",
        f"Bjørn Ås{team.number}",
    )
    assert rows == [(team.stranger,)]


async def test_C4_a_withheld_number_says_so_and_its_note_is_kept(anna, centre, team):
    await centre.call("", team.main)
    popover = await anna.popover()
    assert popover.who.whole() == "Number withheld"
    await anna.hands.click(popover.answer)
    await anna.until_phase(Phase.CALL)
    note = f"Would not say who calls, {team.number}."
    anna.hands.type(anna.window.customer.editor.field, note)
    await anna.press("Ctrl+Return")
    await anna.until(lambda: centre.records(note), "the record")
    await anna.until(lambda: anna.window.customer.editor.text() == "", "the empty editor")
    await anna.press("F8")
    await anna.wrap_up()


async def test_D10_the_call_ends_with_F8_and_is_wrapped_up_by_a_digit(anna, centre, team):
    _, contact = await anna.talk_to(team.known, team.main)
    await anna.press("F8")
    await anna.until_phase(Phase.WRAP_UP)
    page = anna.window.contact.wrap_up
    assert page.head.who.whole() == team.customer("Jana")
    assert page.outcome.text() == "You ended the call"
    assert not page.submit.isEnabled()
    await anna.press("F8")
    await anna.press("2")
    assert page.submit.isEnabled()
    await anna.press("Return")
    await anna.until_phase(Phase.WAITING)
    assert reason_of(centre, contact) == "Passed on"


async def test_D10_a_wrap_up_reason_is_found_by_typing(anna, centre, team):
    call, contact = await anna.talk_to(team.known, team.main)
    await centre.hang_up(call)
    await anna.until_phase(Phase.WRAP_UP)
    page = anna.window.contact.wrap_up
    assert page.outcome.text() == "The customer ended the call"
    await anna.press("F8")
    anna.hands.type(page.reasons.field, "back agr")
    assert page.reasons.view.model().rowCount() == 1
    await anna.press("Return")
    await anna.until_phase(Phase.WAITING)
    assert reason_of(centre, contact) == "Callback agreed"


async def test_D10_a_reason_is_chosen_and_submitted_by_the_mouse(anna, centre, team):
    _, contact = await anna.talk_to(team.known, team.main)
    await anna.hands.click(anna.window.contact.call.end)
    await anna.until_phase(Phase.WRAP_UP)
    page = anna.window.contact.wrap_up
    await anna.hands.click_row(page.reasons.view, 3)
    await anna.hands.click(page.submit)
    await anna.until_phase(Phase.WAITING)
    assert reason_of(centre, contact) == "Wrong number"


async def test_B1_wrap_up_that_runs_out_at_the_server_says_why(anna, centre, team):
    _, contact = await anna.talk_to(team.known, team.brief)
    await anna.press("F8")
    await anna.until(lambda: wrap_up_contact(anna.state), "wrap-up")
    await anna.until_phase(Phase.WAITING)
    assert re.match(r"Wrap-up ended by itself after \d+ s, ", anna.window.header.switch.why()), (
        "later on a busy machine"
    )
    assert reason_of(centre, contact) is None


async def test_B1_the_note_of_a_call_can_be_sent_after_its_wrap_up(anna, centre, team):
    await anna.talk_to(team.known, team.brief)
    note = f"Half a sentence, then the time was over, {team.number}."
    anna.hands.type(anna.window.customer.editor.field, note)
    await anna.press("F8")
    await anna.until_phase(Phase.WAITING)
    assert anna.window.customer.editor.text() == note
    await anna.press("Ctrl+Return")
    await anna.until_history_has(note)
    assert centre.records(note) == 1


async def test_C1_a_caller_who_hangs_up_while_it_rings_takes_the_popover_along(anna, centre, team):
    call = await centre.call(team.known, team.main)
    await anna.popover()
    await centre.hang_up(call)
    await anna.until_phase(Phase.WAITING)
    await anna.until(lambda: not anna.popovers.shown(), "the popover to go")
    assert anna.window.header.switch.why().startswith("The caller hung up")


def reason_of(centre, contact):
    """What the server keeps as the contact's wrap-up reason."""
    [(state, name)] = centre.rows(
        "SELECT c.state, r.name FROM contacts c LEFT JOIN wrap_up_reasons r ON r.id = c.wrap_up_reason_id WHERE c.id = ?",
        contact.id,
    )
    assert state == ContactState.ENDED
    return name
