"""Choosing by digit, by typing, by arrows, by Enter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.widgets.choice_list import ChoiceList

REASONS = [(7, "Order placed"), (8, "Order changed"), (9, "Technical question"), (11, "Wrong number")]


@pytest.fixture
def choices(qtbot: QtBot) -> ChoiceList:
    made = ChoiceList("Search", "Reasons")
    qtbot.addWidget(made)
    made.show_choices(REASONS)
    made.show()
    return made


def type_(choices: ChoiceList, keys: str) -> None:
    QTest.keyClicks(choices.field, keys)


def test_a_digit_picks_its_line_and_enter_submits_it(choices: ChoiceList) -> None:
    heard: list[object] = []
    choices.submitted.connect(heard.append)
    type_(choices, "3")
    assert (choices.choice(), choices.field.text()) == (9, "")
    QTest.keyClick(choices.field, Qt.Key.Key_Return)
    assert heard == [9]


def test_a_digit_beyond_the_list_and_enter_without_a_choice_do_nothing(choices: ChoiceList) -> None:
    heard: list[object] = []
    choices.submitted.connect(heard.append)
    type_(choices, "9")
    QTest.keyClick(choices.field, Qt.Key.Key_Return)
    assert (choices.choice(), heard) == (None, [])


def test_typing_narrows_and_the_first_that_fits_is_chosen(choices: ChoiceList) -> None:
    type_(choices, "order ch")
    assert choices.choice() == 8
    type_(choices, "x")
    assert choices.choice() is None
    QTest.keyClick(choices.field, Qt.Key.Key_Escape)
    assert (choices.field.text(), choices.choice(), choices.view.model().rowCount()) == ("", None, 4)


def test_what_was_chosen_stays_chosen_while_it_fits(choices: ChoiceList) -> None:
    type_(choices, "2")
    type_(choices, "order")
    assert choices.choice() == 8


def test_arrows_stop_at_the_ends(choices: ChoiceList) -> None:
    for _ in range(6):
        QTest.keyClick(choices.field, Qt.Key.Key_Down)
    assert choices.choice() == 11
    for _ in range(6):
        QTest.keyClick(choices.field, Qt.Key.Key_Up)
    assert choices.choice() == 7


def test_the_same_choices_again_keep_the_choice(choices: ChoiceList) -> None:
    type_(choices, "4")
    choices.show_choices(list(REASONS))
    assert choices.choice() == 11


def test_what_is_chosen_for_a_start_leaves_the_first_lines_in_sight(choices: ChoiceList) -> None:
    choices.show_choices([(at, f"Reason {at}") for at in range(40)])
    choices.choose(39)
    assert (choices.choice(), choices.view.verticalScrollBar().value()) == (39, 0)
    assert choices.view.verticalScrollBar().maximum() > 0
    QTest.keyClick(choices.field, Qt.Key.Key_Up)
    assert choices.choice() == 38
    assert choices.view.verticalScrollBar().value() > 0, "walking goes on from there"
