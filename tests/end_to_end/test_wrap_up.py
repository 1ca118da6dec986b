"""Wrap-up by its clock and by its keys: the default reason, the limit, more time, the note that is not lost (D10)."""

from __future__ import annotations

from agent_client.client.store.views import phase, wrap_up_contact
from agent_client.protocol.contacts import Target
from agent_client.protocol.names import ContactState, Phase, TargetKind
from agent_client.protocol.time import seconds_between


def reason_of(centre, contact):
    [(state, name)] = centre.rows(
        "SELECT c.state, r.name FROM contacts c LEFT JOIN wrap_up_reasons r ON r.id = c.wrap_up_reason_id WHERE c.id = ?",
        contact.id,
    )
    assert state == ContactState.ENDED
    return name


async def in_wrap_up(anna, number, dnis):
    _, contact = await anna.talk_to(number, dnis)
    await anna.press("F8")
    await anna.until_phase(Phase.WRAP_UP)
    return contact, anna.window.contact.wrap_up


async def test_D10_whoever_says_nothing_says_the_default_when_the_time_is_over(anna, centre, team):
    contact, page = await in_wrap_up(anna, team.known, team.timed)
    assert page.default.text() == "If you choose nothing: Answered"
    assert page.submit.isEnabled()
    await anna.until(page.left.soon.isVisible, "the word for the last seconds")
    assert page.left.text().startswith("Ends in 0:0")
    assert 0 < page.left.bar.share() <= 1
    await anna.until_phase(Phase.WAITING)
    assert anna.window.header.switch.why().startswith("Wrap-up ended by itself after ")
    assert reason_of(centre, contact) == "Answered"


async def test_D10_the_default_is_submitted_by_enter_alone(anna, centre, team):
    contact, _ = await in_wrap_up(anna, team.known, team.timed)
    await anna.press("F8")
    await anna.press("Return")
    await anna.until_phase(Phase.WAITING)
    assert reason_of(centre, contact) == "Answered"


async def test_D10_more_time_by_its_key_as_often_as_the_queue_allows(anna, centre, team):
    contact, page = await in_wrap_up(anna, team.known, team.timed)
    assert page.extend.text() == "Extend by 30 s · 1 left"
    before = wrap_up_contact(anna.state).until
    await anna.press("Ctrl+Shift+X")
    await anna.until(lambda: page.extend.text() == "Extend by 30 s · none left", "the extension")
    longer = wrap_up_contact(anna.state)
    assert seconds_between(before, longer.until) == 30
    assert not page.extend.isEnabled()
    await anna.until(lambda: anna.state.me.until == longer.until, "the agent's own state to follow")
    await anna.until(page.left.left.isVisible, "the plain countdown")
    await anna.press("Ctrl+Shift+X")
    assert wrap_up_contact(anna.state).until == longer.until
    await anna.press("F8")
    await anna.press("3")
    await anna.press("Return")
    await anna.until_phase(Phase.WAITING)
    assert reason_of(centre, contact) == "Callback agreed"


async def test_D10_the_whole_wrap_up_by_keyboard_alone(anna, centre, team):
    await centre.call(team.known, team.main)
    await anna.popover()
    await anna.press("Ctrl+Shift+A")
    await anna.until_phase(Phase.CALL)
    await anna.press("F8")
    await anna.until_phase(Phase.WRAP_UP)
    contact = wrap_up_contact(anna.state)
    page = anna.window.contact.wrap_up
    await anna.press("F8")
    assert anna.window.focusWidget() is page.reasons.field
    anna.hands.type(page.reasons.field, "wrong")
    await anna.press("Return")
    await anna.until_phase(Phase.WAITING)
    assert reason_of(centre, contact) == "Wrong number"


async def test_D10_a_note_that_was_not_sent_is_pointed_at_and_outlives_the_submit(anna, centre, team):
    note = f"Half a sentence, {team.number}."
    await anna.talk_to(team.known, team.main)
    editor, page = anna.window.customer.editor, anna.window.contact.wrap_up
    anna.hands.type(editor.field, note)
    await anna.press("F8")
    await anna.until_phase(Phase.WRAP_UP)
    assert page.unsent.isVisible() and page.send_note.isVisible()
    await anna.wrap_up()
    assert phase(anna.state) is Phase.WAITING
    assert (editor.text(), centre.records(note)) == (note, 0), "nothing was sent that the agent did not send"
    await anna.press("Ctrl+Return")
    await anna.until_history_has(note)
    assert centre.records(note) == 1


async def test_D10_the_note_is_sent_from_beside_submit(anna, centre, team):
    note = f"A whole sentence, {team.number}."
    await anna.talk_to(team.known, team.main)
    page = anna.window.contact.wrap_up
    anna.hands.type(anna.window.customer.editor.field, note)
    await anna.press("F8")
    await anna.until_phase(Phase.WRAP_UP)
    await anna.hands.click(page.send_note)
    await anna.until_history_has(note)
    await anna.until(lambda: not page.unsent.isVisible(), "the hint to go")
    await anna.wrap_up()
    assert centre.records(note) == 1


async def test_D10_wrap_up_after_a_transfer_says_to_whom(anna, centre, team):
    _, contact = await anna.talk_to(team.known, team.main)
    [brief] = [queue.id for queue in anna.state.centre.queues if queue.name == f"Brief {team.number}"]
    now = anna.state.contacts[contact.id]
    await anna.program.online().session.api.transfer(now.id, now.version, Target(kind=TargetKind.QUEUE, id=brief))
    await anna.until_phase(Phase.WRAP_UP)
    page = anna.window.contact.wrap_up
    assert page.outcome.text() == f"Transferred to Brief {team.number}"
    assert page.head.who.whole() == team.customer("Jana")
    await anna.press("F8")
    await anna.press("2")
    await anna.press("Return")
    await anna.until(lambda: contact.id not in anna.state.contacts, "the end of wrap-up")
    assert reason_of(centre, contact) == "Passed on"
