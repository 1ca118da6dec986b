"""D11: calling a number by keys alone; in whose name; why not now; requested, refused, gone."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ui.models.recent_numbers import RecentNumbers
from ui.panels.dial_box import DialBox


@pytest.fixture
def room(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.note = QLineEdit(made)
    made.show()
    made.note.setFocus()
    qtbot.waitUntil(made.note.hasFocus)
    return made


@pytest.fixture
def box(room: QWidget, seen: ModuleType, qtbot: QtBot) -> DialBox:
    made: Any = DialBox(room, RecentNumbers())
    made.recent.add("+31206241180")
    made.recent.add("204")
    made.heard = []
    made.called.connect(lambda *what: made.heard.append(what))
    made.show_state(seen.WAITING)
    made.open()
    qtbot.waitUntil(made.field.hasFocus)
    return made


def keys(box: DialBox, *pressed: Qt.Key | str) -> None:
    for key in pressed:
        QTest.keyClicks(box.field, key) if isinstance(key, str) else QTest.keyClick(box.field, key)


def test_D11_typed_and_called(box: DialBox, seen: ModuleType) -> None:
    keys(box, Qt.Key.Key_Return, "02", Qt.Key.Key_Return)
    assert box.heard == []
    assert "too short" in box.about.text()
    keys(box, "0 624 1180")
    assert "Dialled as +31 20 624 1180" in box.about.text()
    keys(box, Qt.Key.Key_Return)
    assert box.heard == [("0206241180", seen.WAITING.me.queues[0])]


def test_D11_in_the_name_of_the_queue_that_was_chosen(box: DialBox, seen: ModuleType) -> None:
    other = seen.WAITING.me.queues[1]
    assert box.queue.text() == "for Sales"
    box.queue.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.actions()[1].trigger()
    menu.close()
    assert box.queue.text() == "for Support"
    keys(box, "204", Qt.Key.Key_Return)
    assert box.heard == [("204", other)]


def test_D11_a_number_called_lately_is_walked_to(box: DialBox) -> None:
    keys(box, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert box.field.text() == "020 624 1180"
    keys(box, Qt.Key.Key_Return)
    assert box.heard[0][0] == "0206241180"


def test_D11_what_cannot_be_called_says_why(box: DialBox, seen: ModuleType) -> None:
    keys(box, "0800100200", Qt.Key.Key_Return)
    assert (box.heard, box.call.isEnabled()) == ([], False)
    assert box.call.why_not == "This is the entry point Support."
    box.show_state(seen.ON_CALL)
    box.open("+31206241180")
    assert box.field.text() == "020 624 1180"
    assert "contact" in box.call.why_not
    assert box.about.text() == box.call.why_not


def test_D11_requested_refused_and_called_once(box: DialBox, room: QWidget) -> None:
    box.called.connect(lambda *_: box.set_requested(True))
    keys(box, "204", Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert len(box.heard) == 1
    assert box.call.requested
    box.refuse("The centre has 30 calls at once.")
    assert (box.refusal.text(), box.call.requested, box.isVisible()) == (
        "The centre has 30 calls at once.",
        False,
        True,
    )
    keys(box, Qt.Key.Key_Backspace)
    assert box.refusal.isHidden()


def test_the_keyboard_goes_back_to_the_note(box: DialBox, room: QWidget) -> None:
    keys(box, Qt.Key.Key_Escape)
    assert box.isHidden()
    assert room.note.hasFocus()
