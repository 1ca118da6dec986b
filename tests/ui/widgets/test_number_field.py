"""A number to type: counted by the arrow keys within its bounds, and left as it is typed otherwise."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.widgets.number_field import NumberField


@pytest.fixture
def field(qtbot: QtBot) -> NumberField:
    made = NumberField(3, 300)
    qtbot.addWidget(made)
    made.heard = []
    made.textEdited.connect(made.heard.append)
    made.show()
    return made


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        ("18", Qt.Key.Key_Up, "19"),
        ("18", Qt.Key.Key_Down, "17"),
        ("18", Qt.Key.Key_PageUp, "28"),
        ("5", Qt.Key.Key_PageDown, "3"),
        ("300", Qt.Key.Key_Up, "300"),
        ("", Qt.Key.Key_Up, "3"),
        ("", Qt.Key.Key_Down, "3"),
        ("many", Qt.Key.Key_Up, "3"),
        ("²", Qt.Key.Key_Up, "3"),
    ],
)
def test_the_arrow_keys_count_within_the_bounds(field: NumberField, before: str, key: Qt.Key, after: str) -> None:
    field.setText(before)
    QTest.keyClick(field, key)
    assert field.text() == after and field.heard == [after]


def test_anything_may_be_typed(field: NumberField) -> None:
    QTest.keyClicks(field, "1x")
    assert field.text() == "1x"


def test_what_is_only_read_is_not_counted(field: NumberField) -> None:
    field.setText("18")
    field.setReadOnly(True)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "18" and field.heard == []
