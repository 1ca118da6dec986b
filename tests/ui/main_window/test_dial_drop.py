"""The box for a number hangs under the header, fits its content, and goes when the keyboard goes elsewhere."""

from __future__ import annotations

from types import ModuleType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.main_window.window import MainWindow
from ui.notices import Notices


@pytest.fixture
def window(qtbot: QtBot, seen: ModuleType) -> MainWindow:
    made = MainWindow(Notices())
    qtbot.addWidget(made)
    made.show()
    for view in made.views():
        view.show_state(seen.WAITING)
    return made


def test_D11_the_key_opens_it_even_out_of_the_note(window: MainWindow, qtbot: QtBot) -> None:
    window.header.take_focus()
    qtbot.waitUntil(window.header.search.hasFocus)
    qtbot.keyClick(window.header.search, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    box = window.dial.box
    qtbot.waitUntil(box.field.hasFocus)
    assert box.isVisible()
    assert box.y() >= window.header.height()
    window.header.take_focus()
    assert box.isHidden()


def test_it_stays_while_a_call_is_asked_for(window: MainWindow, qtbot: QtBot) -> None:
    window.dial.open()
    box = window.dial.box
    qtbot.waitUntil(box.field.hasFocus)
    box.set_requested(True)
    window.header.take_focus()
    assert box.isVisible(), "what became of it is read there"


def test_it_grows_and_shrinks_with_what_it_says_and_stays_in_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.dial.open()
    box = window.dial.box
    QApplication.processEvents()
    low = box.height()
    box.refuse("The centre has 30 calls at once, as many as it may: try again when one has ended.")
    qtbot.waitUntil(lambda: box.height() > low)
    box.open()
    qtbot.waitUntil(lambda: box.height() == low)
    window.resize(1024, 640)
    QApplication.processEvents()
    assert window.rect().contains(box.geometry())
