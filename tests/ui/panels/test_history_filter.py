"""The bar over the history: what is chosen is told once, typed words after a pause, days that are none are marked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.names import AgentId
from agent_client.rules.record_filter import EVERYTHING, HistoryKind
from ui.models.history_periods import HistoryPeriod
from ui.panels.history_filter import HistoryFilterBar
from ui.text import day
from ui.widgets.select_field import SelectField

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
ANNA, BRAM = AgentBrief(AgentId(1), "Anna"), AgentBrief(AgentId(2), "Bram")


@pytest.fixture
def bar(qtbot: QtBot) -> HistoryFilterBar:
    made = HistoryFilterBar()
    qtbot.addWidget(made)
    made.resize(376, 160)
    made.tick(NOW)
    made.heard = []
    made.wished.connect(made.heard.append)
    made.closed.connect(lambda: made.heard.append("closed"))
    made.show_agents([ANNA, BRAM, ANNA])
    with qtbot.waitExposed(made):
        made.open()
    return made


def choose(field: SelectField, key: object) -> None:
    """As an agent does in the list that drops down."""
    at = next(at for at, (known, _) in enumerate(field._choices) if known == key)
    field.setCurrentIndex(at)
    field.activated.emit(at)


def test_it_opens_with_the_keyboard_in_the_words_and_wishes_for_nothing(bar: HistoryFilterBar) -> None:
    assert bar.words.hasFocus()
    assert bar.wish() == EVERYTHING
    assert [bar.agent.itemText(at) for at in range(bar.agent.count())] == ["Anybody", "Anna", "Bram"]


def test_words_are_told_after_a_pause_and_once(bar: HistoryFilterBar, qtbot: QtBot) -> None:
    QTest.keyClicks(bar.words, "boil")
    assert bar.heard == []
    qtbot.waitUntil(lambda: len(bar.heard) == 1)
    QTest.keyClicks(bar.words, " ")
    QTest.keyClick(bar.words, Qt.Key.Key_Return)
    assert [wish.text for wish in bar.heard] == ["boil"]
    QTest.keyClicks(bar.words, "er")
    QTest.keyClick(bar.words, Qt.Key.Key_Return)
    assert [wish.text for wish in bar.heard] == ["boil", "boil er"], "Enter waits for nothing"


def test_what_is_chosen_is_told_at_once(bar: HistoryFilterBar) -> None:
    choose(bar.kind, HistoryKind.CALLS)
    choose(bar.agent, BRAM.id)
    choose(bar.period, HistoryPeriod.WEEK)
    assert [(wish.kind, wish.agent, wish.since is None) for wish in bar.heard] == [
        (HistoryKind.CALLS, None, True),
        (HistoryKind.CALLS, 2, True),
        (HistoryKind.CALLS, 2, False),
    ]
    bar.show_agents([ANNA, BRAM])
    assert bar.agent.key() == 2, "who is chosen stays so"


def test_other_days_are_typed_and_one_that_is_none_is_marked(bar: HistoryFilterBar) -> None:
    assert not bar.first.isVisible()
    choose(bar.period, HistoryPeriod.OTHER)
    assert bar.first.isVisible() and bar.heard == []
    QTest.keyClicks(bar.first, "18 Nov")
    QTest.keyClicks(bar.last, "no day")
    QTest.keyClick(bar.last, Qt.Key.Key_Return)
    [wish] = bar.heard
    assert (wish.since.astimezone().date().isoformat(), wish.until) == ("2026-11-18", None)
    assert (bool(bar.first.property("wrong")), bool(bar.last.property("wrong"))) == (False, True)


def test_narrowed_to_a_day_and_everything_again_by_escape(bar: HistoryFilterBar) -> None:
    at = datetime(2024, 2, 29, 23, 30).astimezone()
    QTest.keyClicks(bar.words, "x")
    bar.narrow_to(at)
    [wish] = bar.heard
    assert wish.since <= at < wish.until
    assert (wish.text, bar.first.text(), bar.last.text()) == ("", day(at), day(at))
    QTest.keyClick(bar.words, Qt.Key.Key_Escape)
    assert bar.heard[1:] == ["closed"]
    assert bar.isHidden() and bar.wish() == EVERYTHING


def test_cleared_it_tells_nobody_and_the_same_wish_again_is_new(bar: HistoryFilterBar) -> None:
    choose(bar.kind, HistoryKind.RECORDS)
    bar.clear()
    assert len(bar.heard) == 1 and bar.isHidden()
    bar.open()
    choose(bar.kind, HistoryKind.RECORDS)
    assert len(bar.heard) == 2
