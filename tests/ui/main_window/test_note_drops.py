"""What opens over the note: above its editor, within the window, one gone when the keyboard goes elsewhere."""

from __future__ import annotations

from types import ModuleType

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from agent_client.client.outbox import About, ContactSubject, Kept, Unsent
from agent_client.protocol.names import ContactId
from ui import theme
from ui.main_window.window import MainWindow
from ui.notices import Notices
from ui.panels.unsent_rows import unsent_row
from ui.theme import Theme


@pytest.fixture
def window(qtbot: QtBot, seen: ModuleType) -> MainWindow:
    made = MainWindow(Notices())
    qtbot.addWidget(made)
    made.resize(1280, 800)
    with qtbot.waitActive(made):
        made.show()
    for view in made.views():
        view.show_state(seen.ON_CALL)
    made.customer.show_page(seen.PAGE)
    return made


def fill(window: MainWindow, seen: ModuleType, amount: int) -> None:
    window.notes.unsent.show_rows(
        [
            unsent_row(
                Unsent(
                    subject=ContactSubject(ContactId(at)),
                    about=About(name=f"Customer {at}"),
                    text="x",
                    since=seen.NOW,
                    status=Kept(seen.NOW),
                ),
                seen.WAITING,
                seen.NOW,
            )
            for at in range(amount)
        ]
    )


def place(window: MainWindow, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize(("size", "step"), [((1280, 800), 0), ((1024, 640), 0), ((1280, 800), 3), ((2560, 1400), 0)])
def test_it_stands_above_the_editor_and_inside_the_window(
    window: MainWindow, seen: ModuleType, qtbot: QtBot, qapp: QApplication, size: tuple[int, int], step: int
) -> None:
    theme.apply(qapp, Theme.LIGHT, step)
    window.resize(*size)
    fill(window, seen, 12)
    window.notes.unsent.open()

    def stands() -> None:
        box, editor = place(window, window.notes.unsent), place(window, window.customer.editor)
        assert box.bottom() < editor.top()
        assert window.rect().contains(box)
        assert box.top() > place(window, window.header).bottom()

    qtbot.waitUntil(stands)
    theme.apply(qapp, Theme.LIGHT, 0)


def test_it_grows_and_shrinks_with_what_it_lists(window: MainWindow, seen: ModuleType, qtbot: QtBot) -> None:
    fill(window, seen, 1)
    window.notes.unsent.open()
    low = window.notes.unsent.height()
    fill(window, seen, 5)
    qtbot.waitUntil(lambda: window.notes.unsent.height() > low)
    fill(window, seen, 1)
    qtbot.waitUntil(lambda: window.notes.unsent.height() == low)


def test_it_goes_when_the_keyboard_goes_elsewhere_and_gives_it_back(window: MainWindow, seen: ModuleType) -> None:
    field = window.customer.editor.field
    field.setFocus()
    fill(window, seen, 2)
    window.notes.unsent.open()
    assert window.notes.unsent.view.hasFocus()
    window.header.search.setFocus()
    assert window.notes.unsent.isHidden()
    field.setFocus()
    window.notes.templates.open([])
    QTest.keyClick(window.notes.templates.close_button, Qt.Key.Key_Escape)
    assert window.notes.templates.isHidden() and field.hasFocus()
