"""A button that is not possible says why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.widgets.offered_button import OfferedButton


def test_why_it_is_not_possible_is_in_its_tooltip(qtbot: QtBot) -> None:
    button = OfferedButton("End", hint="F8")
    qtbot.addWidget(button)
    button.offer(False, "The customer is on hold.")
    assert not button.isEnabled()
    assert button.toolTip() == "End\nThe customer is on hold."
    assert button.accessibleDescription() == "The customer is on hold."
    button.offer(True, "never said of what is possible")
    assert button.isEnabled() and button.why_not == ""
    assert button.toolTip() == "End  F8"


def test_a_label_that_changes_meanwhile_keeps_the_reason(qtbot: QtBot) -> None:
    button = OfferedButton("Mute")
    qtbot.addWidget(button)
    button.offer(False, "Not now.")
    button.set_label("Unmute")
    assert button.toolTip() == "Unmute\nNot now."


def test_a_double_click_is_one_press(qtbot: QtBot) -> None:
    button = OfferedButton("Hold", sends=False)
    qtbot.addWidget(button)
    button.show()
    heard: list[int] = []
    button.clicked.connect(lambda: heard.append(1))
    left = Qt.MouseButton.LeftButton
    for part in (QTest.mousePress, QTest.mouseRelease, QTest.mouseDClick, QTest.mouseRelease):
        part(button, left)
    assert len(heard) == 1
    QTest.mouseClick(button, left)
    assert len(heard) == 2
