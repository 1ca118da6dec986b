"""A3: which queues one staffs, chosen in place: ticked, sent once, refused with what was ticked still there."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import Link, State
from agent_client.protocol.centre import QueueName
from agent_client.protocol.names import QueueId
from ui.panels.queue_box import QueueBox

SALES, SUPPORT, ORDERS = QueueId(1), QueueId(2), QueueId(30)


@pytest.fixture
def state(seen: ModuleType) -> State:
    centre = replace(seen.CENTRE, queues=(QueueName(ORDERS, "Orders"),))
    return replace(seen.WAITING, centre=centre, me=replace(seen.ME, may_staff=(SALES, SUPPORT, ORDERS)))


@pytest.fixture
def room(qtbot: QtBot) -> QWidget:
    made: Any = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.note = QLineEdit(made)
    made.show()
    made.note.setFocus()
    qtbot.waitUntil(made.note.hasFocus)
    return made


@pytest.fixture
def box(room: QWidget, state: State, qtbot: QtBot) -> QueueBox:
    made: Any = QueueBox(room)
    made.heard = []
    made.chosen.connect(made.heard.append)
    made.show_state(state)
    made.open()
    qtbot.waitUntil(made.boxes[SALES].hasFocus)
    return made


def test_all_that_one_may_staff_by_name_and_ticked_as_it_is(box: QueueBox) -> None:
    assert [(tick.text(), tick.isChecked()) for tick in box.boxes.values()] == [
        ("Sales", True),
        ("Support", True),
        ("Orders", False),
    ]
    assert box.about.text() == "You get the calls of 2 queues."
    assert not box.button.isEnabled()
    assert box.button.why_not == "You staff these already."


def test_by_keys_alone(box: Any) -> None:
    QTest.keyClick(box.boxes[SALES], Qt.Key.Key_Space)
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.boxes[SUPPORT].hasFocus()
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.heard == [(SUPPORT,)]
    assert box.isVisible(), "until it is so"


def test_all_and_none(box: Any) -> None:
    box.none.click()
    assert box.about.text() == "Without a queue you get calls for you alone."
    box.all.click()
    assert box.ticked() == (SALES, SUPPORT, ORDERS)
    box.button.click()
    assert box.heard == [(SALES, SUPPORT, ORDERS)]


def test_what_is_ticked_outlives_a_refusal_and_other_news(box: Any, state: State) -> None:
    box.boxes[ORDERS].setChecked(True)
    box.set_requested(True)
    box.button.click()
    assert box.heard == [], "one press is one command"
    box.set_requested(False)
    box.refuse("One of these queues is not yours any more: look at the list again.")
    assert box.refusal.text().startswith("One of these")
    box.show_state(replace(state, me=replace(state.me, may_staff=(SUPPORT, ORDERS), version=9)))
    assert box.ticked() == (SUPPORT, ORDERS)


def test_not_while_reconnecting(box: QueueBox, state: State) -> None:
    box.boxes[ORDERS].setChecked(True)
    box.show_state(replace(state, link=Link.DOWN))
    assert (box.button.isEnabled(), box.button.why_not) == (False, "Not while reconnecting.")


def test_escape_gives_the_keyboard_back(box: QueueBox, room: Any, qtbot: QtBot) -> None:
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.isHidden()
    qtbot.waitUntil(room.note.hasFocus)


def test_who_has_none_is_told_whom_to_ask(box: QueueBox, state: State) -> None:
    box.show_state(replace(state, me=replace(state.me, may_staff=(), queues=())))
    assert box.boxes == {}
    assert box.about.text() == "No queue is yours yet: ask your administrator."
