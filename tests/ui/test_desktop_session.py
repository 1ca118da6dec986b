"""A desktop session and a computer that end, over a real bus of their own (A12)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

if sys.platform != "linux":
    pytest.skip("D-Bus is Linux's", allow_module_level=True)

from PySide6.QtDBus import QDBusConnection

from agent_client.workstation.ending import InHand
from tests.fakes.desktop import OURS, Desktop, bus
from ui.desktop_session import CLIENT, LOGIN, NAME, DesktopSession, session_bus
from ui.ending import Ending
from ui.notices import Notices


@pytest.fixture
def address() -> Iterator[str]:
    with bus() as made:
        yield made


@pytest.fixture
def desktop(address: str) -> Iterator[Desktop]:
    made = Desktop(address)
    yield made
    made.close()


class Work:
    hand = InHand()

    def in_hand(self) -> InHand:
        return self.hand

    def keep(self) -> bool:
        return True

    def sign_out(self, seconds: float) -> bool:
        raise AssertionError("the event loop turns")


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def session(qapp: QApplication, address: str, desktop: Desktop, told: list[str]) -> Iterator[DesktopSession]:
    ending = Ending(qapp, lambda: told.append("stop"), Notices(), (), lambda: 0.0)
    ending.work = Work()
    bus = QDBusConnection.connectToBus(address, "test of the desktop session")
    yield DesktopSession(ending, bus, bus)
    QDBusConnection.disconnectFromBus("test of the desktop session")
    ending.close()
    ending.setParent(None)
    ending.deleteLater()


def test_A12_the_desktop_session_is_answered_and_waited_for(
    session: DesktopSession, desktop: Desktop, told: list[str], qtbot: Any
) -> None:
    def hears(*what: Any) -> Callable[[], bool]:
        return lambda: what in [(name, *body) for name, body in desktop.heard]

    qtbot.waitUntil(hears("RegisterClient", NAME, ""))
    qtbot.waitUntil(lambda: bool(session._path))
    desktop.say(OURS, CLIENT, "QueryEndSession", ("u", 0))
    qtbot.waitUntil(hears("EndSessionResponse", True, ""))
    Work.hand = InHand(contact=True)
    try:
        desktop.heard.clear()
        desktop.say(OURS, CLIENT, "QueryEndSession", ("u", 0))
        qtbot.waitUntil(hears("EndSessionResponse", False, "A contact is in hand. End it and wrap it up first."))
        desktop.say(OURS, CLIENT, "QueryEndSession", ("u", 1))
        qtbot.waitUntil(hears("EndSessionResponse", True, ""))
    finally:
        Work.hand = InHand()
    assert told == []
    desktop.say(OURS, CLIENT, "EndSession", ("u", 0))
    qtbot.waitUntil(lambda: told == ["stop"])
    desktop.say(OURS, CLIENT, "Stop")
    qtbot.waitUntil(lambda: told == ["stop", "stop"])


def test_A12_the_computer_waits_with_its_shutdown_until_the_program_has_gone(
    session: DesktopSession, desktop: Desktop, told: list[str], qtbot: Any
) -> None:
    qtbot.waitUntil(lambda: session._held is not None)
    [wish] = [body for name, body in desktop.heard if name == "Inhibit"]
    assert (wish[0], wish[3]) == ("shutdown", "delay")
    os.set_blocking(desktop.waits, False)
    desktop.say(*LOGIN[1:], "PrepareForShutdown", ("b", False))
    desktop.say(*LOGIN[1:], "PrepareForShutdown", ("b", True))
    qtbot.waitUntil(lambda: told == ["stop"])
    with pytest.raises(BlockingIOError):  # it is still held: the agent is being signed out
        os.read(desktop.waits, 1)
    assert session._held is not None
    os.close(session._held)  # as with the process
    assert os.read(desktop.waits, 1) == b"", "let go"


def test_A12_a_bus_that_nobody_started_is_not_started() -> None:
    assert session_bus({}) is None
    assert session_bus({"XDG_RUNTIME_DIR": "/nowhere"}) is None
