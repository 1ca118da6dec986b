"""What could be meant is offered while one types; anything else may be typed as well."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.widgets.suggesting_field import SuggestingField, Suggestion

PEOPLE = [
    Suggestion("204", "Anna de Vries", "204 · Available", "waiting"),
    Suggestion("207", "Bram Smit", "207 · Pause", "pause"),
    Suggestion("208", "Bram Smit", "208 · Pause", "pause"),
]


def meant(typed: str) -> Sequence[Suggestion]:
    return [one for one in PEOPLE if typed.casefold() in one.text.casefold()]


@pytest.fixture
def field(qtbot: QtBot) -> SuggestingField:
    made = SuggestingField("Operator", meant, placeholder="Name or number")
    qtbot.addWidget(made)
    made.picked_keys = []
    made.picked.connect(made.picked_keys.append)
    made.show()
    made.activateWindow()
    made.setFocus()
    return made


def test_what_fits_is_offered(field: SuggestingField) -> None:
    QTest.keyClicks(field, "anna")
    assert [one.key for one in field.offered()] == ["204"]
    QTest.keyClicks(field, "x")
    assert list(field.offered()) == [] and field.text() == "annax"


def test_arrow_and_enter_take_the_line_that_is_chosen(field: SuggestingField) -> None:
    QTest.keyClicks(field, "bram")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert field.picked_keys == ["208"], "two of one name are two"
    assert field.text() == "Bram Smit" and list(field.offered()) == []


def test_enter_takes_what_is_typed_where_no_line_was_chosen(field: SuggestingField) -> None:
    entered: list[str] = []
    field.returnPressed.connect(lambda: entered.append(field.text()))
    QTest.keyClicks(field, "bram")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert entered == ["bram"] and field.picked_keys == [] and list(field.offered()) == []


def test_the_mouse_takes_a_line(field: SuggestingField) -> None:
    QTest.keyClicks(field, "a")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    place = popup.visualRect(popup.model().index(1, 0)).center()
    QTest.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert field.picked_keys == ["207"]


def test_arrow_down_offers_everything_in_an_empty_field(field: SuggestingField) -> None:
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert len(field.offered()) == len(PEOPLE)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert list(field.offered()) == [] and field.picked_keys == []


def test_nothing_is_offered_where_one_only_reads(field: SuggestingField) -> None:
    field.setReadOnly(True)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert list(field.offered()) == []
