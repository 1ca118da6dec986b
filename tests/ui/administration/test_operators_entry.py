"""Operators in order: added by name or number, moved and removed by key, by button and by mouse; whose phone each is."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import State
from agent_client.protocol.names import AgentId, AgentState
from ui.administration.operators import row_height
from ui.administration.operators_entry import OperatorsEntry

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def entry(qtbot: QtBot, state: State) -> OperatorsEntry:
    made = OperatorsEntry("Nobody yet.")
    qtbot.addWidget(made)
    made.resize(520, 300)
    made.follow(state)
    made.put(("204", "219", "212"))
    made.heard = []
    made.written.connect(made.heard.append)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def add(entry: OperatorsEntry, typed: str) -> None:
    entry.typed.setFocus()
    QTest.keyClicks(entry.typed, typed)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        QTest.keyClick(popup, Qt.Key.Key_Escape)
    QTest.keyClick(entry.typed, Qt.Key.Key_Return)


def test_each_says_whose_phone_it_is(entry: OperatorsEntry) -> None:
    anna, unknown, dana = entry.list.operators()
    assert (anna.phone, anna.who, anna.word) == ("204", "Anna de Vries", "Available")
    assert (unknown.who, unknown.word) == ("nobody is signed in with it", "")
    assert dana.word == "Wrap-up"
    said = entry.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "1. 204 Anna de Vries Available"


def test_who_signs_in_or_out_is_seen_at_once(entry: OperatorsEntry, state: State) -> None:
    agents = {**state.agents}
    agents[AgentId(1)] = replace(agents[AgentId(1)], state=AgentState.SIGNED_OUT)
    agents[AgentId(5)] = replace(agents[AgentId(5)], state=AgentState.READY, phone="219")
    entry.follow(replace(state, agents=agents))
    first, second, _ = entry.list.operators()
    assert first.who == "nobody is signed in with it" and second.who == "Ingrid Solheim"


def test_one_is_added_by_number(entry: OperatorsEntry) -> None:
    add(entry, "+31 20 624 11 80")
    assert entry.heard == [("204", "219", "212", "+31206241180")]
    assert entry.typed.text() == "" and entry.list.row() == 3


def test_one_is_added_by_a_name_that_only_one_has(entry: OperatorsEntry) -> None:
    add(entry, "tom")
    assert entry.heard == [("204", "219", "212", "215")]


def test_names_are_offered_but_not_those_who_are_in_the_list_or_signed_out(entry: OperatorsEntry) -> None:
    entry.typed.setFocus()
    QTest.keyClick(entry.typed, Qt.Key.Key_Down)
    assert [(one.key, one.text) for one in entry.typed.offered()] == [("207", "Bram Smit"), ("215", "Tomáš Dvořák")]
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert entry.heard == [("204", "219", "212", "207")]


@pytest.mark.parametrize("chosen", [False, True])
def test_enter_in_the_open_list_adds_one_once(entry: OperatorsEntry, chosen: bool) -> None:
    entry.typed.setFocus()
    QTest.keyClicks(entry.typed, "bram")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    if chosen:
        QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert entry.heard == [("204", "219", "212", "207")]
    assert entry.typed.text() == "" and entry.wrong.isHidden() and list(entry.typed.offered()) == []


def test_a_number_is_not_taken_for_a_longer_one_that_is_offered(entry: OperatorsEntry, state: State) -> None:
    agents = {**state.agents}
    agents[AgentId(2)] = replace(agents[AgentId(2)], phone="2071")
    entry.follow(replace(state, agents=agents))
    entry.typed.setFocus()
    QTest.keyClicks(entry.typed, "207")
    assert [one.key for one in entry.typed.offered()] == ["2071"]
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)
    assert entry.heard == [("204", "219", "212", "207")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("204", "204 is in the list already."),
        ("Zebedee", "Nobody of this name is signed in: type the phone number."),
        ("12", "Still too short: at least 3 digits."),
    ],
)
def test_what_cannot_be_added_is_said_and_stays_to_be_corrected(entry: OperatorsEntry, typed: str, said: str) -> None:
    add(entry, typed)
    assert entry.heard == [] and entry.typed.text() == typed
    assert entry.wrong.isVisible() and entry.wrong.text() == said == entry.typed.accessibleDescription()
    QTest.keyClicks(entry.typed, "9")
    assert entry.wrong.isHidden()


def test_there_are_so_many_and_no_more(entry: OperatorsEntry) -> None:
    entry.put(tuple(str(300 + at) for at in range(50)))
    add(entry, "999")
    assert entry.heard == [] and entry.wrong.text() == "At most 50 operators."


def test_keys_move_and_remove(entry: OperatorsEntry) -> None:
    entry.list.setFocus()
    entry.list.choose(0)
    QTest.keyClick(entry.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert entry.heard.pop() == ("219", "204", "212") and entry.list.row() == 1, "it stays chosen"
    QTest.keyClick(entry.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert entry.heard.pop() == ("204", "219", "212")
    QTest.keyClick(entry.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert entry.heard == [], "the first cannot go further"
    QTest.keyClick(entry.list, Qt.Key.Key_Delete)
    assert entry.heard.pop() == ("219", "212")


def test_buttons_move_and_remove_the_chosen_one(entry: OperatorsEntry) -> None:
    entry.list.choose(-1)
    assert not (entry.up.isEnabled() or entry.down.isEnabled() or entry.remove.isEnabled())
    entry.list.choose(2)
    assert entry.up.isEnabled() and not entry.down.isEnabled()
    entry.up.click()
    entry.remove.click()
    assert entry.heard == [("204", "212", "219"), ("204", "219")]
    assert "Alt" in entry.up.toolTip() and entry.remove.accessibleName()


def drag(entry: OperatorsEntry, at: int, y: int) -> None:
    view = entry.list.viewport()
    start = entry.list.visualRect(entry.list.model().index(at, 0)).center()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, NONE, start)
    for step in (start.y() + (y - start.y()) // 2, y):
        QTest.mouseMove(view, QPoint(start.x(), step))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, NONE, QPoint(start.x(), y))


def test_the_mouse_drags_a_row_to_its_place(entry: OperatorsEntry) -> None:
    drag(entry, 0, 3 * row_height() - 2)
    assert entry.heard.pop() == ("219", "212", "204")
    drag(entry, 2, 1)
    assert entry.heard.pop() == ("204", "219", "212")
    drag(entry, 1, row_height() + row_height() // 2 + 1)
    assert entry.heard == [], "put down where it was"


def test_a_click_drags_nothing(entry: OperatorsEntry) -> None:
    place = entry.list.visualRect(entry.list.model().index(1, 0)).center()
    QTest.mouseClick(entry.list.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    assert entry.heard == [] and entry.list.row() == 1


def test_an_empty_list_says_what_that_means(entry: OperatorsEntry) -> None:
    entry.put(())
    assert entry.empty.isVisible() and not entry.list.isVisible()


def test_whoever_only_reads_moves_nothing(entry: OperatorsEntry) -> None:
    entry.set_read_only(True)
    entry.list.choose(0)
    QTest.keyClick(entry.list, Qt.Key.Key_Delete)
    QTest.keyClick(entry.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    drag(entry, 0, 3 * row_height() - 2)
    assert entry.heard == [] and not entry.typed.isVisible()
