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
from agent_client.protocol.customers import CustomerBrief, CustomerPage
from agent_client.protocol.names import ContactId, CustomerId, RecordId
from ui.panels.customer import CustomerPanel


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
