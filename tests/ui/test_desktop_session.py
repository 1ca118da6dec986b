"""A desktop session and a computer that end, over a real bus of their own (A12)."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

if sys.platform != "linux":
    pytest.skip("D-Bus is Linux's", allow_module_level=True)

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from PySide6.QtDBus import QDBusConnection

from agent_client.workstation.ending import InHand
from ui.desktop_session import CLIENT, LOGIN, MANAGER, NAME, DesktopSession, session_bus
from ui.ending import Ending
from ui.notices import Notices

OURS = "/org/gnome/SessionManager/Client7"


class Desktop:
    """GNOME's session manager and logind, as far as a program hears of them. Answers in a thread of its own."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.heard: list[tuple[str, tuple[Any, ...]]] = []
        self.waits, self._delay = os.pipe()
        self._conn = self._open()
        for name in (LOGIN[0], MANAGER[0]):
            self._conn.send_and_get_reply(message_bus.RequestName(name))
        self._thread = threading.Thread(target=self._answer, daemon=True)
        self._thread.start()

    def _open(self) -> DBusConnection:
        return open_dbus_connection(self.address, enable_fds=True)

    def say(self, path: str, interface: str, name: str, *what: tuple[str, Any]) -> None:
        signature, body = "".join(kind for kind, _ in what), tuple(value for _, value in what)
        self._conn.send(new_signal(DBusAddress(path, interface=interface), name, signature or None, body))

    def _answer(self) -> None:
        while True:
            try:
                message = self._conn.receive()
            except (OSError, ConnectionError, EOFError):
                return
            if message.header.message_type is not MessageType.method_call:
                continue
            name = message.header.fields[HeaderFields.member]
            if name == "Inhibit":
                self._conn.send(new_method_return(message, "h", (self._delay,)))
                os.close(self._delay)
            elif name == "RegisterClient":
                self._conn.send(new_method_return(message, "o", (OURS,)))
            else:
                self._conn.send(new_method_return(message))
            self.heard.append((name, message.body))

    def close(self) -> None:
        self._conn.close()
        os.close(self.waits)


@pytest.fixture
def address() -> Iterator[str]:
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert bus.stdout is not None
    yield bus.stdout.readline().strip()
    bus.terminate()
    bus.communicate(timeout=10)


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
