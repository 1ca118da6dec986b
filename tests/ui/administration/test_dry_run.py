"""Who would get this call: asked while one types and again when something changes; every answer in words."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import State
from agent_client.protocol.administration import Route
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.names import AgentId, QueueId, RouteCode, Unhandled
from ui.administration import words
from ui.administration.dry_run import DryRun
from ui.widgets.labels import Label


@pytest.fixture
def dry_run(qtbot: QtBot, state: State, rules: ModuleType) -> DryRun:
    made = DryRun()
    qtbot.addWidget(made)
    made.resize(380, 600)
    made.heard = []
    made.asked.connect(lambda number, dnis: made.heard.append((number, dnis)))
    made.show_state(state)
    made.show_known(rules.RULES)
    made.show()
    return made


def said(dry_run: DryRun) -> list[str]:
    return [label.text() for label in dry_run.findChildren(Label) if label.isVisible() and label.text()]


def test_nothing_is_asked_before_a_number_is_dialled(dry_run: DryRun) -> None:
    QTest.keyClicks(dry_run.number, "0724118305")
    dry_run.ask()
    assert dry_run.heard == []


def test_it_is_asked_after_a_pause_in_typing(dry_run: DryRun, qtbot: QtBot) -> None:
    dry_run.number.setText("+420724118305")
    QTest.keyClicks(dry_run.dnis, "+31800100200")
    assert dry_run.heard == [], "not at each digit"
    qtbot.waitUntil(lambda: dry_run.heard == [("+420724118305", "+31800100200")])


def test_enter_asks_at_once_and_a_withheld_number_may_be_asked_about(dry_run: DryRun) -> None:
    dry_run.dnis.setText("+31800100200")
    QTest.keyClick(dry_run.number, Qt.Key.Key_Return)
    assert dry_run.heard == [("", "+31800100200")]


def test_projects_are_offered_by_name_and_number(dry_run: DryRun) -> None:
    dry_run.dnis.setFocus()
    QTest.keyClicks(dry_run.dnis, "parts")
    assert [(one.text, one.beside) for one in dry_run.dnis.offered()] == [("+31800100400", "Spare parts and returns")]
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert dry_run.heard[-1] == ("", "+31800100400")


def test_what_is_no_number_is_said_and_not_asked(dry_run: DryRun) -> None:
    dry_run.number.setText("nobody")
    dry_run.dnis.setText("+31800100200")
    dry_run.ask()
    assert dry_run.heard == [] and dry_run.wrong.isVisible()


def test_it_is_asked_again_when_somebody_becomes_free_or_the_rules_change(
    dry_run: DryRun, state: State, rules: ModuleType
) -> None:
    dry_run.dnis.setText("+31800100200")
    dry_run.show_state(replace(state, agents={}))
    assert len(dry_run.heard) == 1
    dry_run.show_state(replace(state, agents={}, sections={}))
    assert len(dry_run.heard) == 1, "nobody became anything"
    dry_run.show_known(rules.RULES)
    assert len(dry_run.heard) == 2


def test_the_answer_names_who_why_and_everybody_on_the_way(dry_run: DryRun, rules: ModuleType, qtbot: QtBot) -> None:
    dry_run.show_route(rules.ROUTE)
    qtbot.waitUntil(lambda: "free" in said(dry_run))
    words_ = said(dry_run)
    for expected in (
        "Bram gets it, on 207.",
        "The caller is Jana Nováková.",
        "Code 2: Project's operator",
        "The customer's operators",
        "The project's operators",
        "Dana Horáková",
        "nobody signed in",
        "busy",
        "free",
    ):
        assert expected in words_
    assert words_.count("busy") == 2 and words_.count("free") == 1
    dry_run.show_route(replace(rules.ROUTE, considered=()))
    assert "busy" not in said(dry_run)


DANA = AgentBrief(AgentId(3), "Dana", "212")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"target": "+31201234567"}, "It goes to the fixed target 020 123 4567."),
        ({"unhandled": Unhandled.END}, "It is ended, and stands in the callback list."),
        ({"unhandled": Unhandled.AGENT, "agent": DANA}, "It is shown to Dana as unhandled."),
        ({"unhandled": Unhandled.WAIT}, "It waits in Support."),
        ({}, "It waits in Support."),
        ({"queue": QueueId(99)}, "It waits in the queue."),
        ({"agent": DANA}, "Dana gets it, on 212."),
        ({"phone": "+31201234567"}, "020 123 4567 gets it."),
    ],
)
def test_each_outcome_has_its_sentence(
    dry_run: DryRun, rules: ModuleType, fields: dict[str, object], sentence: str
) -> None:
    usual = Route(code=RouteCode.ALL_BUSY, queue=rules.ROUTE.queue)
    dry_run.show_route(replace(usual, **fields))
    assert dry_run.answer.text() == sentence


@pytest.mark.parametrize("code", list(RouteCode))
def test_each_code_has_its_name_and_its_meaning(code: RouteCode) -> None:
    assert words.code_name(code) and words.code_meaning(code).endswith(".")


def test_a_refusal_is_said_in_place(dry_run: DryRun) -> None:
    dry_run.show_failed("No project and no group has this number.")
    assert "No project and no group has this number." in said(dry_run)
