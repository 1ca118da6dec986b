"""Popovers: who, why, how long; guarded at first; never the keyboard; there as long as the request is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import Link
from agent_client.protocol.agents import ChangeState
from agent_client.protocol.names import AgentState, ContactId, ContactState, Direction
from ui.popovers.popover import GUARD_MILLISECONDS
from ui.popovers.request_popover import RequestPopover
from ui.popovers.rona_popover import RonaPopover
from ui.popovers.stack import PopoverStack


@pytest.fixture
def stack(qapp: QApplication, seen: ModuleType) -> Iterator[PopoverStack]:
    made = PopoverStack(lambda: QRect(0, 0, 1920, 1040), lambda: QRect(1540, 850, 380, 150))
    made.heard = []
    made.answer_pressed.connect(lambda *what: made.heard.append(("answer", *what)))
    made.decline_pressed.connect(lambda *what: made.heard.append(("decline", *what)))
    made.state_chosen.connect(lambda what: made.heard.append(("state", what)))
    made.tick(seen.NOW)
    yield made
    made.close()


def only(stack: PopoverStack) -> RequestPopover:
    (popover,) = stack.shown()
    assert isinstance(popover, RequestPopover)
    return popover


def test_it_says_who_why_how_long_and_how_much_is_left(stack: PopoverStack, seen: ModuleType) -> None:
    stack.show_state(seen.SETUP)
    popover = only(stack)
    assert popover.isVisible()
    assert popover.title.text() == "Incoming call · Sales"
    assert popover.who.whole() == "Bakkerij Van Dam"
    assert popover.numbers.whole() == "020 624 1180 · to 0800 100200"
    assert popover.variables.shown() == (("Language", "Dutch"), ("Last order", "12 Nov 2026"), ("Town", "Amsterdam"))
    assert (popover.left.text(), popover.rung.text()) == ("11 s left", "Rings 0:07")
    stack.tick(seen.NOW + timedelta(seconds=8))
    assert (popover.left.text(), popover.rung.text()) == ("3 s left", "Rings 0:15")
    assert popover._left == pytest.approx(3 / 18, abs=0.01)
    assert "Bakkerij Van Dam" in popover.accessibleName()


def test_what_comes_by_a_kept_line_asks_for_nothing_and_is_told(stack: PopoverStack, seen: ModuleType) -> None:
    came = []
    stack.came_by_line.connect(lambda: came.append(True))
    me = replace(seen.ME, line_up_since=seen.NOW)
    stack.show_state(replace(seen.WAITING, me=me))
    assert came == []
    for what in (ContactState.CONNECTING, ContactState.RINGING, ContactState.CONNECTED):
        contact = replace(seen.RINGING, state=what)
        stack.show_state(replace(seen.SETUP, me=me, contacts={contact.id: contact}))
        assert (stack.shown(), came) == ([], [True]), what
        assert not stack.press("accept")
    stack.show_state(seen.SETUP)
    assert only(stack).isVisible(), "without the line it rings"


def test_it_is_a_window_that_asks_for_no_focus(stack: PopoverStack, seen: ModuleType) -> None:
    """Whether window managers heed it is tried under a real one in test_focus.py."""
    stack.show_state(seen.SETUP)
    popover = only(stack)
    flags = popover.windowFlags()
    for flag in (
        Qt.WindowType.WindowDoesNotAcceptFocus,
        Qt.WindowType.WindowStaysOnTopHint,
        Qt.WindowType.FramelessWindowHint,
    ):
        assert flags & flag
    assert popover.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert popover.parent() is None  # seen when the main window is hidden
    assert popover.answer.focusPolicy() is Qt.FocusPolicy.NoFocus
    popover.arm()
    QTest.mouseClick(popover.answer, Qt.MouseButton.LeftButton)
    assert stack.heard == [("answer", 502, 2)]


def test_a_press_that_was_on_its_way_counts_for_nothing(stack: PopoverStack, seen: ModuleType, qtbot: QtBot) -> None:
    stack.show_state(seen.SETUP)
    popover = only(stack)
    assert not popover.armed
    popover.answer.click()
    assert stack.press("accept") is False
    assert (stack.heard, popover.answer.requested) == ([], False)
    qtbot.waitUntil(lambda: popover.armed, timeout=GUARD_MILLISECONDS * 10)
    assert stack.press("accept") is True
    assert stack.press("accept") is False  # it is on its way
    assert (stack.heard, popover.answer.requested) == ([("answer", 502, 2)], True)


def test_buttons_that_come_under_the_pointer_are_guarded_anew(stack: PopoverStack, seen: ModuleType) -> None:
    stack.show_state(seen.CONNECTING)
    popover = only(stack)
    assert popover.title.text() == "Connecting · Sales"
    assert popover.answer.isHidden()
    assert popover.at_phone.isHidden()
    assert "about to ring" in popover.rung.text()
    popover.arm()
    ringing = replace(seen.RINGING, version=3)
    stack.show_state(replace(seen.SETUP, contacts={ringing.id: ringing}))
    assert only(stack) is popover
    assert not popover.armed
    assert popover.answer.isVisible()


def test_a_phone_that_must_be_answered_itself(stack: PopoverStack, seen: ModuleType) -> None:
    stack.show_state(seen.AT_PHONE)
    popover = only(stack)
    popover.arm()
    assert (popover.answer.isHidden(), popover.at_phone.isVisible()) == (True, True)
    assert popover.who.whole() == "020 624 1180"
    assert stack.press("accept") is False
    assert stack.press("decline") is True
    assert stack.heard == [("decline", 502, 2)]


def test_it_is_gone_with_the_request(stack: PopoverStack, seen: ModuleType) -> None:
    stack.show_state(seen.SETUP)
    popover = only(stack)
    stack.show_state(seen.ON_CALL)
    assert stack.shown() == []
    assert popover.isHidden()
    assert stack.press("accept") is False


def test_a_lost_link_leaves_it_but_turns_its_buttons_off(stack: PopoverStack, seen: ModuleType) -> None:
    stack.show_state(replace(seen.SETUP, link=Link.DOWN))
    popover = only(stack)
    popover.arm()
    assert not popover.answer.isEnabled()
    assert stack.press("accept") is False
    stack.show_state(replace(seen.SETUP, link=Link.ENDED))
    assert stack.shown() == []


def test_a_refusal_is_read_where_it_was_pressed(stack: PopoverStack, seen: ModuleType) -> None:
    stack.show_state(seen.SETUP)
    popover = only(stack)
    popover.arm()
    popover.answer.click()
    control = stack.control("answer", ContactId(502))
    assert control is popover.answer
    before = popover.height()
    control.refuse("The contact changed just before you pressed: look at it and press again if need be.")
    assert popover.refusal.isVisible()
    assert popover.height() > before


def test_it_leaves_the_editor_free(stack: PopoverStack, seen: ModuleType) -> None:
    stack.show_state(seen.SETUP)
    popover = only(stack)
    assert not popover.geometry().intersects(QRect(1540, 850, 380, 150))
    assert popover.geometry().right() == 1920 - 16 - 1


def test_the_oldest_is_on_top_and_no_more_than_five_are_shown(stack: PopoverStack, seen: ModuleType) -> None:
    asking = {
        ContactId(number): replace(seen.RINGING, id=ContactId(number), queued_at=seen.ago(number))
        for number in range(1, 8)
    }
    came: list[int] = []
    stack.appeared.connect(came.append)
    stack.show_state(replace(seen.SETUP, contacts=asking))
    shown = stack.shown()
    assert [popover.contact_id for popover in shown] == [7, 6, 5, 4, 3]
    assert sorted(came) == [1, 2, 3, 4, 5, 6, 7], "those for whom there is no room, too"
    assert stack.bar.shown.text() == "1–5 of 7"
    boxes = [popover.geometry() for popover in shown]
    assert not any(one.intersects(other) for at, one in enumerate(boxes) for other in boxes[:at])
    for popover in shown:
        popover.arm()
    assert stack.press("accept")
    assert stack.heard == [("answer", 7, 2)]


def test_ones_own_outgoing_call_asks_for_nothing(stack: PopoverStack, seen: ModuleType) -> None:
    calling = replace(seen.RINGING, direction=Direction.CALLBACK)
    stack.show_state(seen.with_contact(calling, AgentState.ON_CONTACT, 2))
    assert stack.shown() == []


def test_after_rona_it_asks_for_available_or_idle(stack: PopoverStack, seen: ModuleType) -> None:
    stack.show_state(seen.RONA)
    (popover,) = stack.shown()
    assert isinstance(popover, RonaPopover)
    assert popover.timer.text() == "0:22"
    assert popover.why.text().startswith("Rang 18 s on 204")
    popover.available.click()
    assert stack.heard == []
    popover.arm()
    popover.available.click()
    popover.idle.click()
    assert stack.heard == [
        ("state", ChangeState(state=AgentState.READY)),
        ("state", ChangeState(state=AgentState.NOT_READY)),
    ]
    assert stack.control("ready") is popover.available
    stack.show_state(seen.WAITING)
    assert stack.shown() == []


def test_a_long_name_does_not_widen_it(stack: PopoverStack, seen: ModuleType) -> None:
    name = "Elektroinstallationsbedrijf Van der Hoeven-Bergström en Zonen te Alphen aan den Rijn B.V."
    long = replace(seen.RINGING, customer=replace(seen.RINGING.customer, name=name))
    stack.show_state(replace(seen.SETUP, contacts={long.id: long}))
    popover = only(stack)
    assert popover.width() == 368
    assert popover.who.toolTip() == name
