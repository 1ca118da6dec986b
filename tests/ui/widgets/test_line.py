"""How a line to write in looks in each of its states, and the keys that it leaves to the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.theme import Dress, Theme
from ui.widgets.line import Line

Place = Callable[[Line], Line]


@pytest.fixture
def place(qtbot: QtBot) -> Place:
    """In a window that has the keyboard, as the second field of it."""
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(Line())

    def placed(line: Line) -> Line:
        layout.addWidget(line)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return line

    return placed


def edge(line: Line) -> QColor:
    return line.grab().toImage().pixelColor(line.width() // 2, 0)


def ground(line: Line) -> QColor:
    return line.grab().toImage().pixelColor(line.width() - 4, line.height() // 2)


def test_it_stands_on_the_surface_within_an_edge(place: Place) -> None:
    line = place(Line())
    assert (edge(line), ground(line)) == (theme.colour("edge"), theme.colour("surface"))
    line.setFocus()
    assert edge(line) == theme.colour("focus")


def test_a_quiet_one_is_seen_less_until_it_has_the_keyboard(place: Place) -> None:
    line = place(Line(quiet=True))
    assert edge(line) == theme.colour("line")
    line.setFocus()
    assert edge(line) == theme.colour("focus")


@pytest.mark.parametrize("hinder", [lambda line: line.setReadOnly(True), lambda line: line.setEnabled(False)])
def test_where_nothing_can_be_written_it_is_flat(place: Place, hinder: Callable[[Line], None]) -> None:
    line = place(Line())
    hinder(line)
    assert (edge(line), ground(line)) == (theme.colour("line"), theme.colour("bg"))


def test_what_is_wrong_is_seen_and_said_also_with_the_keyboard_in_it(place: Place) -> None:
    line = place(Line())
    line.mark_wrong(True, "Too long.")
    assert (edge(line), line.accessibleDescription(), line.is_wrong()) == (theme.colour("alarm"), "Too long.", True)
    line.setFocus()
    assert edge(line) == theme.colour("alarm")
    line.mark_wrong(False)
    assert (edge(line), line.accessibleDescription(), line.is_wrong()) == (theme.colour("focus"), "", False)


def test_it_is_as_high_as_the_text_wants(place: Place, qapp: QApplication) -> None:
    line = place(Line())
    assert line.height() == 32
    theme.apply(qapp, Theme.LIGHT, theme.LARGEST_STEP)
    QApplication.processEvents()
    assert line.height() == line.sizeHint().height() == 62
    theme.apply(qapp, Theme.LIGHT)


def test_room_is_kept_for_what_is_painted_beside_the_text(place: Place) -> None:
    line = Line()
    before = line.textMargins()
    line.keep_room(20, 30)
    assert (line.textMargins().left(), line.textMargins().right()) == (before.left() + 20, before.right() + 30)


def test_the_windows_own_keys_reach_the_window(place: Place) -> None:
    line = place(Line())
    line.setText("a word")
    line.setFocus()
    pressed: list[str] = []
    shortcut = QShortcut("Ctrl+K", line.window())
    shortcut.activated.connect(lambda: pressed.append("Ctrl+K"))
    QTest.keyClick(line, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert (pressed, line.text()) == (["Ctrl+K"], "a word")


def test_its_menu_looks_like_every_other(place: Place) -> None:
    line = place(Line())
    QApplication.sendEvent(line, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(4, 4), QPoint(4, 4)))
    menu = line.findChild(QMenu)
    assert menu is not None
    assert menu.isVisible()
    assert menu.styleSheet() == theme.sheet(Dress.MENU, theme.look().tokens)
    menu.close()
