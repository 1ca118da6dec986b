"""What all that holds several lines has in common."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.theme import Dress
from ui.widgets.boxes import Box
from ui.widgets.text_area import TextArea


@pytest.mark.parametrize(("look", "ground"), [("field", "well"), ("area", "surface")])
def test_each_look_has_its_ground_from_when_it_is_first_seen(qtbot: QtBot, look: str, ground: str) -> None:
    area = TextArea(look)
    qtbot.addWidget(area)
    area.resize(120, 80)
    assert area.styleSheet() == ""
    area.show()
    assert area.grab().toImage().pixelColor(100, 60) == theme.colour(ground)


def test_without_a_look_one_sees_what_it_stands_on(qtbot: QtBot) -> None:
    box, area = Box("drop"), TextArea()
    qtbot.addWidget(box)
    QVBoxLayout(box).addWidget(area)
    box.resize(120, 80)
    box.show()
    assert box.grab().toImage().pixelColor(60, 40) == theme.colour("raised")
    assert area.styleSheet() == ""


def test_the_windows_own_keys_reach_the_window(qtbot: QtBot) -> None:
    window, area = QWidget(), TextArea("field")
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(area)
    pressed: list[str] = []
    shortcut = QShortcut("Ctrl+Return", window)
    shortcut.activated.connect(lambda: pressed.append("Ctrl+Return"))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    area.setPlainText("a line")
    area.setFocus()
    QTest.keyClick(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (pressed, area.toPlainText()) == (["Ctrl+Return"], "a line")


def test_its_menu_looks_like_every_other(qtbot: QtBot) -> None:
    area = TextArea()
    qtbot.addWidget(area)
    area.show()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(4, 4), QPoint(4, 4))
    QApplication.sendEvent(area.viewport(), event)
    menu = area.findChild(QMenu)
    assert menu is not None
    assert menu.isVisible()
    assert menu.styleSheet() == theme.sheet(Dress.MENU, theme.look().tokens)
    menu.close()
