"""When the seat is to be read anew: a terminal session was taken up from another device (A4).

Windows says so; elsewhere a file may, and the screens that come with the other device.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from agent_client.workstation.seat import Seat, SeatRefused
from agent_client.workstation.terminal import FollowedSeat, seat_file

SETTLED_MILLISECONDS = 300
"""A session that is taken up brings several signs of it at once."""
_SESSION_CHANGE = 0x02B1
_TAKEN_UP = frozenset({1, 3, 8})
"""At the console, from a device, or unlocked there: WTS_CONSOLE_CONNECT, WTS_REMOTE_CONNECT, WTS_SESSION_UNLOCK."""


class SeatWatch(QObject):
    """``changed`` with the `Seat`, or the `SeatRefused`, whenever it is another than before."""

    changed = Signal(object)

    def __init__(self, following: FollowedSeat, app: QGuiApplication) -> None:
        super().__init__()
        self._following = following
        self._app = app
        self._now = _facts(following.look())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        for sign in (app.screenAdded, app.screenRemoved, app.primaryScreenChanged):
            sign.connect(self.hint)
        self._files = QFileSystemWatcher(self)
        self._files.fileChanged.connect(self.hint)
        self._files.directoryChanged.connect(self.hint)
        self._watch_file()
        self._window, self._filter = _windows_signs(self.hint)
        if self._filter is not None:
            app.installNativeEventFilter(self._filter)

    def hint(self) -> None:
        """Something happened that may have come with another device."""
        self._timer.start()

    def look(self) -> None:
        """Now."""
        self._watch_file()
        found = self._following.look()
        if _facts(found) != self._now:
            self._now = _facts(found)
            self.changed.emit(found)

    def close(self) -> None:
        self._timer.stop()
        for sign in (self._app.screenAdded, self._app.screenRemoved, self._app.primaryScreenChanged):
            sign.disconnect(self.hint)
        if self._filter is not None:
            self._app.removeNativeEventFilter(self._filter)
        if self._window is not None:
            self._window.destroy()
        self.deleteLater()

    def _watch_file(self) -> None:
        """And its folder: a file that is replaced is another file."""
        file = seat_file(os.environ)
        if file is None:
            return
        missing = {str(file), str(file.parent)} - {*self._files.files(), *self._files.directories()}
        there = [path for path in missing if os.path.exists(path)]  # noqa: PTH110 - Qt's paths are words
        if there:
            self._files.addPaths(there)


def _facts(found: Seat | SeatRefused) -> tuple[object, ...]:
    if isinstance(found, SeatRefused):
        return (found.code, found.name)
    return (found.name, found.host)


def _windows_signs(hint: Callable[[], None]) -> tuple[QWindow | None, QAbstractNativeEventFilter | None]:
    """A window that nobody sees, to which Windows says that its session was taken up, and who reads it."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        window, this_session = QWindow(), 0
        window.create()
        if ctypes.windll.wtsapi32.WTSRegisterSessionNotification(wintypes.HWND(int(window.winId())), this_session):
            return window, SessionChanges(hint, _windows_message)
        window.destroy()
    return None, None


class SessionChanges(QAbstractNativeEventFilter):
    """``read`` gives number and first parameter of a message."""

    def __init__(self, hint: Callable[[], None], read: Callable[[int], tuple[int, int]]) -> None:
        super().__init__()
        self._hint = hint
        self._read = read

    def nativeEventFilter(self, kind: Any, message: Any) -> tuple[bool, int]:
        if bytes(kind) == b"windows_generic_MSG":
            number, what = self._read(int(message))
            if number == _SESSION_CHANGE and what in _TAKEN_UP:
                self._hint()
        return False, 0


def _windows_message(address: int) -> tuple[int, int]:
    from ctypes import wintypes

    message = wintypes.MSG.from_address(address)
    return int(message.message), int(message.wParam)
