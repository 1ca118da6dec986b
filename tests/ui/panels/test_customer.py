"""The right column: whose record is wanted, what the history shows, and whose note is written."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_client.client.outbox import ContactSubject, CustomerSubject, Letter
from agent_client.client.outbox.letters import Place
from agent_client.client.store.state import Link
from agent_client.protocol.customers import Correction, CustomerBrief, CustomerPage
from agent_client.protocol.names import ContactId, CustomerId, RecordId, Role
from agent_client.rules.record_filter import HistoryFilter
from ui.panels.customer import CustomerPanel
from ui.panels.subject import Opened


@pytest.fixture
def panel(qtbot: QtBot) -> CustomerPanel:
    made = CustomerPanel()
    qtbot.addWidget(made)
    made.resize(376, 700)
    made.show()
    made.heard = []
    for name in ("customer_wanted", "older_wanted", "subject_changed", "customer_named", "caller_chosen"):
        getattr(made, name).connect(lambda *what, name=name: made.heard.append((name, *what)))
    return made


def wanted(panel: CustomerPanel) -> list[object]:
    return [what[0] for name, *what in panel.heard if name == "customer_wanted"]


def dates(panel: CustomerPanel) -> list[str]:
    return [entry.when for entry in panel.line.entries()]


def test_the_record_opens_with_the_call(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.WAITING)
    assert panel.history.placeholder.title.text() == "No customer"
    panel.show_state(seen.ON_CALL)
    assert panel.heard == [("customer_wanted", 10428), ("subject_changed", ContactSubject(ContactId(501)))]
    assert panel.card.name.whole() == "Jana Nováková"  # at once, before the record is here
    assert panel.history.placeholder.title.text() == "The history is on its way"
    panel.show_page(seen.PAGE)
    assert panel.history.placeholder.isHidden()
    assert dates(panel)[0] == "Now"
    assert [date.split(",")[0] for date in dates(panel)[1:]] == ["18 Nov 2026", "11 Nov 2026", "2 Nov 2026"]
    assert panel.card.remark.text.text().startswith("Speaks Czech")
    assert panel.card.address.text() == "Lidická 41, 602 00 Brno · operators 204, 212"
    assert panel.line.entries()[2].who == "Anna de Vries, 204 · saved 16:44"


def test_the_same_state_again_asks_for_nothing(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    panel.show_page(seen.PAGE)
    panel.heard.clear()
    panel.show_state(replace(seen.ON_CALL, queues={}))
    panel.show_state(seen.WRAP_UP)
    assert panel.heard == []
    assert "Now" not in dates(panel)


def test_a_record_of_somebody_else_is_not_shown(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    other = CustomerPage(customer=replace(seen.CUSTOMER, id=CustomerId(5), name="Other"), records=())
    panel.show_page(other)
    assert panel.customer() is None
    panel.show_failed(CustomerId(5), "No.")
    assert panel.history.placeholder.title.text() == "The history is on its way"


def test_older_pages_and_live_records(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    panel.show_page(CustomerPage(customer=seen.CUSTOMER, records=seen.RECORDS[:2], older="899.9"))
    assert panel.heard[-1] == ("older_wanted", 10428, "899.9")
    panel.add_older(CustomerPage(customer=seen.CUSTOMER, records=seen.RECORDS[1:]))
    assert len(dates(panel)) == 4
    new = replace(seen.RECORDS[0], id=RecordId(999), text="New.")
    panel.add_record(new)
    panel.add_record(new)
    panel.add_record(replace(new, id=RecordId(1000), customer=CustomerId(5)))
    assert [entry.text for entry in panel.line.entries()][1] == "New."
    assert len(dates(panel)) == 5


def test_a_failure_says_what_to_do_and_trying_again_asks(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    panel.show_failed(seen.JANA.id, "The server failed (500): try again.")
    placeholder = panel.history.placeholder
    assert (placeholder.title.text(), placeholder.sentence.text()) == (
        "The history could not be read",
        "The server failed (500): try again.",
    )
    panel.show_state(replace(seen.ON_CALL, queues={}))
    assert placeholder.action.isVisible()
    placeholder.action.click()
    assert wanted(panel) == [10428, 10428]
    assert placeholder.title.text() == "The history is on its way"


def test_without_a_link_the_history_is_said_to_come_later(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.LINK_LOST)
    assert panel.history.placeholder.title.text() == "No link to the server"
    assert panel.editor.field.isEnabled()


def test_of_whom_nothing_was_written_yet_it_is_said(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.WAITING)
    panel.open_customer(seen.CUSTOMER.id)
    panel.show_page(replace(seen.PAGE, records=(), calls=(), older=None))
    placeholder = panel.history.placeholder
    assert placeholder.isVisible() and placeholder.title.text() == "No history"
    panel.show_page(seen.PAGE)
    assert not placeholder.isVisible()


def test_an_unknown_caller_gets_a_name(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.UNKNOWN)
    assert panel.unknown.isVisible()
    assert not panel.card.isVisible()
    assert not panel.unknown.save.isEnabled()
    QTest.keyClicks(panel.unknown.name, "  Nora van Veen ")
    QTest.keyClick(panel.unknown.name, Qt.Key.Key_Return)
    assert panel.heard[-1] == ("customer_named", 501, 3, "Nora van Veen")
    assert panel.unknown.save.requested
    panel.unknown.save.refuse("The server cannot save anything at the moment.")
    assert panel.unknown.refusal.isVisible()
    known = replace(seen.CALL, customer=CustomerBrief(CustomerId(3), "Nora van Veen"), version=4)
    panel.show_state(seen.with_contact(known, seen.ME.state, 5))
    assert not panel.unknown.isVisible()
    assert wanted(panel) == [3]


def test_what_is_typed_as_a_name_survives_other_changes(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.UNKNOWN)
    QTest.keyClicks(panel.unknown.name, "Nora")
    panel.show_state(replace(seen.UNKNOWN, queues={}))
    assert panel.unknown.name.text() == "Nora"


def test_whoever_may_add_to_no_list_reads_why_there_is_no_save(panel, seen):
    rights = replace(seen.UNKNOWN.me.rights, edit_central=False, edit_own=False)
    panel.show_state(replace(seen.UNKNOWN, me=replace(seen.UNKNOWN.me, rights=rights)))
    QTest.keyClicks(panel.unknown.name, "Nora")
    assert panel.unknown.save.why_not == "You may not change customers: ask your supervisor."
    assert not panel.unknown.save.isEnabled()
    assert panel.unknown.more.why_not == panel.unknown.save.why_not


def test_somebody_found_by_hand_during_a_call(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    panel.open_customer(CustomerId(77))
    assert wanted(panel) == [10428, 77]
    assert panel.editor.subject() == CustomerSubject(CustomerId(77))
    assert (panel.card.back.isVisible(), panel.card.caller.isVisible()) == (True, False)
    panel.card.back.click()
    assert panel.editor.subject() == ContactSubject(ContactId(501))
    assert wanted(panel)[-1] == 10428
    panel.open_customer(seen.JANA.id)
    assert panel.editor.subject() == ContactSubject(ContactId(501))


def test_an_unknown_caller_turns_out_to_be_somebody(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.UNKNOWN)
    panel.open_customer(CustomerId(77))
    assert panel.card.caller.isVisible()
    panel.card.caller.click()
    assert panel.heard[-1] == ("caller_chosen", 501, 3, 77)
    known = replace(seen.CALL, customer=CustomerBrief(CustomerId(77), "Nora"), version=4)
    panel.show_state(seen.with_contact(known, seen.ME.state, 5))
    assert not panel.card.caller.isVisible()
    assert panel.editor.subject() == ContactSubject(ContactId(501))
    assert wanted(panel) == [77]


def test_the_note_stays_after_the_contact_until_the_next_one(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    panel.show_page(seen.PAGE)
    panel.editor.field.setPlainText("Half a note")
    panel.show_state(seen.WAITING)
    assert panel.editor.subject() == ContactSubject(ContactId(501))
    assert panel.editor.text() == "Half a note"
    assert panel.card.name.whole() == "Jana Nováková"
    panel.show_state(seen.SETUP)
    assert panel.editor.subject() == ContactSubject(ContactId(502))
    assert panel.editor.text() == ""  # the outbox has it


def test_after_the_contact_a_new_note_is_the_customers(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    panel.show_state(seen.WAITING)
    assert panel.editor.subject() == CustomerSubject(seen.JANA.id)


def test_notes_on_their_way_stand_on_top(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    panel.show_page(seen.PAGE)
    mine = Letter(
        key="k",
        number=1,
        place=Place("a", ContactSubject(ContactId(501))),
        text="Sent.",
        customer=None,
        contact=ContactId(501),
        written_at=seen.NOW,
    )
    others = replace(mine, key="o", place=Place("a", ContactSubject(ContactId(9))))
    panel.show_letters([mine, others])
    assert [entry.when for entry in panel.line.entries()[:3]] == ["Now", "Sending…", "18 Nov 2026, 09:14"]
    panel.show_state(replace(seen.ON_CALL, link=Link.DOWN))
    assert panel.line.entries()[1].when == "Waiting for the server"
    panel.show_letters([])
    assert len(panel.line.entries()) == 4


def test_a_customer_saved_elsewhere_changes_the_card(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    panel.show_page(seen.PAGE)
    panel.customer_saved(replace(seen.CUSTOMER, version=5, name="Jana Dvořáková"))
    panel.customer_saved(replace(seen.CUSTOMER, version=2, name="Older"))
    panel.customer_saved(replace(seen.CUSTOMER, id=CustomerId(1), version=9, name="Other"))
    assert panel.card.name.whole() == "Jana Dvořáková"


NORA = CustomerBrief(CustomerId(5), "Nora van Veen")


def test_an_older_note_is_gone_on_with_and_left_again(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    panel.show_page(seen.PAGE)
    note = Opened(ContactSubject(ContactId(77)), NORA, "Note on Nora van Veen, call of Yesterday 9:00")
    panel.open_note(note)
    assert panel.heard[-2:] == [("customer_wanted", 5), ("subject_changed", note.subject)]
    assert panel.card.name.whole() == "Nora van Veen" and panel.unknown.isHidden()
    assert panel.editor.title.whole() == note.title
    panel.show_page(CustomerPage(customer=replace(seen.CUSTOMER, id=NORA.id), records=()))
    assert "Now" not in dates(panel), "the call is somebody else's"
    panel.show_state(replace(seen.ON_CALL, queues={}))
    assert panel.editor.subject() == note.subject, "what happens elsewhere leaves it alone"
    panel.editor.back.click()
    assert panel.heard[-2:] == [("customer_wanted", 10428), ("subject_changed", ContactSubject(ContactId(501)))]
    assert panel.editor.title.isHidden()


def test_an_older_note_of_nobody_is_shown_without_a_record(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    panel.open_note(Opened(ContactSubject(ContactId(77)), None, "Note on +31 20 123 4567"))
    assert panel.heard[-2:] == [("customer_wanted", None), ("subject_changed", ContactSubject(ContactId(77)))]
    assert panel.card.isHidden() and panel.unknown.isHidden()


def test_the_next_contact_puts_an_older_note_aside(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.WAITING)
    panel.open_note(Opened(ContactSubject(ContactId(77)), NORA, "Note"))
    assert panel.editor.subject() == ContactSubject(ContactId(77))
    panel.show_state(seen.ON_CALL)
    assert panel.editor.subject() == ContactSubject(ContactId(501)) and panel.editor.title.isHidden()
    panel.open_note(Opened(CustomerSubject(seen.JANA.id), seen.JANA, "Note on Jana"))
    assert panel.history.wanted == seen.JANA.id, "also of the caller, beside the call's own"
    assert panel.editor.subject() == CustomerSubject(seen.JANA.id)
    panel.open_customer(NORA.id, NORA)
    assert panel.editor.subject() == CustomerSubject(NORA.id) and panel.editor.title.isHidden()


def asked_for(panel: CustomerPanel) -> list[object]:
    heard: list[object] = []
    panel.history.found_wanted.connect(lambda *what: heard.append(what))
    return heard


def test_what_is_looked_for_is_asked_page_by_page_and_left_by_escape(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    panel.show_page(seen.PAGE)
    whole, asked, history = dates(panel), asked_for(panel), panel.history
    history.look_for()
    assert history.filter.words.hasFocus() or history.filter.isVisible()
    wish = HistoryFilter(text="boiler")
    history.filter.words.setText("boiler")
    history.filter.words.written.emit("boiler")
    QTest.keyClick(history.filter.words, Qt.Key.Key_Return)
    assert asked == [(10428, wish, None)]
    assert history.placeholder.title.text() == "Searching…"
    empty = CustomerPage(customer=seen.CUSTOMER, records=(), older="5.1")
    history.show_found(seen.JANA.id, HistoryFilter(text="old"), empty, first=True)
    assert len(asked) == 1, "the answer to an older question"
    history.show_found(seen.JANA.id, wish, empty, first=True)
    assert asked[1:] == [(10428, wish, "5.1")], "nothing yet, but there is more to look through"
    page = CustomerPage(customer=seen.CUSTOMER, records=seen.RECORDS[:1])
    history.show_found(seen.JANA.id, wish, page, first=False)
    assert dates(panel) == whole[1:2], "neither the call that goes on nor anything else"
    QTest.keyClick(history.filter.words, Qt.Key.Key_Escape)
    assert dates(panel) == whole and history.filter.isHidden()


def test_nothing_found_and_not_to_be_found_out(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    panel.show_page(seen.PAGE)
    history, asked = panel.history, asked_for(panel)
    history.look_for()
    wish = HistoryFilter(text="zeppelin")
    history.filter.wished.emit(wish)
    history.find_failed(seen.JANA.id, wish, "The server did not answer.")
    assert history.placeholder.sentence.text() == "The server did not answer."
    history.placeholder.action.click()
    assert asked == [(10428, wish, None)] * 2
    history.show_found(seen.JANA.id, wish, CustomerPage(customer=seen.CUSTOMER, records=()), first=True)
    assert (history.placeholder.title.text(), history.placeholder.action.text()) == ("Nothing found", "Show everything")
    history.placeholder.action.click()
    assert len(dates(panel)) == 4 and history.filter.isHidden()


def test_another_customer_is_shown_whole(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    panel.show_page(seen.PAGE)
    panel.history.look_for()
    panel.history.filter.wished.emit(HistoryFilter(text="x"))
    panel.open_customer(NORA.id, NORA)
    assert panel.history.filter.isHidden() and panel.history.known.found is None


def test_a_record_reads_otherwise_once_it_is_corrected(panel: CustomerPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    panel.show_page(seen.PAGE)
    change = Correction(seen.NOW, seen.BRAM, seen.RECORDS[1].text)
    panel.history.correct_record(replace(seen.RECORDS[1], text="Right.", corrections=(change,)))
    entry = panel.line.entries()[2]
    assert (entry.text, entry.earlier[0].text) == ("Right.", seen.RECORDS[1].text)
    assert [one.may for one in panel.line.entries()[1:]] == [
        record.operator.id == seen.ME.id for record in seen.RECORDS
    ], "one's own"
    boss = replace(seen.ON_CALL, me=replace(seen.ON_CALL.me, role=Role.SUPERVISOR))
    panel.show_state(boss)
    assert all(one.may for one in panel.line.entries()[1:])
