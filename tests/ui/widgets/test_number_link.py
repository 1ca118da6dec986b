"""A number as a link: its words, its press, and what is left of them for another number."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from ui.widgets.number_link import NumberLink


def test_pressed_by_mouse_and_by_key(qtbot: QtBot) -> None:
    link, heard = NumberLink(), []
    qtbot.addWidget(link)
    link.pressed_number.connect(lambda number, control: heard.append((number, control)))
    link.click()
    assert heard == [], "no number yet"
    link.show_number("+31206241180", "020 624 1180")
    link.show()
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    QTest.keyClick(link, Qt.Key.Key_Space)
    assert heard == [("+31206241180", link)] * 2


def test_what_became_of_one_number_is_nothing_of_the_next(qtbot: QtBot) -> None:
    link = NumberLink()
    qtbot.addWidget(link)
    link.show_number("204", "204")
    link.refuse("No.")
    link.show_number("204", "204")
    assert link.refusal == "No."
    link.show_number("205", "205")
    assert (link.refusal, link.accessibleName()) == ("", "Call 205")


def test_the_number_can_be_copied(qtbot: QtBot) -> None:
    link = NumberLink()
    qtbot.addWidget(link)
    link.show_number("+31206241180", "020 624 1180")
    link.show()
    at = QPoint(1, 1)
    QApplication.sendEvent(link, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, link.mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.actions()[0].trigger()
    assert QApplication.clipboard().text() == "020 624 1180"
