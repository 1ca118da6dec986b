"""A list to choose one thing from: what was chosen stays chosen while the list changes under it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.administration.named_list import Named, NamedList

THINGS = [Named(1, "Sales", "800 · Queue"), Named(2, "Support", "801 · Queue"), Named(3, "Back office")]


@pytest.fixture
def listed(qtbot: QtBot) -> NamedList:
    made = NamedList("Groups", tall=True)
    qtbot.addWidget(made)
    made.resize(240, 300)
    made.show_things(THINGS)
    made.heard = []
    made.chosen.connect(made.heard.append)
    made.show()
    return made


def test_a_click_chooses(listed: NamedList) -> None:
    place = listed.visualRect(listed.model().index(1, 0)).center()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert listed.key() == 2 and listed.heard == [2]


def test_arrows_walk(listed: NamedList) -> None:
    listed.choose(1)
    assert listed.heard == [], "nobody did that by hand"
    QTest.keyClick(listed, Qt.Key.Key_Down)
    QTest.keyClick(listed, Qt.Key.Key_Down)
    assert listed.heard == [2, 3]


def test_what_is_chosen_stays_chosen_wherever_it_goes(listed: NamedList) -> None:
    listed.choose(2)
    listed.show_things([Named(9, "A new one"), *THINGS])
    assert listed.key() == 2 and listed.currentIndex().row() == 2
    listed.show_things([Named(9, "A new one")])
    assert listed.key() is None and listed.heard == []


def test_a_row_says_that_it_is_not_saved(listed: NamedList) -> None:
    index = listed.model().index(0, 0)
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Sales, 800 · Queue"
    quiet = listed.grab().toImage()
    listed.show_things([Named(1, "Sales", "800 · Queue", unsaved=True), *THINGS[1:]])
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Sales, 800 · Queue, Not saved"
    assert listed.grab().toImage() != quiet, "and shows it"
