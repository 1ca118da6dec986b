"""The header: the state that is shown and the states that can be chosen; the search that waits for a pause."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import EMPTY, Link
from agent_client.protocol.agents import ChangeState, NextState
from agent_client.protocol.names import AgentState, IdleReasonId
from ui.main_window.actions import Actions
from ui.main_window.header import Header


@pytest.fixture
def header(qtbot: QtBot) -> Header:
    owner = QWidget()
    qtbot.addWidget(owner)
    made = Header(Actions(owner))
    qtbot.addWidget(made)
    made.owner = owner
    made.resize(1280, 48)
    made.show()
    return made


@pytest.mark.parametrize(
    ("scene", "word", "why"),
    [
        ("WAITING", "Available", ""),
        ("PAUSE", "Lunch", ""),
        ("RONA", "RONA", "Rang 18 s on 204, not answered → RONA"),
        ("ON_CALL", "On contact", ""),
        ("WRAP_UP", "Wrap-up", ""),
        ("SIGNING_ON", "Signing on", ""),
    ],
)
def test_the_state_and_why(scene: str, word: str, why: str, header: Header, seen: ModuleType) -> None:
    header.show_state(getattr(seen, scene))
    assert header.switch.text() == word
    assert header.switch.why().startswith(why)
    assert bool(why) == bool(header.switch.why())
    assert header.who.whole() == "Anna de Vries"


def test_every_idle_reason_can_be_chosen(header: Header, seen: ModuleType) -> None:
    heard: list[object] = []
    header.state_chosen.connect(heard.append)
    header.show_state(seen.WAITING)
    header.switch.open()
    assert header.switch.menu is not None
    lines = header.switch.menu.actions()
    assert [line.text() for line in lines] == ["Available\t1", "Pause\t2", "Lunch\t3", "Training\t4", "Meeting\t5"]
    assert [line.isEnabled() for line in lines] == [False, True, True, True, True]
    lines[3].trigger()
    header.switch.menu.close()
    assert heard == [ChangeState(state=AgentState.NOT_READY, idle_reason=IdleReasonId(2))]
    assert header.switch.requested
    assert header.control("state") is header.switch


def test_it_cannot_be_changed_without_a_link(header: Header, seen: ModuleType) -> None:
    header.show_state(seen.LINK_LOST)
    assert not header.switch.isEnabled()
    header.show_state(seen.WAITING)
    assert header.switch.isEnabled()


@pytest.mark.parametrize("scene", ["ON_CALL", "WRAP_UP", "SETUP"])
def test_with_a_contact_in_hand_what_comes_after_it_is_chosen(scene: str, header: Header, seen: ModuleType) -> None:
    heard: list[object] = []
    header.state_chosen.connect(heard.append)
    state = getattr(seen, scene)
    header.show_state(state)
    assert header.switch.isEnabled() and header.switch.then() == ""
    header.switch.open()
    assert header.switch.menu is not None
    heading, *lines = [line for line in header.switch.menu.actions() if not line.isSeparator()]
    assert heading.defaultWidget().text() == "After this contact"
    assert [line.text() for line in lines][-2:] == ["Meeting\t5", "No change\t0"]
    assert [line.isEnabled() for line in lines] == [True] * 5 + [False]
    QTest.keyClick(header.switch.menu, Qt.Key.Key_3)
    assert heard == [ChangeState(state=AgentState.NOT_READY, idle_reason=IdleReasonId(1))]
    assert not header.switch.menu.isVisible()


def test_what_comes_after_the_contact_is_said_and_can_be_taken_back(header: Header, seen: ModuleType) -> None:
    heard: list[object] = []
    header.state_chosen.connect(heard.append)
    me = replace(seen.ON_CALL.me, next=NextState(AgentState.NOT_READY, IdleReasonId(1)))
    header.show_state(replace(seen.ON_CALL, me=me))
    assert (header.switch.text(), header.switch.then()) == ("On contact", "· then Lunch")
    assert header.switch.accessibleName() == "Your state: On contact · then Lunch"
    header.switch.open()
    assert header.switch.menu is not None
    _, *lines = [line for line in header.switch.menu.actions() if not line.isSeparator()]
    assert [line.isEnabled() for line in lines] == [True, True, False, True, True, True]
    QTest.keyClick(header.switch.menu, Qt.Key.Key_0)
    assert heard == [ChangeState(state=AgentState.ON_CONTACT)]
    header.show_state(replace(seen.ON_CALL, me=replace(me, next=NextState(AgentState.NOT_READY))))
    assert header.switch.then() == "· then Pause"
    header.show_state(seen.WAITING)
    assert header.switch.then() == ""


def test_before_the_first_snapshot(header: Header) -> None:
    header.show_state(replace(EMPTY, link=Link.CONNECTING))
    assert header.switch.text() == "Signing in"
    header.switch.open()
    assert header.switch.menu is None


def test_a_search_waits_for_a_pause_and_clearing_does_not(header: Header, qtbot: QtBot) -> None:
    heard: list[str] = []
    header.search_typed.connect(heard.append)
    QTest.keyClicks(header.search, "novak")
    assert heard == []
    qtbot.waitUntil(lambda: heard == ["novak"])
    header.search.selectAll()
    QTest.keyClicks(header.search, " ")
    assert heard == ["novak", ""]
