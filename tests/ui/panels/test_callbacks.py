"""The callback list as the agent handles it: sections, rows, claims, buttons and keys."""

from __future__ import annotations

from datetime import timedelta
from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import State
from agent_client.protocol.callbacks import Claim
from agent_client.protocol.names import Section
from agent_client.rules.callback_actions import CallbackAction
from ui.models.callback_lines import Line
from ui.panels import callback_words
from ui.panels.callbacks import CallbacksPanel


@pytest.fixture
def at_home(seen: ModuleType) -> State:
    """At a centre whose customers live by its own clock."""
    return replace(seen.WAITING, centre=replace(seen.CENTRE, time_zone="Europe/Amsterdam"))


@pytest.fixture
def panel(qtbot: QtBot, seen: ModuleType, at_home: State) -> CallbacksPanel:
    made = CallbacksPanel()
    qtbot.addWidget(made)
    made.resize(312, 600)
    made.show()
    made.heard = []
    made.pressed.connect(lambda entry, action: made.heard.append((action, entry)))
    made.show_state(at_home)
    made.tick(seen.NOW)
    return made


def choose(panel: CallbacksPanel, entry: int) -> None:
    at = panel.rows.place_of(entry)
    assert at is not None
    panel.list.setCurrentIndex(panel.rows.index(at))


def buttons(panel: CallbacksPanel) -> list[str]:
    actions = panel.list.chosen_actions
    return [] if actions.isHidden() else [button.text() for button in actions.buttons.values() if not button.isHidden()]


def second(panel: CallbacksPanel, entry: int) -> tuple[str, str]:
    line = panel.rows.line(panel.rows.place_of(entry)) if panel.rows.place_of(entry) is not None else None
    said = callback_words.second(line or Line(panel._state.callbacks[entry]), panel.list.delegate.looking)
    return said.text, said.tone


def test_the_sections_and_their_counts(panel: CallbacksPanel) -> None:
    assert panel.tabs.accessibleDescription() == "Open 9, Attempts 2, Done 148, Not reached 1"
    assert panel.rows.rowCount() == 9
    panel.tabs.open(Section.DONE.value)
    assert panel.rows.rowCount() == 1


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (1, ("020 624 1180 · Sales", "dim")),
        (2, ("Bram is calling, 0:12", "call")),
        (5, ("Sales", "dim")),
        (8, ("Support", "dim")),
        (20, ("2 attempts, 13:36 · 020 111 2233 · Sales", "dim")),
        (30, ("Bram · 020 111 2255 · Sales", "dim")),
    ],
)
def test_the_second_line(
    entry: int, line: tuple[str, str], panel: CallbacksPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, tone = second(panel, entry)
    assert tone == line[1]
    assert shown.split(", ")[0] == line[0].split(", ")[0]
    assert shown.split(" · ")[1:] == line[0].split(" · ")[1:]


def test_a_claim_counts_live_and_ones_own_is_told_so(panel: CallbacksPanel, seen: ModuleType, at_home: State) -> None:
    panel.tick(seen.NOW + timedelta(seconds=60))
    assert second(panel, 2) == ("Bram is calling, 1:12", "call")
    mine = replace(seen.ENTRIES[0], claim=Claim(seen.ANNA, seen.ago(3)))
    panel.show_state(replace(at_home, callbacks={**at_home.callbacks, mine.id: mine}))
    assert second(panel, 1) == ("You are calling, 1:03", "call")


def test_only_rows_that_count_are_repainted_each_second(panel: CallbacksPanel, seen: ModuleType, qtbot: QtBot) -> None:
    qtbot.waitExposed(panel)
    qtbot.wait(10)
    painted: list[int] = []
    paint = panel.list.delegate.paint
    panel.list.delegate.paint = lambda painter, option, index: (
        painted.append(index.row()),
        paint(painter, option, index),
    )
    panel.tick(seen.NOW + timedelta(seconds=1))
    qtbot.waitUntil(lambda: bool(painted), timeout=1000)
    assert set(painted) == {1}


def test_the_chosen_row_offers_what_is_allowed(panel: CallbacksPanel) -> None:
    choose(panel, 1)
    assert buttons(panel) == ["Call", "Done", "Not reached"]
    choose(panel, 8)  # withheld: nothing to call
    assert buttons(panel) == ["Done", "Not reached"]
    choose(panel, 2)  # Bram has it
    assert buttons(panel) == []
    panel.tabs.open(Section.DONE.value)
    choose(panel, 30)
    assert buttons(panel) == ["Call", "Reopen"]


def test_a_press_says_which_and_stays_requested_wherever_the_row_goes(panel: CallbacksPanel) -> None:
    choose(panel, 1)
    panel.list.chosen_actions.buttons[CallbackAction.CALL].click()
    assert panel.heard == [("call", 1)]
    assert panel.list.chosen_actions.buttons[CallbackAction.CALL].requested
    choose(panel, 3)
    assert not panel.list.chosen_actions.buttons[CallbackAction.CALL].requested
    choose(panel, 1)
    assert panel.list.chosen_actions.buttons[CallbackAction.CALL].requested
    control = panel.control("call", 1)
    assert control is not None
    control.refuse("Bram is calling this number back: take another entry.")
    assert not panel.list.chosen_actions.buttons[CallbackAction.CALL].requested
    assert panel.foot.refusal.text().startswith("Bram is calling")
    assert panel.foot.refusal.isVisible()
    choose(panel, 3)
    assert panel.foot.refusal.isHidden()


def test_enter_calls_once_and_not_what_somebody_else_is_calling(panel: CallbacksPanel) -> None:
    panel.take_focus()
    assert panel.chosen() is not None
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    QTest.keyClick(panel.list, Qt.Key.Key_Down)
    QTest.keyClick(panel.list, Qt.Key.Key_Enter)
    assert panel.heard == [("call", 1)]


def test_the_choice_is_told_for_the_customers_column(panel: CallbacksPanel, seen: ModuleType) -> None:
    heard: list[object] = []
    panel.entry_chosen.connect(heard.append)
    choose(panel, 4)
    assert heard == [seen.ENTRIES[3]]
    assert panel.control("done") is not None


def test_a_marked_entry_leaves_and_the_next_row_is_chosen(
    panel: CallbacksPanel, seen: ModuleType, at_home: State
) -> None:
    choose(panel, 1)
    done = replace(seen.ENTRIES[0], version=2, section=Section.DONE, closed_at=seen.NOW, closed_by=seen.ANNA)
    panel.show_state(replace(at_home, callbacks={**at_home.callbacks, done.id: done}))
    panel.rows.settle()
    assert panel.rows.place_of(1) is None
    assert panel.chosen() == seen.ENTRIES[1]


def test_an_empty_section_says_so(panel: CallbacksPanel, seen: ModuleType, at_home: State) -> None:
    panel.show_state(replace(at_home, callbacks={}, sections={}))
    panel.rows.settle()
    assert panel.empty.isVisible()
    assert panel.empty.title.text() == "Nobody waits for a call"
    panel.tabs.open(Section.NOT_REACHED.value)
    assert panel.empty.title.text() == "Everybody was reached"
    panel.show_state(at_home)
    assert not panel.empty.isVisible()


def test_the_row_under_the_pointer_has_buttons_too(panel: CallbacksPanel, qtbot: QtBot) -> None:
    choose(panel, 1)
    panel.list.hover(3)
    hovered = panel.list.hovered_actions
    assert (hovered.isVisible(), hovered.entry) == (True, 4)
    assert hovered.geometry().right() <= panel.list.viewport().width()
    hovered.buttons[CallbackAction.DONE].click()
    assert panel.heard == [("done", 4)]
    panel.list.hover(0)  # the chosen one has its own
    assert hovered.isHidden()
