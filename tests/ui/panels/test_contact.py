"""The middle column: what it shows in which state, and what a press says."""

from __future__ import annotations

from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import EMPTY, Link
from agent_client.protocol.agents import ChangeState, Rights
from agent_client.protocol.names import AgentState, ContactState, Direction, NotReadyReason, WhyCode
from agent_client.protocol.why import Why
from agent_client.rules.parties import ContactAction
from ui.panels.contact import ContactPanel


@pytest.fixture
def panel(qtbot: QtBot) -> ContactPanel:
    made = ContactPanel()
    qtbot.addWidget(made)
    made.resize(592, 700)
    made.show()
    made.heard = []
    for name in ("pressed", "wrap_up_submitted", "state_chosen"):
        getattr(made, name).connect(lambda *what, name=name: made.heard.append((name, *what)))
    return made


def labels(panel: ContactPanel) -> str:
    QApplication.processEvents()  # a layout shows its new widgets on the next turn
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_whose_line_is_kept_reads_what_to_do_with_the_phone(panel: ContactPanel, seen: ModuleType) -> None:
    rights = Rights(keeps_line=True)
    stays = "Do not hang up then: callers come by this line, after a beep."
    panel.show_state(seen.SIGNING_ON)
    assert stays not in labels(panel)
    panel.show_state(replace(seen.SIGNING_ON, me=replace(seen.SIGNING_ON.me, rights=rights, version=901)))
    assert stays in labels(panel)
    why = Why(code=WhyCode.LINE_DOWN, at=seen.NOW, params={"phone": "204"})
    unreachable = {"state": AgentState.NOT_READY, "not_ready": NotReadyReason.UNREACHABLE, "why": why}
    panel.show_state(replace(seen.WAITING, me=replace(seen.ME, rights=rights, version=902, **unreachable)))
    assert "The line to your phone is not up" in labels(panel)
    assert "press Available, and answer your phone once" in labels(panel)
    assert panel.states.available.isVisible(), "the way back"


@pytest.mark.parametrize(
    ("scene", "words", "buttons"),
    [
        ("WAITING", ["Waiting for the next call", "Sales", "2 waiting", "longest 0:47"], []),
        ("PAUSE", ["Lunch", "No calls come to you."], ["ready"]),
        ("SIGNING_ON", ["Your phone 204 is ringing: answer it"], ["idle", "sign_on_answer"]),
        ("SIGN_ON_FAILED", ["Your phone was not answered", "is 204 the right number"], ["ready"]),
        ("RONA", ["A call was not answered", "Rang 18 s on 204, not answered"], ["ready", "idle"]),
        ("RONA_EMAIL", ["A request was not accepted", "not accepted"], ["ready", "idle"]),
        ("RONA_BUSY", ["A call did not reach your phone", "was busy"], ["ready", "idle"]),
        ("SETUP", ["Bakkerij Van Dam", "Amsterdam"], ["answer", "decline"]),
        ("AT_PHONE", ["020 624 1180", "Answer on your phone"], ["decline"]),
        ("CONNECTING", ["Bakkerij Van Dam", "Connecting"], ["decline"]),
        ("ON_CALL", ["Jana Nováková", "to 0800 100200", "Thermo 4 Pro", "In the queue Support"], ["end"]),
        ("WRAP_UP", ["What was it about?", "The customer ended the call"], ["wrap_up"]),
    ],
)
def test_each_state_has_its_page(
    scene: str, words: list[str], buttons: list[str], panel: ContactPanel, seen: ModuleType
) -> None:
    panel.show_state(getattr(seen, scene))
    panel.tick(seen.NOW)
    shown = labels(panel)
    assert [word for word in words if word not in shown] == []
    names = ("answer", "decline", "end", "wrap_up", "ready", "idle", "sign_on_answer")
    visible = [name for name in names if (control := panel.control(name)) is not None and control.isVisible()]
    assert visible == buttons


def test_before_the_first_snapshot_it_says_that_something_is_coming(panel: ContactPanel) -> None:
    panel.show_state(replace(EMPTY, link=Link.CONNECTING))
    assert "Getting everything ready" in labels(panel)


def test_presses_carry_the_contact_and_the_version_that_was_seen(panel: ContactPanel, seen: ModuleType) -> None:
    panel.show_state(seen.SETUP)
    panel.call.answer.click()
    panel.call.decline.click()
    panel.show_state(seen.ON_CALL)
    panel.press(ContactAction.END)
    assert panel.heard == [
        ("pressed", ContactAction.ANSWER, 502, 2),
        ("pressed", ContactAction.DECLINE, 502, 2),
        ("pressed", ContactAction.END, 501, 3),
    ]


def test_a_hidden_button_has_no_key(panel: ContactPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    panel.press(ContactAction.ANSWER)
    panel.show_state(seen.WAITING)
    panel.press(ContactAction.END)
    assert panel.heard == []


def test_a_new_version_makes_the_buttons_new(panel: ContactPanel, seen: ModuleType) -> None:
    panel.show_state(seen.SETUP)
    panel.call.answer.click()
    panel.show_state(replace(seen.SETUP, queues={}))
    assert panel.call.answer.requested  # something else changed
    changed = replace(seen.RINGING, version=9)
    panel.call.answer.refuse("The contact changed.")
    assert panel.call.refusal.isVisible()
    panel.show_state(replace(seen.SETUP, contacts={changed.id: changed}))
    assert (panel.call.answer.requested, panel.call.answer.refusal, panel.call.refusal.isHidden()) == (False, "", True)


def test_without_a_link_the_buttons_are_off_and_say_why(panel: ContactPanel, seen: ModuleType) -> None:
    panel.show_state(seen.LINK_LOST)
    assert not panel.call.end.isEnabled()
    assert "end it on your phone" in labels(panel)
    panel.show_state(seen.ON_CALL)
    assert panel.call.end.isEnabled()
    assert "end it on your phone" not in labels(panel)


def test_the_timer_goes_on_through_a_lost_link(panel: ContactPanel, seen: ModuleType) -> None:
    panel.show_state(seen.ON_CALL)
    panel.tick(seen.NOW)
    assert panel.call.head.timer.text() == "04:12"
    panel.show_state(seen.LINK_LOST)
    panel.tick(seen.NOW + timedelta(seconds=9))
    assert panel.call.head.timer.text() == "04:21"


def test_available_and_idle_after_rona(panel: ContactPanel, seen: ModuleType) -> None:
    panel.show_state(seen.RONA)
    panel.states.available.click()
    panel.states.idle.click()
    assert panel.heard == [
        ("state_chosen", ChangeState(state=AgentState.READY)),
        ("state_chosen", ChangeState(state=AgentState.NOT_READY)),
    ]


def wrap_up(panel: ContactPanel, seen: ModuleType) -> Any:
    panel.show_state(seen.WRAP_UP)
    panel.press(ContactAction.END)  # F8: the keyboard goes to the reasons
    return panel.wrap_up.reasons.field


def test_wrap_up_by_digit_and_enter(panel: ContactPanel, seen: ModuleType) -> None:
    field = wrap_up(panel, seen)
    assert panel.focusWidget() is field
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert panel.heard == []
    QTest.keyClicks(field, "4")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert panel.heard == [("wrap_up_submitted", 501, 4, 4)]
    assert panel.wrap_up.submit.requested
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert len(panel.heard) == 1


def test_wrap_up_by_words(panel: ContactPanel, seen: ModuleType) -> None:
    field = wrap_up(panel, seen)
    QTest.keyClicks(field, "inv")
    panel.wrap_up.submit.click()
    assert panel.heard == [("wrap_up_submitted", 501, 4, 6)]


def test_the_limit_of_wrap_up_counts_down(panel: ContactPanel, seen: ModuleType) -> None:
    panel.show_state(seen.WRAP_UP)
    panel.tick(seen.NOW)
    assert (panel.wrap_up.left.text(), panel.wrap_up.head.timer.text()) == ("0:42 left", "00:18")
    contact = replace(seen.WRAP_UP.contacts[501], until=None)
    panel.show_state(replace(seen.WRAP_UP, contacts={contact.id: contact}))
    assert panel.wrap_up.left.isHidden()


def test_a_choice_is_kept_while_the_state_changes_and_gone_with_the_contact(
    panel: ContactPanel, seen: ModuleType
) -> None:
    field = wrap_up(panel, seen)
    QTest.keyClicks(field, "2")
    panel.show_state(replace(seen.WRAP_UP, queues={}))
    assert panel.wrap_up.reasons.choice() == 2
    other = replace(seen.WRAP_UP.contacts[501], id=777)
    panel.show_state(replace(seen.WRAP_UP, contacts={777: other}))
    assert panel.wrap_up.reasons.choice() is None
    assert not panel.wrap_up.submit.isEnabled()


def test_an_outgoing_call_can_be_ended_while_it_rings(panel: ContactPanel, seen: ModuleType) -> None:
    calling = replace(seen.RINGING, direction=Direction.CALLBACK, can_answer=False)
    panel.show_state(seen.with_contact(calling, AgentState.ON_CONTACT, 3))
    assert panel.call.end.isVisible()
    assert panel.call.end.isEnabled()
    assert not panel.call.decline.isVisible()
    assert "Callback" in labels(panel)


def test_a_chosen_contact_is_shown_as_long_as_it_is_there(panel: ContactPanel, seen: ModuleType) -> None:
    both = replace(seen.ON_CALL, contacts={seen.CALL.id: seen.CALL, seen.RINGING.id: seen.RINGING})
    panel.show_state(both)
    assert panel.contact() == seen.CALL
    panel.choose(seen.RINGING.id)
    panel.show_state(both)
    assert panel.contact() == seen.RINGING
    panel.show_state(seen.ON_CALL)
    assert panel.contact() == seen.CALL


def test_a_state_that_only_a_newer_server_knows_is_a_conversation(panel: ContactPanel, seen: ModuleType) -> None:
    strange = replace(seen.CALL, state=ContactState.UNKNOWN)
    panel.show_state(seen.with_contact(strange, AgentState.UNKNOWN, 5))
    panel.tick(seen.NOW)
    assert "Jana Nováková" in labels(panel)
    assert not panel.call.end.isEnabled()
