"""The values beside a call: what may be edited, what is sent, what a colleague's save does, and what stays hidden (D9)."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import Link
from agent_client.protocol.contacts import CadVariable, Contact, SaveVariables, SecureValue, VariableChange
from agent_client.protocol.names import ContactId, ContactState, OnHold, Part, VariableKind
from ui import theme
from ui.models.variable_drafts import Saved
from ui.panels.variables import VariablesPane
from ui.theme import Theme

CASE = CadVariable(key="case", label="Case", value="C-1", editable=True, version=1)
ORDER = CadVariable(key="order", label="Last order", value="12 boxes", version=1)
WHEN = CadVariable(key="when", label="Callback wanted", kind=VariableKind.DATE_TIME, editable=True)
IBAN = CadVariable(key="iban", label="IBAN", secure=True, editable=True, version=2)
SECRET = SecureValue("iban", "NL91 ABNA", 2)


@pytest.fixture
def contact(seen: ModuleType) -> Contact:
    return replace(seen.CALL, cad=(CASE, ORDER, WHEN, IBAN))


@pytest.fixture
def show(seen: ModuleType, qtbot: QtBot) -> Any:
    """``show(pane, contact, **more)``: as the contact's page does; ``more`` is of the state."""

    def shown(pane: VariablesPane, contact: Contact, **more: Any) -> None:
        pane.show_contact(contact, replace(seen.ON_CALL, contacts={contact.id: contact}, **more))
        QApplication.processEvents()

    return shown


@pytest.fixture
def pane(qtbot: QtBot, contact: Contact, show: Any) -> VariablesPane:
    made = VariablesPane()
    qtbot.addWidget(made)
    made.resize(560, 300)
    made.show()
    made.heard = []
    made.saved.connect(lambda *what: made.heard.append(what))
    made.show_pressed.connect(lambda *what: made.heard.append(what))
    show(made, contact)
    return made


def row(pane: VariablesPane, key: str) -> Any:
    return pane.rows.rows()[key]


def write(pane: VariablesPane, key: str, text: str) -> None:
    row(pane, key).field.put(text)


def with_case(contact: Contact, value: str, version: int, by: str) -> Contact:
    return replace(
        contact, version=contact.version + 1, cad=(replace(CASE, value=value, version=version, by=by), *contact.cad[1:])
    )


def everything_said(widget: QWidget) -> str:
    """Shown or told to a screen reader, in sight or not."""
    parts = [widget, *widget.findChildren(QWidget)]
    said = [text for one in parts for text in (one.accessibleName(), one.accessibleDescription(), one.toolTip())]
    said += [label.text() for label in widget.findChildren(QLabel)]
    return "\n".join([*said, *(one.field.text() for one in pane_rows(widget))])


def pane_rows(widget: QWidget) -> list[Any]:
    return list(widget.rows.rows().values()) if isinstance(widget, VariablesPane) else []


# Reading.


def test_each_kind_of_value_has_its_place(pane: VariablesPane) -> None:
    assert row(pane, "case").field.isVisible()
    assert row(pane, "case").field.text() == "C-1"
    assert row(pane, "order").text.isVisible()
    assert not row(pane, "order").field.isVisible()
    assert row(pane, "order").text.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    assert row(pane, "when").choose.isVisible()
    assert row(pane, "iban").masked.isVisible()
    assert not row(pane, "iban").copy.isVisible()
    assert not row(pane, "when").copy.isVisible(), "there is nothing to copy"


def test_each_value_is_copied(pane: VariablesPane) -> None:
    row(pane, "order").copy.click()
    assert QGuiApplication.clipboard().text() == "12 boxes"
    write(pane, "case", "C-7")
    row(pane, "case").copy.click()
    assert QGuiApplication.clipboard().text() == "C-7"
    assert row(pane, "case").copy.accessibleName() == "Copy Case"


@pytest.mark.parametrize("width", [320, 700])
def test_nothing_stands_outside(width: int, pane: VariablesPane) -> None:
    theme.apply(QApplication.instance(), Theme.LIGHT, 3)
    pane.resize(width, 900)
    QApplication.processEvents()
    parts = [part for part in pane.findChildren(QWidget) if part.isVisible()]
    assert [part for part in parts if part.mapTo(pane, part.rect().topRight()).x() > width] == []


# Editing.


def test_save_and_reset_are_there_when_something_differs(pane: VariablesPane, contact: Contact) -> None:
    assert not pane.save.isEnabled()
    assert pane.save.why_not == "Nothing was changed"
    assert not pane.reset.isEnabled()
    write(pane, "when", "soon")
    assert "Callback wanted" in pane.save.why_not
    write(pane, "when", "")
    write(pane, "case", "C-2")
    assert pane.save.isEnabled()
    assert "Case" in pane.status.text()
    pane.reset.click()
    assert row(pane, "case").field.text() == "C-1"
    assert not pane.save.isEnabled()
    assert pane.status.text() == ""


def test_the_keyboard_alone(pane: VariablesPane, contact: Contact) -> None:
    field = row(pane, "case").field
    field.selectAll()
    QTest.keyClicks(field, "C-3")
    QTest.keyClick(field, Qt.Key.Key_Return)
    wish = SaveVariables((VariableChange("case", "C-3", 1),))
    assert pane.heard == [(contact.id, wish)]


def test_a_date_and_time_is_typed_or_chosen(pane: VariablesPane) -> None:
    write(pane, "when", "tomorrow")
    field = row(pane, "when").field
    field.setFocus()
    field.clearFocus()
    assert "no date and time" in row(pane, "when").remark.text()
    assert not pane.save.isEnabled()
    write(pane, "when", "24/11/2026 10:30")
    assert row(pane, "when").remark.isHidden()
    assert pane.save.isEnabled()
    row(pane, "when").choose.click()
    chooser = pane.rows._chooser
    assert chooser.isVisible()
    assert chooser.time.text() == "10:30"
    chooser.time.put(11, 45)
    chooser.set_button.click()
    assert field.text() == "24 Nov 2026, 11:45"
    pane.save.click()
    (change,) = pane.heard[0][1].changes
    assert change.key == "when"
    assert change.value.endswith("Z")


def test_what_does_not_fit_is_told(pane: VariablesPane) -> None:
    QGuiApplication.clipboard().setText("x" * 300)
    field = row(pane, "case").field
    field.selectAll()
    field.paste()
    assert field.text() == "x" * 256
    assert "the last 44 did not fit" in row(pane, "case").remark.text()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert row(pane, "case").remark.isHidden()


def test_what_is_typed_survives_states_pages_and_other_values(
    pane: VariablesPane, contact: Contact, show: Any, qtbot: QtBot, seen: ModuleType
) -> None:
    write(pane, "case", "C-2")
    held = replace(contact, state=ContactState.HELD, on_hold=OnHold.CUSTOMER, version=9)
    show(pane, replace(held, cad=(CASE, replace(ORDER, value="none", version=2), WHEN, IBAN)))
    assert (row(pane, "case").field.text(), row(pane, "order").text.text()) == ("C-2", "none")
    show(pane, replace(contact, id=ContactId(777)))
    assert row(pane, "case").field.text() == "C-1", "another call's"
    show(pane, contact)
    assert row(pane, "case").field.text() == "C-2"
    page = VariablesPane(pane.drafts)
    qtbot.addWidget(page)
    page.show()
    show(page, replace(contact, state=ContactState.WRAP_UP))
    assert row(page, "case").field.text() == "C-2"
    assert page.save.isEnabled()


def test_whoever_may_not_edit_keeps_what_was_typed(pane: VariablesPane, contact: Contact, show: Any) -> None:
    write(pane, "case", "C-2")
    show(pane, replace(contact, part=Part.CONSULTED, state=ContactState.CONSULTING, on_hold=OnHold.CUSTOMER))
    assert row(pane, "case").field.text() == "C-2"
    assert row(pane, "case").field.isReadOnly()
    assert not pane.save.isEnabled()
    show(pane, contact)
    assert not row(pane, "case").field.isReadOnly()
    assert pane.save.isEnabled()


def test_without_a_link_nothing_is_sent(pane: VariablesPane, contact: Contact, show: Any) -> None:
    write(pane, "case", "C-2")
    show(pane, contact, link=Link.CONNECTING)
    assert not pane.save.isEnabled()
    assert not row(pane, "iban").show_button.isEnabled()
    assert row(pane, "case").field.text() == "C-2"


# Two who save the same.


def test_a_colleagues_save_stands_beside_mine(pane: VariablesPane, contact: Contact, show: Any) -> None:
    write(pane, "case", "mine")
    show(pane, with_case(contact, "theirs", 2, "Bram"))
    box = row(pane, "case").conflict
    assert box.isVisible()
    assert (box.who.text(), box.theirs.text(), box.mine.text()) == ("Bram saved", "theirs", "mine")
    assert not pane.save.isEnabled()
    assert "Case" in pane.status.text()
    box.keep.click()
    assert not box.isVisible()
    pane.save.click()
    assert pane.heard[-1] == (contact.id, SaveVariables((VariableChange("case", "mine", 2),)))


def test_theirs_is_taken(pane: VariablesPane, contact: Contact, show: Any) -> None:
    write(pane, "case", "mine")
    show(pane, with_case(contact, "theirs", 2, "Bram"))
    row(pane, "case").conflict.take.click()
    assert row(pane, "case").field.text() == "theirs"
    assert not pane.save.isEnabled()
    assert not pane.reset.isEnabled()


def test_a_refusal_shows_both_before_the_event_does(pane: VariablesPane, contact: Contact, show: Any) -> None:
    write(pane, "case", "mine")
    pane.save.click()
    pane.set_requested(True)
    pane.conflict(contact, "case", Saved("Bram", "theirs", 2))
    pane.refuse("Bram saved this value just before you.")
    assert row(pane, "case").conflict.isVisible()
    assert pane.status.text() == "Bram saved this value just before you."
    row(pane, "case").conflict.take.click()
    assert row(pane, "case").field.text() == "theirs"
    show(pane, with_case(contact, "theirs", 2, "Bram"))
    assert row(pane, "case").field.text() == "theirs"


def test_my_own_save_ends_the_edit(pane: VariablesPane, contact: Contact, show: Any, seen: ModuleType) -> None:
    write(pane, "case", "C-2 ")
    row(pane, "case").field.clearFocus()
    pane.save.click()
    show(pane, with_case(contact, "C-2", 2, seen.ME.name))
    assert row(pane, "case").field.text() == "C-2"
    assert pane.status.text() == ""
    assert not row(pane, "case").conflict.isVisible()


# Secure ones.


def test_a_secure_value_is_said_nowhere_until_shown(pane: VariablesPane, contact: Contact) -> None:
    row(pane, "iban").show_button.click()
    assert pane.heard == [(contact.id, "iban")]
    assert pane.control_of("iban").requested
    pane.control_of("iban").set_requested(False)
    pane.show_secret(contact.id, SECRET)
    assert row(pane, "iban").field.text() == "NL91 ABNA"
    row(pane, "iban").copy.click()
    assert QGuiApplication.clipboard().text() == "NL91 ABNA"
    row(pane, "iban").hide_button.click()
    assert "NL91" not in everything_said(pane)
    assert row(pane, "iban").masked.isVisible()
    row(pane, "iban").field.undo()
    assert "NL91" not in everything_said(pane), "not by Ctrl+Z either"


def test_it_is_hidden_after_half_a_minute(pane: VariablesPane, contact: Contact, qtbot: QtBot) -> None:
    timer = row(pane, "iban")._until_masked
    assert timer.interval() == 30_000
    timer.setInterval(20)
    pane.show_secret(contact.id, SECRET)
    qtbot.waitUntil(lambda: row(pane, "iban").masked.isVisible())
    assert "NL91" not in everything_said(pane)


def test_it_is_hidden_with_its_contact_its_page_and_its_permission(
    pane: VariablesPane, contact: Contact, show: Any
) -> None:
    def is_said() -> bool:
        return "NL91" in everything_said(pane)

    pane.show_secret(contact.id, SECRET)
    assert is_said()
    show(pane, replace(contact, id=ContactId(777)))
    assert not is_said()
    pane.show_secret(contact.id, SECRET)
    assert not is_said(), "an answer that comes when another contact is in sight"
    show(pane, contact)
    pane.show_secret(contact.id, SECRET)
    pane.hide()
    assert not is_said()
    pane.show()
    pane.show_secret(contact.id, SECRET)
    show(pane, replace(contact, cad=(CASE, ORDER, WHEN, replace(IBAN, version=3, by="Bram"))))
    assert not is_said(), "it is another value now"
    show(pane, contact)
    pane.show_secret(contact.id, SECRET)
    show(pane, replace(contact, state=ContactState.RINGING, connected_at=None))
    assert not is_said()


def test_a_showing_that_failed_says_so_and_is_tried_again(pane: VariablesPane, contact: Contact) -> None:
    button = pane.control_of("iban")
    button.click()
    button.refuse("The server did not answer in time.")
    assert row(pane, "iban").remark.text() == "The server did not answer in time."
    assert button.text() == "Try again"
    button.click()
    assert len(pane.heard) == 2
    pane.show_secret(contact.id, SECRET)
    assert row(pane, "iban").remark.isHidden()


def test_an_edited_secure_value_is_saved_hidden_too(
    pane: VariablesPane, contact: Contact, seen: ModuleType, show: Any
) -> None:
    pane.show_secret(contact.id, SECRET)
    write(pane, "iban", "NL92 RABO")
    row(pane, "iban").hide_button.click()
    assert "NL92" not in everything_said(pane)
    assert "not saved" in row(pane, "iban").masked.accessibleName()
    pane.save.click()
    assert pane.heard[-1] == (contact.id, SaveVariables((VariableChange("iban", "NL92 RABO", 2),)))
    show(pane, replace(contact, cad=(CASE, ORDER, WHEN, replace(IBAN, version=3, by=seen.ME.name))))
    assert "not saved" not in row(pane, "iban").masked.accessibleName()


def test_two_secure_values_are_compared_hidden_until_shown(pane: VariablesPane, contact: Contact, show: Any) -> None:
    pane.show_secret(contact.id, SECRET)
    write(pane, "iban", "NL92 RABO")
    show(pane, replace(contact, cad=(CASE, ORDER, WHEN, replace(IBAN, version=3, by="Bram"))))
    box = row(pane, "iban").conflict
    assert (box.who.text(), box.theirs.text(), box.mine.text()) == ("Bram saved", "••••", "••••")
    assert "NL9" not in everything_said(pane)
    pane.show_secret(contact.id, SecureValue("iban", "NL93 INGB", 3))
    assert (box.theirs.text(), box.mine.text()) == ("NL93 INGB", "NL92 RABO")
    row(pane, "iban").hide_button.click()
    assert "NL9" not in everything_said(pane)
