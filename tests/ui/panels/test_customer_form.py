"""A customer's card as a form: written, checked as one types, and the choice where a colleague was faster."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_client.client.cards import Card, Cards, Draft, Part, Typed, fresh
from agent_client.client.store.state import Link, State
from agent_client.protocol.agents import Presence
from agent_client.protocol.names import AgentId, AgentState, CustomerList
from ui.panels.customer_form import CustomerForm
from ui.panels.customer_form_fields import country_name

CARD = Card()


class Written:
    """A form over a draft, kept as the program keeps it."""

    def __init__(self, form: CustomerForm, state: State) -> None:
        self.form = form
        self.state = state
        self.cards = Cards()
        self.heard: list[str] = []
        form.written.connect(self._write)
        form.save_pressed.connect(lambda: self.heard.append("save"))
        form.cancelled.connect(lambda: self.heard.append("cancel"))
        form.theirs_taken.connect(lambda part: self._show(self.cards.take_theirs(CARD, part)))
        form.mine_kept.connect(lambda part: self._show(self.cards.keep_mine(CARD, part)))

    def begin(self, draft: Draft, *lists: CustomerList) -> None:
        self.lists = lists
        self._show(self.cards.begin(CARD, draft))

    @property
    def typed(self) -> Typed:
        draft = self.cards.draft(CARD)
        assert draft is not None
        return draft.typed

    def _write(self, typed: Typed) -> None:
        self._show(self.cards.write(CARD, typed))

    def _show(self, draft: Draft) -> None:
        self.form.show_draft(draft, self.state, self.lists)


@pytest.fixture
def written(qtbot: QtBot, seen: ModuleType) -> Written:
    form = CustomerForm()
    qtbot.addWidget(form)
    form.resize(376, 640)
    form.show()
    tomas = Presence(id=AgentId(9), name="Tomáš Dvořák", phone="212", state=AgentState.READY, since=seen.NOW, version=1)
    return Written(form, replace(seen.WAITING, agents={tomas.id: tomas}))


def type_(field: object, text: str) -> None:
    field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(field, text)  # type: ignore[call-overload]


def test_a_card_stands_in_its_fields_as_people_write_it(written: Written, seen: ModuleType) -> None:
    written.begin(fresh(seen.CUSTOMER, "CZ"))
    lines = written.form.lines
    assert lines.texts[Part.NAME].text() == "Jana Nováková"
    assert lines.numbers.texts() == ("724 118 305", "541 220 117")
    assert [field.isVisible() for field in lines.numbers.fields] == [True, True, True]
    assert lines.operators.operators() == ("204", "212")
    assert not written.form.save.isEnabled()
    assert written.form.save.why_not == "Nothing was changed"


def test_every_keystroke_is_told_and_what_differs_is_named(written: Written, seen: ModuleType) -> None:
    written.begin(fresh(seen.CUSTOMER, "CZ"))
    type_(written.form.lines.texts[Part.TOWN], "Praha")
    QTest.keyClick(written.form.lines.note, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(written.form.lines.note, "!")
    assert (written.typed.town, written.typed.note[-1]) == ("Praha", "!")
    assert written.form.status.text() == "Not saved: Town, Remark"
    assert written.form.save.isEnabled()


def test_numbers_are_checked_as_one_types_and_written_out_when_left(written: Written, seen: ModuleType) -> None:
    written.begin(fresh(replace(seen.CUSTOMER, numbers=()), "CZ"))
    numbers = written.form.lines.numbers
    first, second, _ = numbers.fields
    assert [field.isVisible() for field in numbers.fields] == [True, False, False], "a free one after those filled"
    first.setFocus()
    QTest.keyClicks(first, "72")
    assert numbers.fields[1].isVisible()
    assert not first.property("wrong"), "somebody is still typing"
    assert not written.form.save.isEnabled()
    QTest.keyClicks(first, "4118305")
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert first.text() == "724 118 305"
    type_(second, "call me")
    assert second.property("wrong")
    assert second.accessibleDescription() == "A number is made of digits and + # * : alone."
    assert written.form.save.why_not == "To be corrected first: Numbers"
    second.clear()
    second.insert("Tel.: +420 541 220 117")
    second.textEdited.emit(second.text())
    assert second.text() == "+420541220117", "as it is copied from a letter"


def test_what_is_too_long_or_no_country_is_said_at_its_field(written: Written, seen: ModuleType) -> None:
    written.begin(fresh(seen.CUSTOMER, "CZ"))
    lines = written.form.lines
    lines.texts[Part.COMPANY].setText("x" * 201)
    lines.texts[Part.COMPANY].textEdited.emit("x" * 201)
    type_(lines.country.field, "CZE")
    assert lines.line(Part.COMPANY).remark.text() == "Too long: at most 200 characters."
    assert lines.line(Part.COUNTRY).remark.text() == "A country is two letters, such as NL."
    assert lines.texts[Part.COMPANY].text() == "x" * 201, "nothing is cut"
    type_(lines.country.field, "cz")
    assert not lines.line(Part.COUNTRY).remark.isVisible()


def test_a_country_says_its_name(written: Written) -> None:
    assert country_name("cz") == "Czechia"
    assert country_name("XX") == country_name("C") == ""


def test_somebody_whom_nothing_names_is_not_saved(written: Written) -> None:
    written.begin(Draft(home="NL"), CustomerList.CENTRAL, CustomerList.OWN)
    assert written.form.head.into.isVisible()
    assert written.form.save.why_not == "Write a name, a company or a number"
    type_(written.form.lines.texts[Part.TOWN], "Utrecht")
    assert written.form.save.why_not == "Write a name, a company or a number"
    type_(written.form.lines.texts[Part.NAME], "Nora")
    QTest.keyClick(written.form.lines.texts[Part.NAME], Qt.Key.Key_Return)
    assert written.heard == ["save"]


def test_operators_are_added_by_name_or_number_and_ordered(written: Written, seen: ModuleType) -> None:
    written.begin(fresh(replace(seen.CUSTOMER, operators=("204",)), "CZ"))
    operators = written.form.lines.operators
    QTest.keyClicks(operators.field, "tomas")
    QTest.keyClick(operators.field, Qt.Key.Key_Return)
    assert written.typed.operators == ("204", "212")
    assert operators.lines()[1].who.whole() == "212 · Tomáš Dvořák"
    QTest.keyClicks(operators.field, "nobody")
    QTest.keyClick(operators.field, Qt.Key.Key_Return)
    assert operators.remark.text() == "Nobody of this name is signed in: type the phone number."
    operators.field.clear()
    operators.lines()[1].up.click()
    assert written.typed.operators == ("212", "204")
    operators.lines()[0].remove.click()
    assert written.typed.operators == ("204",)
    QTest.keyClicks(operators.field, "301")
    written.form.save.click()
    assert written.typed.operators == ("204", "301"), "what stands typed is meant, too"
    assert written.heard == ["save"]


def test_an_operator_who_stands_typed_does_not_go_over_to_the_next_card(written: Written, seen: ModuleType) -> None:
    written.begin(fresh(replace(seen.CUSTOMER, operators=("204",)), "CZ"))
    operators = written.form.lines.operators
    QTest.keyClicks(operators.field, "301")
    assert written.form.status.text() == "Not saved: Operators"
    written.form.settle()
    assert written.typed.operators == ("204", "301")
    QTest.keyClicks(operators.field, "nobody")
    written.form.settle()
    assert (operators.pending(), operators.remark.text()) == ("", "")
    assert written.typed.operators == ("204", "301")


def test_keys(written: Written, seen: ModuleType) -> None:
    written.begin(fresh(seen.CUSTOMER, "CZ"))
    note = written.form.lines.note
    note.setFocus()
    QTest.keyClick(note, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert written.heard == [], "there is nothing to save"
    QTest.keyClicks(note, "x")
    QTest.keyClick(note, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(note, Qt.Key.Key_Escape)
    assert written.heard == ["save", "cancel"]
    assert "\n" not in note.text().removeprefix(seen.CUSTOMER.note)


def test_a_colleagues_save_is_shown_beside_and_one_is_chosen(written: Written, seen: ModuleType) -> None:
    written.begin(fresh(seen.CUSTOMER, "CZ"))
    form, lines = written.form, written.form.lines
    type_(lines.texts[Part.TOWN], "Praha")
    type_(lines.texts[Part.NAME], "Jana N.")
    theirs = replace(seen.CUSTOMER, version=9, town="Plzeň", name="Jana D.", street="Lidická 42")
    written._show(written.cards.meet(CARD, theirs, "Bram"))
    assert lines.texts[Part.STREET].text() == "Lidická 42"
    assert form.head.words.text() == "Bram saved this customer meanwhile: choose what stays."
    box = lines.line(Part.TOWN).conflicts[Part.TOWN]
    assert (box.who.text(), box.theirs.text(), box.mine.text()) == ("Bram saved", "Plzeň", "Praha")
    assert form.save.why_not == "Choose first which stays: Name, Town"
    box.take.click()
    assert (written.typed.town, lines.texts[Part.TOWN].text()) == ("Plzeň", "Plzeň")
    assert not box.isVisible()
    lines.line(Part.NAME).conflicts[Part.NAME].keep.click()
    assert form.save.isEnabled()
    assert not form.head.banner.isVisible()


def test_all_of_one_side_at_once(written: Written, seen: ModuleType) -> None:
    written.begin(fresh(seen.CUSTOMER, "CZ"))
    for part in (Part.TOWN, Part.NAME):
        type_(written.form.lines.texts[part], "Mine")
    written._show(written.cards.meet(CARD, replace(seen.CUSTOMER, version=9, town="T", name="N")))
    assert written.form.head.words.text() == "This customer was saved meanwhile: choose what stays."
    written.form.head.take.click()
    assert (written.typed.town, written.typed.name) == ("T", "N")


def test_without_a_link_it_is_kept_and_said(written: Written, seen: ModuleType) -> None:
    written.begin(fresh(seen.CUSTOMER, "CZ"))
    type_(written.form.lines.texts[Part.TOWN], "Praha")
    written.form.show_state(replace(written.state, link=Link.DOWN))
    assert written.form.save.why_not.startswith("No link to the server")
    assert written.form.lines.texts[Part.TOWN].text() == "Praha"


def test_a_refusal_stands_under_the_form_until_something_is_typed(written: Written, seen: ModuleType) -> None:
    written.begin(fresh(seen.CUSTOMER, "CZ"))
    type_(written.form.lines.texts[Part.TOWN], "Praha")
    written.form.set_requested(True)
    assert written.form.status.text() == "Saving…"
    written.form.refuse("Bram works on this card.")
    assert (written.form.status.text(), written.form.status.tone()) == ("Bram works on this card.", "alarm")
    QTest.keyClicks(written.form.lines.texts[Part.TOWN], "!")
    assert written.form.status.text() == "Not saved: Town"


def test_labels_stand_above_where_the_room_is_short(written: Written, seen: ModuleType, qtbot: QtBot) -> None:
    written.begin(fresh(seen.CUSTOMER, "CZ"))
    line = written.form.lines.line(Part.NAME)
    assert line.label.geometry().right() < line.field.geometry().left()
    written.form.resize(260, 640)
    qtbot.waitUntil(lambda: line.label.geometry().bottom() <= line.field.geometry().top())


@pytest.mark.parametrize("width", [376, 260])
def test_a_postcode_is_seen_whole(written: Written, seen: ModuleType, width: int) -> None:
    written.begin(fresh(seen.CUSTOMER, "CZ"))
    written.form.resize(width, 640)
    QApplication.processEvents()
    field = written.form.lines.texts[Part.POSTCODE]
    type_(field, "SW1A 1AA")  # the cursor is at its end
    field.grab()  # as it is painted it scrolls
    begins = QPoint(field.textMargins().left() + 3, field.height() // 2)
    assert field.cursorPositionAt(begins) == 0, "nothing of its beginning is gone"


def test_the_keyboard_goes_to_what_wants_something(written: Written, seen: ModuleType) -> None:
    written.form.activateWindow()
    written.begin(fresh(seen.CUSTOMER, "CZ"))
    written.form.take_focus()
    assert written.form.lines.texts[Part.NAME].hasFocus()
    type_(written.form.lines.country.field, "CZE")
    written.form.take_focus()
    assert written.form.lines.country.field.hasFocus()
