"""Where in a sound one is: clicked, dragged, moved by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.widgets.position_bar import PositionBar


@pytest.fixture
def bar(qtbot: QtBot) -> PositionBar:
    made = PositionBar("Position", 5.0)
    qtbot.addWidget(made)
    made.resize(216, 24)
    made.show()
    made.show_position(30.0, 100.0, 60.0, ((40.0, 50.0),))
    made.wished = []
    made.sought.connect(made.wished.append)
    return made


@pytest.mark.parametrize(
    ("key", "seconds"),
    [
        (Qt.Key.Key_Right, 35.0),
        (Qt.Key.Key_Left, 25.0),
        (Qt.Key.Key_PageUp, 60.0),
        (Qt.Key.Key_PageDown, 0.0),
        (Qt.Key.Key_Home, 0.0),
        (Qt.Key.Key_End, 100.0),
    ],
)
def test_by_keys(bar: PositionBar, key: Qt.Key, seconds: float) -> None:
    QTest.keyClick(bar, key)
    assert bar.wished == [seconds]


def test_by_mouse_it_is_told_once_it_is_let_go(bar: PositionBar) -> None:
    middle, end = QPoint(108, 12), QPoint(400, 12)
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=middle)
    assert bar.shown() == pytest.approx(50, abs=1)
    assert bar.wished == []
    bar.show_position(31.0, 100.0, 60.0)
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=end)
    assert bar.wished == [100.0]
    assert bar.shown() == 31.0


def test_it_says_where_it_is(bar: PositionBar) -> None:
    assert (bar.accessibleName(), bar.accessibleDescription()) == ("Position", "0:30 / 1:40")
    assert (bar.value(), bar.maximum()) == (300, 1_000)
