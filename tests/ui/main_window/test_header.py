"""The header: the state that is shown and the states that can be chosen; the search that waits for a pause."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import EMPTY, Link
from agent_client.protocol.agents import ChangeState
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


@pytest.mark.parametrize("scene", ["ON_CALL", "WRAP_UP", "SETUP", "LINK_LOST"])
def test_it_cannot_be_changed_in_a_call_nor_without_a_link(scene: str, header: Header, seen: ModuleType) -> None:
    header.show_state(getattr(seen, scene))
    assert not header.switch.isEnabled()
    header.show_state(seen.WAITING)
    assert header.switch.isEnabled()


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
    qtbot.waitUntil(lambda: heard == ["novak"], timeout=3000)
    header.search.selectAll()
    QTest.keyClicks(header.search, " ")
    assert heard == ["novak", ""]
