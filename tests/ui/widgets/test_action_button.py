"""Possible, requested, refused: what a button shows and what it lets through."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.widgets.action_button import ActionButton, Kind


@pytest.fixture
def button(qtbot: QtBot) -> ActionButton:
    made = ActionButton("Answer", Kind.ANSWER, icon="phone", hint="Ctrl ⇧ A")
    qtbot.addWidget(made)
    made.show()
    made.presses = []
    made.clicked.connect(lambda: made.presses.append(1))
    return made


def test_it_shows_requested_from_its_own_click_and_takes_no_second(button: ActionButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.requested
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.keyClick(button, Qt.Key.Key_Space)
    button.press()
    assert button.presses == [1]
    button.set_requested(False)
    button.press()
    assert button.presses == [1, 1]


def test_requested_is_seen_and_told(button: ActionButton) -> None:
    before = button.grab().toImage()
    button.set_requested(True)
    assert button.grab().toImage() != before
    assert button.accessibleDescription() == "Sent, waiting for the server"
    button.set_requested(False)
    assert button.grab().toImage() == before


def test_a_refusal_stays_until_the_next_press_or_until_it_says_nothing_any_more(
    button: ActionButton, qtbot: QtBot
) -> None:
    button.set_requested(True)
    with qtbot.waitSignal(button.refused) as heard:
        button.refuse("The contact changed.")
    button.set_requested(False)  # as the one road of commands does at its end
    assert heard.args == ["The contact changed."]
    assert (button.refusal, button.toolTip(), button.requested) == (
        "The contact changed.",
        "The contact changed.",
        False,
    )
    button.forget()
    assert button.refusal == ""
    button.refuse("No.")
    button.press()
    assert (button.refusal, button.requested) == ("", True)


def test_a_mouse_press_leaves_the_keyboard_where_it_is(button: ActionButton) -> None:
    assert not button.focusPolicy() & Qt.FocusPolicy.ClickFocus
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_ring_shows_for_the_keyboard_only(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    made = ActionButton("End")
    layout.addWidget(made)
    with qtbot.waitExposed(window):
        window.show()
    plain = made.grab().toImage()
    made.setFocus(Qt.FocusReason.MouseFocusReason)
    assert made.grab().toImage() == plain
    made.clearFocus()
    made.setFocus(Qt.FocusReason.TabFocusReason)
    ring = made.grab().toImage()
    found = {ring.pixelColor(ring.width() // 2, y).name() for y in range(4)}
    assert theme.colour("focus").name() in found


def test_the_key_is_in_the_tooltip_and_the_name_is_the_text(button: ActionButton) -> None:
    assert button.toolTip() == "Answer  Ctrl ⇧ A"
    assert button.accessibleName() == "Answer"
    wide = button.sizeHint().width()
    button.set_hint("")
    assert button.sizeHint().width() < wide


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_holds_its_text_and_grows_with_it(kind: Kind, qtbot: QtBot) -> None:
    short, long = ActionButton("End", kind), ActionButton("Rückfrage beenden", kind)
    for made in (short, long):
        qtbot.addWidget(made)
    assert long.sizeHint().width() - short.sizeHint().width() == (
        long.fontMetrics().horizontalAdvance("Rückfrage beenden") - short.fontMetrics().horizontalAdvance("End")
    )


def test_one_that_does_not_send_is_never_busy_by_itself(qtbot: QtBot) -> None:
    made = ActionButton("Find", sends=False)
    qtbot.addWidget(made)
    made.click()
    assert not made.requested
