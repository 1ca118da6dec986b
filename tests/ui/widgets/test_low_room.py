"""Low rooms: nothing changes while there is room, what is too high is scrolled, and the keyboard is always in sight."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QStackedLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.low_room import LowRoom


def part(within: QWidget, fields: int) -> QWidget:
    made = QWidget(within)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    for _ in range(fields):
        field = QLineEdit()
        field.setFixedHeight(40)
        column.addWidget(field)
    return made


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[LowRoom]:
    window = QWidget()
    qtbot.addWidget(window)
    inside = QVBoxLayout(window)
    inside.setContentsMargins(0, 0, 0, 0)
    made = LowRoom(window, 100)
    made.hold(part(made.viewport(), 5))
    inside.addWidget(made)
    window.resize(300, 400)
    window.show()
    window.activateWindow()
    yield made


def test_with_room_enough_it_is_as_if_it_were_not_there(room: LowRoom) -> None:
    assert not room.scrolls()
    assert room.widget().size() == room.size()
    assert room.minimumSizeHint().width() == 100


def test_what_is_too_high_is_scrolled_and_nothing_is_cut_beside_it(room: LowRoom, qtbot: QtBot) -> None:
    room.window().resize(300, 120)
    assert room.scrolls()
    assert room.widget().height() == room.widget().minimumSizeHint().height() > 120
    qtbot.waitUntil(lambda: room.widget().width() == room.viewport().width() < 300)
    room.window().resize(300, 400)
    assert not room.scrolls()
    assert room.widget().size() == room.size()


def test_what_gets_the_keyboard_comes_into_sight(room: LowRoom, qtbot: QtBot) -> None:
    room.window().resize(300, 120)
    *_, last = room.widget().findChildren(QLineEdit)
    last.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.waitUntil(lambda: not last.visibleRegion().isEmpty())
    assert room.viewport().rect().contains(last.mapTo(room.viewport(), QPoint(0, 0)))


def test_what_grows_is_followed(room: LowRoom, qtbot: QtBot) -> None:
    room.window().resize(300, room.widget().minimumSizeHint().height() + 10)
    assert not room.scrolls()
    field = QLineEdit()
    field.setFixedHeight(40)
    room.widget().layout().addWidget(field)
    qtbot.waitUntil(room.scrolls)


def test_of_pages_the_open_one_counts(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    made = LowRoom(window, 100)
    pages = QWidget(made.viewport())
    stack = QStackedLayout(pages)
    for fields in (1, 20):
        stack.addWidget(part(pages, fields))
    made.hold(pages)
    made.resize(300, 100)
    made.parentWidget().show()
    assert not made.scrolls()
    stack.setCurrentIndex(1)
    qtbot.waitUntil(made.scrolls)
