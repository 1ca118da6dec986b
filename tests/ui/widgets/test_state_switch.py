"""The switch of the agent's state: what it says, and choosing by digit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.widgets.state_switch import Choice, StateSwitch


@pytest.fixture
def switch(qtbot: QtBot) -> StateSwitch:
    made = StateSwitch()
    qtbot.addWidget(made)
    choices = [
        Choice("Available", "ready", "waiting", current=True),
        Choice("Pause", "pause", "pause"),
        Choice("Lunch", "lunch", "pause"),
    ]
    made.show_state("Available", "waiting", "", choices)
    made.show()
    return made


def test_a_digit_chooses_and_the_switch_is_busy_until_told_otherwise(switch: StateSwitch) -> None:
    heard: list[object] = []
    switch.chosen.connect(heard.append)
    switch.open()
    assert switch.menu is not None
    QTest.keyClick(switch.menu, Qt.Key.Key_3)
    assert (heard, switch.requested) == (["lunch"], True)
    switch.open()
    assert not switch.menu.isVisible()


def test_the_state_one_is_in_cannot_be_chosen(switch: StateSwitch) -> None:
    heard: list[object] = []
    switch.chosen.connect(heard.append)
    switch.open()
    assert switch.menu is not None
    QTest.keyClick(switch.menu, Qt.Key.Key_1)
    assert heard == []
    assert [action.isEnabled() for action in switch.menu.actions()] == [False, True, True]
    switch.menu.close()


def test_it_says_the_state_and_why(switch: StateSwitch) -> None:
    before = switch.sizeHint().width()
    switch.show_state("RONA", "alarm", "Rang 18 s on 204, not answered", [])
    assert switch.accessibleName() == "Your state: RONA"
    assert "Rang 18 s on 204" in switch.toolTip()
    assert switch.sizeHint().width() > before
    assert switch.minimumSizeHint().width() < switch.sizeHint().width()


def test_what_cannot_be_changed_has_no_mark_of_a_menu_but_is_as_readable(switch: StateSwitch) -> None:
    wide = switch.minimumSizeHint().width()
    switch.setEnabled(False)
    assert switch.minimumSizeHint().width() < wide
    switch.open()
    switch.set_requested(False)
    image = switch.grab().toImage()
    dark = sum(image.pixelColor(x, image.height() // 2).lightness() < 60 for x in range(image.width()))
    assert dark > 3
