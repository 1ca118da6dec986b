"""One of a list: chosen by key and by mouse, kept while the list changes, and never by the wheel in passing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.widgets.select_field import SelectField

CHOICES = [(1, "Sales"), (2, "Support"), (None, "For all groups")]


@pytest.fixture
def field(qtbot: QtBot) -> SelectField:
    made = SelectField("Group", nothing="Choose a group")
    qtbot.addWidget(made)
    made.show_choices(CHOICES)
    made.heard = []
    made.chosen.connect(made.heard.append)
    made.show()
    return made


def test_nothing_is_chosen_until_somebody_does(field: SelectField) -> None:
    assert field.key() is None and field.currentIndex() == -1
    assert field.placeholderText() == "Choose a group" and field.accessibleName() == "Group"


def test_keys_choose_and_say_so(field: SelectField) -> None:
    field.choose(1)
    assert field.heard == [], "nobody did that by hand"
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.key() == 2 and field.heard == [2]
    QTest.keyClicks(field, "sa")
    assert field.key() == 1


def test_no_choice_can_be_one(field: SelectField) -> None:
    field.choose(None)
    assert field.currentText() == "For all groups"


def test_what_is_chosen_stays_where_the_list_changes(field: SelectField) -> None:
    field.choose(2)
    field.show_choices([(3, "Back office"), *CHOICES])
    assert field.key() == 2 and field.currentText() == "Support"
    field.show_choices([(3, "Back office")])
    assert field.currentIndex() == -1 and field.heard == []


def test_the_wheel_chooses_nothing_in_passing(field: SelectField) -> None:
    field.choose(1)
    field.setFocus()
    centre = QPointF(field.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(field.mapToGlobal(centre.toPoint())),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, event)
    assert field.key() == 1


def test_the_list_drops_down_and_its_lines_can_be_clicked(field: SelectField) -> None:
    field.showPopup()
    view = field.view()
    row = view.visualRect(view.model().index(1, 0)).center()
    QTest.mouseMove(view.viewport(), row)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, row, 600)
    assert field.key() == 2 and field.heard == [2]


def test_what_was_chosen_is_marked_when_the_list_first_drops_down(field: SelectField) -> None:
    field.choose(2)
    field.showPopup()
    marked = [index.row() for index in field.view().selectionModel().selectedRows()]
    assert marked == [field.currentIndex()]
    assert field.view().accessibleName() == field.accessibleName()
