"""GNOME's session manager and systemd's logind on a bus of their own, as far as a program hears of them. Linux only."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

LOGIN = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
MANAGER = "org.gnome.SessionManager"
OURS = "/org/gnome/SessionManager/Client7"


class Desktop:
    """Answers in a thread of its own. ``waits`` is closed at its other end by whoever has let the computer go down."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.heard: list[tuple[str, tuple[Any, ...]]] = []
        self.waits, self._delay = os.pipe()
        self._conn = open_dbus_connection(self.address, enable_fds=True)
        for name in (LOGIN[0], MANAGER):
            self._conn.send_and_get_reply(message_bus.RequestName(name))
        self._thread = threading.Thread(target=self._answer, daemon=True)
        self._thread.start()

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
            self.heard.append((name, message.body))  # before the answer, which is what the tests wait for
            if name == "Inhibit":
                self._conn.send(new_method_return(message, "h", (self._delay,)))
                os.close(self._delay)
            elif name == "RegisterClient":
                self._conn.send(new_method_return(message, "o", (OURS,)))
            else:
                self._conn.send(new_method_return(message))

    def close(self) -> None:
        self._conn.close()
        os.close(self.waits)


@contextmanager
def bus() -> Iterator[str]:
    """The address of one that nobody else uses."""
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    try:
        yield daemon.stdout.readline().strip()
    finally:
        daemon.terminate()
        daemon.communicate(timeout=60)
