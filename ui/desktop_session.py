"""The desktop session and the computer, where they say by D-Bus that they end (A12): GNOME's session manager, and those that
speak as it does (Cinnamon, MATE, Budgie); systemd's logind. Others end a program by a signal, or close its display.

Qt itself speaks to X11's old session manager where it was built for it; the wheels that it is shipped in are not.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusPendingCallWatcher,
    QDBusUnixFileDescriptor,
)

from .ending import Ending

_log = logging.getLogger(__name__)

LOGIN = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
MANAGER = ("org.gnome.SessionManager", "/org/gnome/SessionManager", "org.gnome.SessionManager")
CLIENT = "org.gnome.SessionManager.ClientPrivate"
FORCED = 1
"""Of the flags of a question: whoever asks will not listen to the answer."""
NAME = "agent-client"


class DesktopSession(QObject):
    """No call waits for its answer: a bus may be there without anybody at home. The computer's delay is held until this
    process has gone, and the session manager sees it go: whatever is left to do comes before."""

    def __init__(self, ending: Ending, session: QDBusConnection | None, system: QDBusConnection | None) -> None:
        super().__init__(ending)
        self._ending = ending
        self._session = session
        self._path = ""
        self._held: int | None = None
        self._waiting: list[QDBusPendingCallWatcher] = []
        if session is not None and session.isConnected():
            started_as = os.environ.get("DESKTOP_AUTOSTART_ID", "")
            self._ask(session, (*MANAGER, "RegisterClient"), [NAME, started_as], self._on_registered)
        if system is not None and system.isConnected():
            system.connect(*LOGIN, "PrepareForShutdown", self, _slot("goes_down(bool)"))
            wish = ["shutdown", "Agent Client", "The agent is signed out", "delay"]
            self._ask(system, (*LOGIN, "Inhibit"), wish, self._on_inhibited)

    @Slot("uint")
    def asks(self, flags: int) -> None:
        """Whether the session may end. Forced, it will whatever is said."""
        said = self._ending.asked(may_object=not flags & FORCED)
        self._respond(not said, said)

    @Slot("uint")
    def ends(self, flags: int) -> None:
        """It waits until we are gone, for its patience."""
        self._ending.over()

    @Slot()
    def stops(self) -> None:
        self._ending.over()

    @Slot(bool)
    def goes_down(self, on: bool) -> None:
        """The computer; it waits while the delay is held."""
        if on:
            self._ending.over()

    def _respond(self, agreed: bool, why: str) -> None:
        if self._session is not None:
            call = QDBusMessage.createMethodCall(MANAGER[0], self._path, CLIENT, "EndSessionResponse")
            call.setArguments([agreed, why])
            self._session.asyncCall(call)

    def _ask(
        self,
        bus: QDBusConnection,
        whom: tuple[str, str, str, str],
        arguments: list[str],
        answered: Callable[[object], None],
    ) -> None:
        call = QDBusMessage.createMethodCall(*whom)
        call.setArguments(arguments)
        watcher = QDBusPendingCallWatcher(bus.asyncCall(call), self)
        self._waiting.append(watcher)

        def finished(_: object) -> None:
            reply = watcher.reply()
            self._waiting.remove(watcher)
            watcher.deleteLater()
            if reply.type() is QDBusMessage.MessageType.ReplyMessage and reply.arguments():
                answered(reply.arguments()[0])
            else:
                _log.info("nobody answers %s: %s", whom[3], reply.errorMessage())

        watcher.finished.connect(finished)

    def _on_registered(self, path: object) -> None:
        if isinstance(path, QDBusObjectPath) and self._session is not None:
            self._path = path.path()
            for name, slot in (("QueryEndSession", "asks(uint)"), ("EndSession", "ends(uint)"), ("Stop", "stops()")):
                self._session.connect(MANAGER[0], self._path, CLIENT, name, self, _slot(slot))

    def _on_inhibited(self, delay: object) -> None:
        if isinstance(delay, QDBusUnixFileDescriptor) and delay.isValid():
            self._held = os.dup(delay.fileDescriptor())


def _slot(signature: str) -> bytes:
    """PySide's types want bytes here, and PySide itself the text."""
    return cast(bytes, SLOT(signature))


def listen(ending: Ending) -> DesktopSession:
    return DesktopSession(ending, session_bus(os.environ), QDBusConnection.systemBus())


def session_bus(environ: Mapping[str, str]) -> QDBusConnection | None:
    """None where none was started: Qt would start one."""
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    if environ.get("DBUS_SESSION_BUS_ADDRESS") or (runtime and (Path(runtime) / "bus").exists()):
        return QDBusConnection.sessionBus()
    return None
