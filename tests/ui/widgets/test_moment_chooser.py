"""The calendar that drops down: chosen by keys alone, and left without a trace."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.moment_chooser import MomentChooser

HALF_PAST_TEN = datetime(2026, 11, 24, 10, 30).astimezone()


@pytest.fixture
def place(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(300, 40)
    made.show()
    return made


@pytest.fixture
def chooser(place: QWidget) -> MomentChooser:
    made = MomentChooser(place)
    made.heard = []
    made.chosen.connect(made.heard.append)
    return made


def test_it_opens_on_what_is_there_and_enter_takes_it(chooser: MomentChooser, place: QWidget) -> None:
    chooser.open_at(place, HALF_PAST_TEN)
    assert chooser.isVisible()
    assert chooser.calendar.selectedDate() == QDate(2026, 11, 24)
    assert chooser.time.text() == "10:30"
    QTest.keyClick(chooser.time, Qt.Key.Key_Return)
    assert chooser.heard == [HALF_PAST_TEN]
    assert not chooser.isVisible()


def test_by_keys_another_day_and_another_time(chooser: MomentChooser, place: QWidget) -> None:
    chooser.open_at(place, HALF_PAST_TEN)
    table = chooser.calendar.findChild(QTableView)
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_Return)  # the day is chosen: on to the time
    for _ in range(3):
        QTest.keyClick(chooser.time, Qt.Key.Key_Up)
    assert chooser.time.text() == "11:15"
    chooser.set_button.click()
    assert chooser.heard == [datetime(2026, 11, 25, 11, 15).astimezone()]


def test_without_a_zone_it_is_what_a_wall_shows(chooser: MomentChooser, place: QWidget) -> None:
    walls = []
    chooser.wall_chosen.connect(walls.append)
    skipped = datetime(2026, 3, 29, 2, 30)  # noqa: DTZ001 - no clock in Prague shows it
    chooser.open_at(place, skipped)
    chooser.set_button.click()
    assert walls == [skipped]


def test_escape_chooses_nothing(chooser: MomentChooser, place: QWidget) -> None:
    chooser.open_at(place, None)
    assert chooser.time.text() == "09:00"
    QTest.keyClick(chooser, Qt.Key.Key_Escape)
    assert (chooser.isVisible(), chooser.heard) == (False, [])


@pytest.mark.parametrize(
    ("typed", "read"), [("9", (9, 0)), ("930", (9, 30)), ("23.59", (23, 59)), ("24:00", None), ("x", None)]
)
def test_times_as_they_are_typed(
    typed: str, read: tuple[int, int] | None, chooser: MomentChooser, place: QWidget
) -> None:
    chooser.open_at(place, HALF_PAST_TEN)
    chooser.time.setText("")
    QTest.keyClicks(chooser.time, typed)
    assert chooser.time.read() == read
    assert bool(chooser.time.property("wrong")) == (read is None)
    QTest.keyClick(chooser.time, Qt.Key.Key_Return)
    assert len(chooser.heard) == (read is not None)
    assert chooser.isVisible() == (read is None), "what is no time is not taken"


def test_the_arrows_go_round_midnight(chooser: MomentChooser, place: QWidget) -> None:
    chooser.time.put(23, 50)
    QTest.keyClick(chooser.time, Qt.Key.Key_Up)
    assert chooser.time.text() == "00:00"
    QTest.keyClick(chooser.time, Qt.Key.Key_Down)
    assert chooser.time.text() == "23:45"


def test_it_stays_on_the_screen(chooser: MomentChooser, place: QWidget) -> None:
    area = place.screen().availableGeometry()
    place.move(area.right() - 10, area.bottom() - 10)
    chooser.open_at(place, HALF_PAST_TEN)
    assert area.contains(chooser.geometry())
