"""The supervisors' window: what moves by itself, what is narrowed, and the question why before anything is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from agent_client.client.store.state import Link, State
from agent_client.protocol.names import AgentId, AgentState, Intervention, QueueId
from ui.models.supervised_agents import Group
from ui.supervising.target import Target
from ui.supervising.window import CALLS, CARDS, LOG, SupervisingWindow

Make = Callable[[str], SupervisingWindow]


def state_of(window: SupervisingWindow) -> State:
    return window.agents.rows.state


def tell(window: SupervisingWindow, agent: int, **changed: Any) -> None:
    """As the stream does."""
    state = state_of(window)
    before = state.agents[AgentId(agent)]
    now = replace(before, version=before.version + 1, **changed)
    window.show_state(replace(state, agents={**state.agents, now.id: now}))


def names(window: SupervisingWindow) -> list[str]:
    rows = window.agents.rows
    return [rows.data(rows.index(row, 1)) for row in range(rows.rowCount())]


def heard(window: SupervisingWindow) -> list[tuple[Target, str, bool]]:
    sent: list[tuple[Target, str, bool]] = []
    window.intervened.connect(lambda *what: sent.append(what))
    return sent


def key(window: SupervisingWindow, what: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = window.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, what, held)


def test_H1_all_of_it_at_a_glance(situation: Make) -> None:
    window = situation("agents")
    assert len(names(window)) == 10
    assert "Jiří Dvořák" in names(window)
    counts = window.agents.counts
    assert [counts.count(group) for group in Group] == [10, 2, 3, 1, 2, 3, 2]
    every, *others = window.queues.lines()
    assert (every.key, every.waiting, every.today.offered, every.today.average_seconds) == (None, 3, 215, 35)
    assert [(line.name, line.waiting) for line in others] == [
        ("Returns and complaints", 0),
        ("Sales", 2),
        ("Support", 1),
    ]
    assert "queues" in counts.accessibleDescription() or "Available 2" in counts.accessibleDescription()


def test_B4_a_state_moves_at_once_and_nobody_else_does(situation: Make) -> None:
    window = situation("chosen")
    resets: list[int] = []
    window.agents.rows.modelReset.connect(lambda: resets.append(1))
    chosen = window.agents.chosen()
    assert chosen is not None
    tell(window, 1, state=AgentState.ON_CONTACT)
    assert window.agents.counts.count(Group.WAITING) == 1
    assert next(line for line in window.queues.lines() if line.name == "Sales").staffing.ready == 0
    assert window.agents.chosen() == chosen
    assert resets == []


def test_who_signs_out_goes_and_stays_the_one_looked_at(situation: Make) -> None:
    """The next key must not act on their neighbour."""
    window = situation("chosen")
    tell(window, 2, state=AgentState.SIGNED_OUT, linked=False)
    assert "Bram Smit" not in names(window)
    assert window.aside.name.text() == "Bram Smit"
    assert not window.aside.buttons[Intervention.SIGN_OUT].isEnabled()
    sent = heard(window)
    window.agents.table.setFocus()
    key(window, Qt.Key.Key_Delete)
    assert not window.aside.form.asks()
    assert sent == []
    window.agents.counts.open(Group.SIGNED_OUT)
    assert window.agents.table.row() == names(window).index("Bram Smit")


def test_two_keys_sign_somebody_out(situation: Make) -> None:
    window = situation("chosen")
    window.agents.table.choose(0)
    window.agents.take_focus()
    sent = heard(window)
    key(window, Qt.Key.Key_Delete)
    assert window.focusWidget() is window.aside.form.reason
    key(window, Qt.Key.Key_Return)
    ((about, reason, also),) = sent
    assert (about.kind, about.agent, about.session, also) == (Intervention.SIGN_OUT, 1, 100, False)
    assert reason == "Went home without signing out"
    assert window.aside.form.asks(), "until it is done"
    window.asking.done(about)
    assert not window.aside.form.asks()
    assert window.focusWidget() is window.agents.table


def test_a_conversation_needs_a_tick_also_when_it_begins_meanwhile(situation: Make) -> None:
    window = situation("sign_out")
    form, sent = window.aside.form, heard(window)
    assert not form.also.isVisible()
    tell(window, 1, state=AgentState.ON_CONTACT)
    assert form.also.isVisible()
    assert "goes back to the queue" in form.sentence.text()
    key(window, Qt.Key.Key_Return)
    assert (sent, window.focusWidget()) == ([], form.also)
    form.also.setChecked(True)
    key(window, Qt.Key.Key_Return)
    assert [also for _, _, also in sent] == [True]


def test_what_the_question_was_about_may_be_over(situation: Make) -> None:
    window = situation("sign_out")
    form, sent = window.aside.form, heard(window)
    tell(window, 1, state=AgentState.SIGNED_OUT, linked=False)
    assert not form.act.isEnabled()
    assert form.said.text() == "Anneke de Boer has signed out meanwhile."
    key(window, Qt.Key.Key_Return)
    assert sent == []
    key(window, Qt.Key.Key_Escape)
    assert not form.asks()


def test_without_a_link_nothing_is_possible_and_it_is_said(situation: Make) -> None:
    window = situation("sign_out")
    window.show_state(replace(state_of(window), link=Link.DOWN))
    assert window.strip.isVisible()
    assert not window.aside.form.act.isEnabled()
    window.asking.leave()
    assert window.aside.buttons[Intervention.SIGN_OUT].why_not == "No link to the server"


def test_a_queue_narrows_agents_and_calls(situation: Make) -> None:
    window = situation("agents")
    asked: list[QueueId | None] = []
    window.calls.filtered.connect(lambda: asked.append(window.calls.filter.queue))
    window.queues.setCurrentIndex(window.queues.model().index(2, 0))
    assert window.queues.key() == 1
    assert len(names(window)) == 7
    assert window.agents.counts.count(Group.SIGNED_IN) == 7
    assert asked == [1]
    window.queues.setCurrentIndex(window.queues.model().index(0, 0))
    assert len(names(window)) == 10


def test_searched_by_typing_anywhere_in_the_table(situation: Make) -> None:
    window = situation("chosen")
    window.agents.take_focus()
    for letter in "nov":
        QTest.keyClick(window.focusWidget(), letter)
    assert window.agents.search.text() == "nov"
    assert names(window) == []
    window.agents.search.clear()
    QTest.keyClicks(window.agents.search, "dvorak")
    assert names(window) == ["Jiří Dvořák"]
    QTest.keyClick(window.agents.search, Qt.Key.Key_Escape)
    assert len(names(window)) == 10


def test_sorted_by_a_heading_figures_the_highest_first(situation: Make) -> None:
    window = situation("agents")
    window.agents.table.sort_pressed.emit(5)
    assert names(window)[0] == "Dieter Groß"
    window.agents.table.sort_pressed.emit(5)
    assert names(window)[0] == "Anneke de Boer"


def test_seconds_go_on_in_the_table_and_at_the_queues(situation: Make, seen: ModuleType) -> None:
    window = situation("agents")
    rows = window.agents.rows
    assert rows.data(rows.index(0, 0), Qt.ItemDataRole.UserRole).beside == "1:23"
    window.tick(seen.NOW + timedelta(seconds=2))
    assert rows.data(rows.index(0, 0), Qt.ItemDataRole.UserRole).beside == "1:25"
    assert window.queues.longest(window.queues.lines()[0]) == "0:49"


def test_the_other_pages(situation: Make) -> None:
    window = situation("agents")
    window.open(CALLS)
    assert window.calls.count.text() == "the latest 40 calls"
    window.calls.table.choose(1)
    assert "Sales" in {fact.value for fact in window.aside.sheet.facts()} | {"Sales"}
    assert any(fact.value.startswith("Withdrawn") for fact in window.aside.sheet.facts())
    window.open(CARDS)
    window.cards.take_focus()
    sent = heard(window)
    key(window, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    key(window, Qt.Key.Key_Return)
    assert [(about.kind, about.customer) for about, _, _ in sent] == [(Intervention.UNLOCK_CUSTOMER, 10_428)]
    window.open(LOG)
    assert window.log.rows.rowCount() == 5
    assert not window.aside.form.asks(), "the question goes with its page"


def test_a_reading_that_failed_keeps_what_was_there(situation: Make) -> None:
    window = situation("failed")
    assert window.as_of.text().startswith("Figures as of 14:04. The server did not answer")
    assert len(names(window)) == 10


def test_in_sight_or_not(situation: Make) -> None:
    window = situation("agents")
    said: list[str] = []
    window.shown.connect(lambda: said.append("shown"))
    window.hidden.connect(lambda: said.append("hidden"))
    window.hide()
    window.show()
    assert said == ["hidden", "shown"]
