"""D2: the picker by keys alone: tabs, filtering, walking, picking; what it says and how it looks after a press."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import Link, State
from agent_client.protocol.agents import Presence
from agent_client.protocol.centre import Directory, DirectoryEntry, QueueName
from agent_client.protocol.contacts import Target
from agent_client.protocol.names import AgentId, AgentState, NotReadyReason, QueueId, TargetKind
from ui.panels.target_picker import TargetPicker


def person(key: int, name: str, state: AgentState, seen: ModuleType, why: NotReadyReason | None = None) -> Presence:
    return Presence(
        id=AgentId(key), name=name, phone=f"3{key}", state=state, not_ready=why, since=seen.NOW, version=1, team="Sales"
    )


@pytest.fixture
def state(seen: ModuleType) -> State:
    people = (
        person(31, "Bram", AgentState.READY, seen),
        person(32, "Cleo", AgentState.READY, seen),
        person(33, "Dana", AgentState.NOT_READY, seen, NotReadyReason.PAUSE),
        person(34, "Eva", AgentState.WRAP_UP, seen),
    )
    centre = replace(seen.ON_CALL.centre, queues=(QueueName(QueueId(7), "Complaints"), QueueName(QueueId(8), "Sales")))
    made: State = replace(seen.ON_CALL, agents={one.id: one for one in people}, centre=centre)
    return made


@pytest.fixture
def picker(qtbot: QtBot, state: State) -> TargetPicker:
    made: Any = TargetPicker()
    qtbot.addWidget(made)
    made.resize(560, 520)
    made.show_state(state)
    made.open_for("consult")
    qtbot.waitUntil(made.field.hasFocus)
    made.heard = []
    made.picked.connect(lambda target: made.heard.append(target))
    made.cancelled.connect(lambda: made.heard.append("cancelled"))
    made.directory_wanted.connect(lambda text: made.heard.append(("directory", text)))
    made.refresh_wanted.connect(lambda: made.heard.append("refresh"))
    return made


def names(picker: TargetPicker) -> list[str]:
    return [row.name for row in picker.view.targets.rows]


def chosen(picker: TargetPicker) -> str:
    row = picker.view.chosen()
    return "" if row is None else row.name


def keys(picker: TargetPicker, *pressed: Qt.Key | str) -> None:
    for key in pressed:
        if isinstance(key, str):
            QTest.keyClicks(QApplication.focusWidget(), key)
        else:
            QTest.keyClick(QApplication.focusWidget(), key)


def test_D2_an_agent_is_picked_by_keys_alone(picker: TargetPicker) -> None:
    assert names(picker) == ["Bram", "Cleo", "Dana", "Eva"]
    assert chosen(picker) == "", "nobody is picked by Enter who was not chosen"
    keys(picker, Qt.Key.Key_Return)
    assert picker.heard == []
    keys(picker, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert picker.heard == [Target(kind=TargetKind.AGENT, id=31)]


def test_D2_typing_filters_and_chooses_the_first(picker: TargetPicker) -> None:
    keys(picker, "da")
    assert (names(picker), chosen(picker)) == (["Dana"], "Dana")
    keys(picker, Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert picker.heard == [Target(kind=TargetKind.AGENT, id=33), "cancelled"]


def test_D2_enter_on_a_name_that_cannot_be_picked_says_why(picker: TargetPicker) -> None:
    keys(picker, "ev", Qt.Key.Key_Return)
    assert (names(picker), picker.heard) == (["Eva"], [])
    assert "Eva cannot take it now (Wrap-up)" in picker.refusal.text()
    keys(picker, "q")
    assert picker.refusal.isHidden(), "other letters are another question"


def test_D2_where_nobody_is_free_it_says_what_else_is_possible(
    picker: TargetPicker, state: State, seen: ModuleType
) -> None:
    assert picker.about.isHidden()
    busy = (person(at, name, AgentState.ON_CONTACT, seen) for at, name in ((31, "Bram"), (32, "Cleo")))
    picker.show_state(replace(state, agents={one.id: one for one in busy}))
    assert "choose a queue or a number" in picker.about.text() and picker.about.isVisible()
    keys(picker, "c")
    assert picker.about.isHidden()


def test_D7_who_cannot_be_transferred_to_is_shown_below_with_the_reason(picker: TargetPicker) -> None:
    picker.open_for("transfer")
    keys(picker, Qt.Key.Key_PageDown)
    assert chosen(picker) == "Eva"
    assert not picker.pick.isEnabled()
    keys(picker, Qt.Key.Key_Return)
    assert picker.heard == []
    assert "Eva cannot take it now (Wrap-up)" in picker.refusal.text()
    keys(picker, Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert chosen(picker) == "Cleo"


def test_D2_the_list_lives_and_the_chosen_stays_chosen(picker: TargetPicker, state: State, seen: ModuleType) -> None:
    keys(picker, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert chosen(picker) == "Cleo"
    busy = person(31, "Bram", AgentState.ON_CONTACT, seen)
    picker.show_state(replace(state, agents={**state.agents, busy.id: busy}))
    assert (names(picker), chosen(picker)) == (["Cleo", "Dana", "Bram", "Eva"], "Cleo")
    wrapping = person(32, "Cleo", AgentState.WRAP_UP, seen)
    picker.show_state(replace(state, agents={**state.agents, wrapping.id: wrapping}))
    assert chosen(picker) == "Cleo"
    assert not picker.pick.isEnabled(), "just before the press she was available"
    keys(picker, Qt.Key.Key_Return)
    assert picker.heard == []


def test_D2_tabs_by_number_and_by_arrow_keys(picker: TargetPicker) -> None:
    QTest.keyClick(picker.field, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert names(picker) == ["Complaints", "Sales", "Support"]
    assert picker.field.hasFocus()
    keys(picker, "comp", Qt.Key.Key_Return)
    assert picker.heard == [Target(kind=TargetKind.QUEUE, id=7)]
    picker.tabs.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(picker.tabs, Qt.Key.Key_Left)
    assert picker.tabs.open_section() == "agents"


def test_D2_left_and_right_on_the_tabs_go_on_walking_them(picker: TargetPicker) -> None:
    picker.tabs.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        keys(picker, Qt.Key.Key_Right)
    assert picker.tabs.open_section() == "directory"
    assert picker.tabs.hasFocus()


@pytest.mark.parametrize(
    ("pasted", "left", "said"),
    [
        ("Tel.: +420 (724) 118-305", "+420724118305", "Dialled as +420 724 118 305"),
        ("call me", "", "3 to 18 digits"),
        ("0800 100 200", "0800100200", "This is the entry point Support."),
    ],
)
def test_D2_D4_a_pasted_number_is_stripped_and_recognised(
    picker: TargetPicker, pasted: str, left: str, said: str
) -> None:
    picker.tabs.open("number")
    QApplication.clipboard().setText(pasted)
    picker.field.paste()
    assert (picker.field.text(), picker.about.text()) == (left, picker.about.text())
    assert said in picker.about.text()


def test_D2_a_typed_number_is_checked_as_it_is_typed(picker: TargetPicker) -> None:
    picker.tabs.open("number")
    keys(picker, "20")
    assert "too short" in picker.about.text()
    assert not picker.pick.isEnabled()
    keys(picker, "4", Qt.Key.Key_Return)
    keys(picker, "four")
    assert "digits" in picker.about.text()
    keys(picker, Qt.Key.Key_Return)
    assert picker.heard == [Target(kind=TargetKind.NUMBER, number="204")], (
        "204 is a number called lately, and not meant"
    )
    picker.field.clear()
    keys(picker, "20", Qt.Key.Key_Return)
    assert len(picker.heard) == 1


def test_D4_an_entry_points_number_typed_in_any_tab_is_that_entry_point(picker: TargetPicker) -> None:
    keys(picker, "0800100200", Qt.Key.Key_Return)
    assert [(target.kind, target.number) for target in picker.heard] == [(TargetKind.ENTRY_POINT, "0800100200")]


def test_D2_numbers_used_before_are_offered_again(picker: TargetPicker) -> None:
    keys(picker, "0206241180", Qt.Key.Key_Return)
    picker.open_for("transfer")
    picker.tabs.open("number")
    assert names(picker) == ["020 624 1180"]


def test_D2_the_directory_is_asked_and_shown(picker: TargetPicker, qtbot: QtBot) -> None:
    picker.tabs.open("directory")
    assert picker.heard == [("directory", "")]
    assert "Searching" in picker.empty.text()
    keys(picker, "jan")
    qtbot.waitUntil(lambda: picker.heard[-1] == ("directory", "jan"))
    assert len(picker.heard) == 2, "not at every letter"
    picker.show_directory(Directory((DirectoryEntry(id=1, name="Jana", number="+420724118305"),)))
    assert chosen(picker) == "Jana", "she is meant by what was typed"
    keys(picker, "x", Qt.Key.Key_Return)
    assert len(picker.heard) == 2, "nobody is meant any more, though the answer is not here yet"
    keys(picker, Qt.Key.Key_Backspace, Qt.Key.Key_Return)
    assert picker.heard[-1] == Target(kind=TargetKind.NUMBER, number="+420724118305")
    picker.show_directory_failed("The server failed.")
    assert picker.empty.text() == "The server failed."


def test_D2_refresh(picker: TargetPicker) -> None:
    picker.head.refresh.click()
    picker.tabs.open("directory")
    picker.head.refresh.click()
    assert picker.heard == ["refresh", ("directory", ""), "refresh", ("directory", "")]


def test_a_press_shows_requested_and_is_sent_once(picker: TargetPicker) -> None:
    keys(picker, "br")
    picker.picked.connect(lambda _: picker.set_requested(True))
    keys(picker, Qt.Key.Key_Return, Qt.Key.Key_Return)
    picker.pick.click()
    assert len(picker.heard) == 1
    assert picker.pick.requested
    picker.refuse("Bram cannot take it now (Wrap-up): choose somebody else.")
    assert (picker.isVisible(), picker.pick.requested) == (True, False)
    assert "Bram cannot" in picker.refusal.text()
    keys(picker, Qt.Key.Key_Backspace)
    assert picker.refusal.isHidden(), "it was about what was chosen then"


def test_without_a_link_nothing_is_picked(picker: TargetPicker, state: State) -> None:
    picker.show_state(replace(state, link=Link.DOWN))
    keys(picker, "br", Qt.Key.Key_Return)
    assert picker.heard == []
    assert not picker.pick.isEnabled()


def test_opened_again_it_is_as_new(picker: TargetPicker) -> None:
    keys(picker, "br")
    picker.refuse("No.")
    picker.tabs.open("queues")
    picker.open_for("transfer")
    assert picker.tabs.open_section() == "agents"
    assert (picker.field.text(), chosen(picker), picker.refusal.isHidden()) == ("", "", True)
    assert picker.head.title.text() == picker.pick.text() == "Transfer"
