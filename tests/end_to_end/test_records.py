"""Records, the customers' memory: the event window, templates, corrections, what is looked for, and what is unsent (F2)."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from agent_client.client.api import Unreachable
from agent_client.client.outbox import ContactSubject, CustomerSubject
from agent_client.protocol import paths
from agent_client.protocol.administration import SaveTemplate
from agent_client.protocol.centre import Template
from agent_client.protocol.customers import CorrectRecord, CustomerFields, Merge, NewRecord
from agent_client.protocol.names import Phase
from agent_client.workstation.paths import HOME
from ui.self_check.hands import Hands


async def send(agent, text):
    agent.hands.type(agent.window.customer.editor.field, text)
    await agent.press("Ctrl+Return")
    await agent.until_history_has(text)
    await agent.until(
        lambda: not any(isinstance(one.key, str) and one.text == text for one in agent.window.customer.line.entries()),
        "the note on its way to be gone from the history",
    )


async def find(agent, name):
    """By hand: this customer's record, and the editor for their note."""
    window = agent.window
    await agent.press("Ctrl+K")
    agent.hands.type(window.header.search, name)
    await agent.until(lambda: window.results.view.model().rowCount() == 1, "the only one of this name")
    await agent.press("Return")
    await agent.until(
        lambda: window.customer.customer() is not None and window.customer.customer().name == name, "the record"
    )
    await agent.until(lambda: isinstance(window.customer.editor.subject(), CustomerSubject), "their note")
    return window.customer


def entry_with(agent, text):
    """The entry that a record is in, and the record as it is shown there."""
    for entry in agent.window.customer.line.entries():
        if entry.text == text and entry.record is not None:
            return entry, entry
        for note in entry.notes:
            if note.text == text:
                return entry, note
    return None


async def start_correcting(agent, text):
    line = agent.window.customer.line
    line.setFocus()
    line.setTextCursor(line.document().find(text))
    QTest.keyClick(line, Qt.Key.Key_F2)
    correction = agent.window.customer.line.room
    await agent.until(lambda: correction.record is not None, "the correction to open")
    return agent.window.focusWidget()


def records_of(centre, text):
    return centre.rows("SELECT id, saved_at, call_at, phone, text, contact_id FROM records WHERE text = ?", text)


async def test_F2_the_customer_above_the_records_in_the_middle_the_record_of_now_and_send_below(anna, centre, team):
    _, contact = await anna.talk_to(team.known, team.main)
    panel = anna.window.customer
    await anna.until(lambda: panel.card.name.whole() == team.customer("Jana"), "the customer")
    await anna.until_history_has("Jana asked for the price list.")

    def top(part):
        return part.mapTo(panel, QPoint(0, 0)).y()

    assert top(panel.card) < top(panel.line) < top(panel.editor.field) < top(panel.editor.send)
    for part in (panel.card, panel.line, panel.editor.field, panel.editor.send):
        assert part.isVisible() and part.width() <= panel.width()
    [old] = [one for one in panel.line.entries() if one.text == "Jana asked for the price list."]
    assert "2026" in old.when or ":" in old.when
    assert old.who.startswith(f"{team.bram.name}, 4711"), "the operator's number"
    note = f"Wants two of them, {team.number}."
    await send(anna, note)
    [(_, saved_at, call_at, phone, text, of_contact)] = records_of(centre, note)
    assert (phone, text, of_contact) == (team.anna.phone, note, contact.id)
    assert call_at == round(contact.queued_at.timestamp() * 1000) <= saved_at


async def test_F2_a_template_is_inserted_by_key_and_by_its_name(anna, centre, team, colleague):
    chief = await colleague(team.chief).sign_in()
    texts = {
        f"Boiler {team.number}": "{customer} of {company}, case {case}: {cursor}. {colour} {{sic}}\n{agent} on {project}",
        f"Other {team.number}": "Nothing of it.",
    }
    await anna.talk_to(team.known, team.main)
    queue = next(queue.id for queue in anna.state.queues.values() if queue.name == f"Main {team.number}")
    for name, text in texts.items():
        wish = SaveTemplate(name=name, text=text, queue=queue)
        await chief.session.api.command("POST", paths.ADMINISTRATION_TEMPLATES, Template, wish)
    await anna.until(lambda: len([t for t in anna.state.centre.templates if t.queue == queue]) == 2, "the templates")
    editor, drop = anna.window.customer.editor, anna.window.notes.templates
    anna.hands.type(editor.field, "First: ")
    await anna.press("Ctrl+T")
    await anna.until(drop.isVisible, "the list of templates")
    anna.hands.type(drop.list.field, f"boil {team.number}")
    assert drop.preview.text().startswith(team.customer("Jana")), "filled in before it is inserted"
    QTest.keyClick(drop.list.field, Qt.Key.Key_Return)
    await anna.until(lambda: not drop.isVisible(), "the list to close")
    assert anna.window.focusWidget() is editor.field
    anna.hands.type(editor.field, "shows E4")
    case = next(one.value for one in next(iter(anna.state.contacts.values())).cad if one.key == "case")
    wanted = (
        f"First: {team.customer('Jana')} of {team.company}, case {case}: shows E4. {{colour}} {{sic}}\n"
        f"{team.anna.name} on Main {team.number}"
    )
    assert editor.text() == wanted
    await anna.press("Ctrl+Return")
    await anna.until_history_has(wanted)


async def test_F2_a_template_by_its_digit_and_away_with_escape(anna, team, colleague):
    chief = await colleague(team.chief).sign_in()
    await anna.talk_to(team.known, team.main)
    queue = next(queue.id for queue in anna.state.queues.values() if queue.name == f"Main {team.number}")
    wish = SaveTemplate(name=f"Only {team.number}", text="Called {date} at {time}.", queue=queue)
    await chief.session.api.command("POST", paths.ADMINISTRATION_TEMPLATES, Template, wish)
    await anna.until(lambda: [t for t in anna.state.centre.templates if t.queue == queue], "the template")
    editor, drop = anna.window.customer.editor, anna.window.notes.templates
    anna.hands.type(editor.field, "x")
    await anna.press("Ctrl+T")
    QTest.keyClick(drop.list.field, Qt.Key.Key_Escape)
    assert not drop.isVisible() and anna.window.focusWidget() is editor.field and editor.text() == "x"
    await anna.hands.click(editor.templates)
    anna.hands.type(drop.list.field, f"only {team.number}")
    await anna.hands.click(drop.insert)
    assert editor.text().startswith("xCalled ") and "{" not in editor.text()


async def test_F2_a_record_is_corrected_in_its_place_and_keeps_what_it_said(anna, centre, team, colleague):
    bram = await colleague(team.bram).sign_in()
    heard = []
    bram.store.on_event(heard.append)
    await anna.talk_to(team.known, team.main)
    wrong, right = f"Wnats {team.number}.", f"Wants {team.number}."
    await send(anna, wrong)
    field = await start_correcting(anna, wrong)
    assert field.toPlainText() == wrong
    field.selectAll()
    anna.hands.type(field, right)
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await anna.until(lambda: anna.window.customer.line.room.record is None, "the correction to be saved")
    await anna.until_history_has(right)
    _, note = entry_with(anna, right)
    assert note.corrected.endswith(f"by {team.anna.name}")
    assert [one.text for one in note.earlier] == [wrong]
    line = anna.window.customer.line
    assert wrong not in line.toPlainText()
    line.setTextCursor(line.document().find("Earlier text"))
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert wrong in line.toPlainText()
    assert anna.window.customer.editor.text() == "", "the note of now is another"
    assert len(records_of(centre, wrong)) == 1, "what was written first stays"
    assert centre.rows("SELECT count(*) FROM record_corrections WHERE text = ?", right) == [(1,)]
    await anna.until(
        lambda: any(getattr(one, "record", None) and one.record.text == right for one in heard),
        "the news at a colleague",
    )
    assert list(anna.desk.paths.drafts.rglob("*.kept")) == [], "nothing is unsent"


async def test_F2_who_corrects_what_a_colleague_corrected_meanwhile_sees_both(anna, centre, team, colleague):
    chief = await colleague(team.chief).sign_in()
    await anna.talk_to(team.known, team.main)
    first, theirs, mine = (f"{word} {team.number}." for word in ("First", "Theirs", "Mine"))
    await send(anna, first)
    field = await start_correcting(anna, first)
    field.selectAll()
    anna.hands.type(field, mine)
    [(number, *_)] = records_of(centre, first)
    await chief.session.api.correct_record(number, CorrectRecord(theirs, 0))
    correction = field.parentWidget()
    await anna.until(correction.theirs_box.isVisible, "the colleague's words")
    assert (correction.theirs.text(), field.toPlainText()) == (theirs, mine)
    assert team.chief.name in correction.who.text()
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await anna.until_history_has(mine)
    _, note = entry_with(anna, mine)
    assert [one.text for one in note.earlier] == [theirs, first]


async def test_F2_only_ones_own_records_have_the_pencil(anna, centre, team):
    await anna.talk_to(team.known, team.main)
    await anna.until_history_has("Jana asked for the price list.")
    line = anna.window.customer.line
    line.setFocus()
    line.setTextCursor(line.document().find("asked for"))
    assert not line.pencil.isVisible()
    QTest.keyClick(line, Qt.Key.Key_F2)
    assert line.room.record is None


async def test_F2_the_draft_of_a_correction_outlives_the_program(sit_down, centre, team, tmp_path):
    home = tmp_path / "own"
    anna = await sit_down(team.anna, home=home).signed_on()
    panel = await find(anna, team.customer("Jana"))
    text = f"Without a call {team.number}."
    await send(anna, text)
    field = await start_correcting(anna, text)
    anna.hands.type(field, " Half a corr")
    await anna.until(
        lambda: any("Half a corr" in one.read_text() for one in anna.desk.paths.drafts.rglob("*.kept")), "the disk"
    )
    assert panel.editor.text() == ""
    assert await anna.leave() == 0

    again = await sit_down(team.anna, home=home).sign_in()
    editor = again.window.customer.editor
    await again.until(lambda: editor.others.isVisible() and editor.others.text() == "1 unsent note", "the count")
    await again.press("Ctrl+Shift+N")
    unsent = again.window.notes.unsent
    await again.until(unsent.isVisible, "the list")
    [row] = unsent.rows.rows
    assert (row.who, row.state) == (team.customer("Jana"), "Correction")
    QTest.keyClick(unsent.view, Qt.Key.Key_Return)
    await again.until(lambda: again.window.customer.line.room.record is not None, "the correction in its place")
    field = again.window.focusWidget()
    assert field.toPlainText() == f"{text} Half a corr"
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await again.until_history_has(f"{text} Half a corr")
    await again.until(lambda: not editor.others.isVisible(), "nothing unsent")


async def test_F2_a_cancelled_correction_comes_back(anna, team):
    await anna.talk_to(team.known, team.main)
    text = f"As it was {team.number}."
    await send(anna, text)
    field = await start_correcting(anna, text)
    anna.hands.type(field, " And more.")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    room = anna.window.customer.line.room
    assert room.record is None and anna.window.focusWidget() is anna.window.customer.line
    [notice] = [one for one in anna.desk.notices.current() if one.key == "correction"]
    notice.act()
    assert room.record is not None
    assert anna.window.focusWidget().toPlainText() == f"{text} And more."


async def test_F2_each_of_several_customers_has_a_draft_of_their_own(anna, centre, team):
    drafts = {}
    for first in ("Jana", "Marie", "Zoë"):
        panel = await find(anna, team.customer(first))
        assert panel.editor.text() == ""
        drafts[first] = f"Half of {first}'s {team.number}"
        anna.hands.type(panel.editor.field, drafts[first])
    editor = anna.window.customer.editor
    await anna.until(lambda: editor.others.text() == "2 unsent notes", "the count of the others")
    for first, draft in drafts.items():
        await find(anna, team.customer(first))
        assert editor.text() == draft
    await anna.press("Ctrl+Shift+N")
    unsent = anna.window.notes.unsent
    await anna.until(unsent.isVisible, "the list")
    assert [row.who for row in unsent.rows.rows] == [team.customer(first) for first in drafts]
    QTest.keyClick(unsent.view, Qt.Key.Key_Down)
    QTest.keyClick(unsent.view, Qt.Key.Key_Delete)
    assert [row.who for row in unsent.rows.rows] == [team.customer("Jana"), team.customer("Zoë")]
    QTest.keyClick(unsent.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [row.words for row in unsent.rows.rows] == list(drafts.values())
    QTest.keyClick(unsent.view, Qt.Key.Key_Home)
    QTest.keyClick(unsent.view, Qt.Key.Key_Return)
    await anna.until(lambda: editor.text() == drafts["Jana"], "Jana's draft")
    assert anna.window.focusWidget() is editor.field
    await anna.press("Ctrl+Return")
    await anna.until_history_has(drafts["Jana"])
    [(_, _, call_at, _, _, contact)] = records_of(centre, drafts["Jana"])
    assert (call_at, contact) == (None, None)
    assert editor.others.text() == "2 unsent notes"


async def test_F2_half_a_note_of_a_call_that_is_over_is_gone_on_with_beside_the_next_call(anna, centre, team):
    first, contact = await anna.talk_to(team.known, team.brief)
    editor = anna.window.customer.editor
    half = f"Half a note {team.number}"
    anna.hands.type(editor.field, half)
    await centre.hang_up(first)
    await anna.until(lambda: contact.id not in anna.state.contacts, "the end of the first contact")
    await anna.talk_to(team.stranger, team.main)
    assert editor.text() == "" and editor.others.text() == "1 unsent note"
    await anna.hands.click(editor.others)
    unsent = anna.window.notes.unsent
    await anna.until(unsent.isVisible, "the list")
    await anna.hands.click(unsent.open_button)
    assert (editor.subject(), editor.text()) == (ContactSubject(contact.id), half)
    assert team.customer("Jana") in editor.title.whole()
    await anna.until(lambda: anna.window.customer.customer() is not None, "Jana's record")
    anna.hands.type(editor.field, ", now whole.")
    await anna.press("Ctrl+Return")
    await anna.until_history_has(f"{half}, now whole.")
    [(_, _, call_at, _, _, of_contact)] = records_of(centre, f"{half}, now whole.")
    assert (of_contact, call_at) == (contact.id, round(contact.queued_at.timestamp() * 1000))
    await anna.hands.click(editor.back)
    assert editor.subject() == ContactSubject(next(iter(anna.state.contacts)))
    assert not editor.title.isVisible()


async def test_F2_a_note_on_a_customer_who_becomes_part_of_another_stays_in_sight(anna, centre, team, colleague):
    chief = await colleague(team.chief).sign_in()
    panel = await find(anna, team.customer("Zoë"))
    gone, half = panel.customer(), f"Half a note on Zoë {team.number}"
    anna.hands.type(panel.editor.field, half)
    [into] = (await chief.session.api.find_customers(team.customer("Marie"))).customers
    kept = (await chief.session.api.customer(into.id)).customer
    fields = CustomerFields(version=kept.version, name=kept.name, company=kept.company, numbers=kept.numbers)
    wish = Merge(other=gone.id, other_version=gone.version, fields=fields)
    await chief.session.api.merge_customers(kept.id, wish)
    await anna.until(lambda: panel.customer() is not None and panel.customer().id == kept.id, "the one they became")
    assert panel.editor.text() == half and panel.editor.subject() == CustomerSubject(gone.id)
    await anna.press("Ctrl+Return")
    await anna.until_history_has(half)
    assert centre.rows("SELECT customer_id FROM records WHERE text = ?", half) == [(kept.id,)]


def typed_and_killed(arguments, environment):
    """Blocks until the program has typed its half sentence and is gone."""
    with subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        said = child.stdout.readline().strip()
        child.send_signal(signal.SIGKILL)
        errors = child.communicate(timeout=60)[1]
    assert said == "typed", errors


async def test_F2_the_list_of_unsent_notes_outlives_a_killed_client(sit_down, driven_program, centre, team, tmp_path):
    home, typed = tmp_path / "own", f"Asks whether it comes on {team.number}"
    who = team.anna
    await centre.pbx(f"phones/{who.phone}", answers_test_after=0.01, desktop=True)
    call = await centre.call(team.known, team.brief)
    arguments = [*driven_program, centre.url, who.user, "Passwort 9", who.phone, "type", typed]
    environment = os.environ | {HOME: str(home), "CLIENTNAME": "WS-unsent"}
    await asyncio.to_thread(typed_and_killed, arguments, environment)
    await centre.hang_up(call)
    over = "SELECT 1 FROM contacts WHERE ani = ? AND state = 'ended'"
    await Hands(None).until(lambda: centre.rows(over, team.known), "the call and its wrap-up to be over")

    anna = await sit_down(who, home=home, seat="WS-unsent").sign_in()
    editor = anna.window.customer.editor
    await anna.until(lambda: editor.others.isVisible(), "the count")
    await anna.press("Ctrl+Shift+N")
    unsent = anna.window.notes.unsent
    await anna.until(unsent.isVisible, "the list")
    [row] = unsent.rows.rows
    assert (row.who, row.words) == (team.customer("Jana"), typed)
    QTest.keyClick(unsent.view, Qt.Key.Key_Return)
    await anna.until(lambda: editor.text() == typed, "what was typed before")
    await anna.press("Ctrl+Return")
    await anna.until(lambda: centre.records(typed) == 1, "the record")
    await anna.until_history_has(typed)


async def test_F2_what_has_not_arrived_is_in_the_list_and_can_be_taken_back(anna, team, monkeypatch):
    await find(anna, team.customer("Jana"))
    editor = anna.window.customer.editor
    api = anna.program.online().session.api

    async def unreachable(record: NewRecord, key: str):
        raise Unreachable("timeout")

    monkeypatch.setattr(api, "add_record", unreachable)
    text = f"Not after all {team.number}"
    anna.hands.type(editor.field, text)
    await anna.press("Ctrl+Return")
    await anna.until(lambda: editor.others.isVisible(), "the count")
    await anna.press("Ctrl+Shift+N")
    unsent = anna.window.notes.unsent
    [row] = unsent.rows.rows
    assert (row.who, row.state) == (team.customer("Jana"), "Waiting for the server")
    QTest.keyClick(unsent.view, Qt.Key.Key_Delete)
    assert unsent.rows.rows == []
    monkeypatch.undo()
    await anna.until(lambda: not anna.drafts(), "the disk to be cleared of it")
    assert anna.program.online().outbox.waiting == ()


async def test_F2_the_history_is_looked_through(anna, team):
    panel = await find(anna, team.customer("Jana"))
    for text in ("Boiler shows E4.", "Invoice sent.", "Boiler mended."):
        await send(anna, f"{text} {team.number}")
    history = panel.history

    def shown():
        return [entry.text for entry in history.line.entries()]

    everything = shown()
    await anna.press("Ctrl+F")
    assert anna.window.focusWidget() is history.filter.words
    anna.hands.type(history.filter.words, "boil")
    wanted = [f"Boiler mended. {team.number}", f"Boiler shows E4. {team.number}"]
    await anna.until(lambda: shown() == wanted, f"the two with these words, not {shown()}")
    await send_beside(anna, f"Boiler again. {team.number}")
    await anna.until(lambda: shown() == [f"Boiler again. {team.number}", *wanted], "what is new")
    history.filter.words.setFocus()
    history.filter.words.selectAll()
    anna.hands.type(history.filter.words, "zeppelin")
    await anna.until(
        lambda: history.placeholder.isVisible() and history.placeholder.title.text() == "Nothing found", "it"
    )
    QTest.keyClick(history.filter.words, Qt.Key.Key_Escape)
    assert shown() == [f"Boiler again. {team.number}", *everything]
    await anna.press("Ctrl+F")
    bram = next(key for key, name in history.filter.agent._choices if name == team.bram.name)
    history.filter.agent.choose(bram)
    history.filter.agent.chosen.emit(bram)
    await anna.until(lambda: shown() == ["Jana asked for the price list."], "what Bram wrote")


async def send_beside(agent, text):
    """While something is looked for: it may not be shown."""
    editor = agent.window.customer.editor
    agent.hands.type(editor.field, text)
    await agent.press("Ctrl+Return")
    await agent.until(lambda: editor.text() == "", "it to be sent")


async def test_F2_a_template_needs_a_contact_or_a_customer(anna, team):
    await anna.until_phase(Phase.WAITING)
    await anna.press("Ctrl+T")
    assert not anna.window.notes.templates.isVisible()
    await anna.press("Ctrl+F")
    assert anna.window.focusWidget() is anna.window.header.search, "without a history a customer is looked for"
