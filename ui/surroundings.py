"""Whether this computer is about to sleep, or has woken, where the system tells (a change of the network the client sees for
itself: `client.way`). Whoever hears of it asks the server at once, instead of waiting for the silence."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot

_log = logging.getLogger(__name__)

POWER_BROADCAST = 0x0218  # WM_POWERBROADCAST, learn.microsoft.com/windows/win32/power/wm-powerbroadcast
SUSPENDS = 0x0004  # PBT_APMSUSPEND
RESUMES = frozenset({0x0007, 0x0012})  # PBT_APMRESUMESUSPEND, PBT_APMRESUMEAUTOMATIC
_LOGIN = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")


class Surroundings(QObject):
    """Until `leave`. Where the system tells nothing, the pulse finds out by itself."""

    falls_asleep = Signal()
    wakes = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._filter: PowerFilter | None = None
        if sys.platform == "win32":
            self._filter = PowerFilter(self.sleeps)
            _application().installNativeEventFilter(self._filter)
        elif sys.platform.startswith("linux"):
            self._listen_to_login()

    @Slot(bool)
    def sleeps(self, on: bool) -> None:
        """``on``: is about to; else it has woken."""
        _log.info("This computer %s", "falls asleep" if on else "woke")
        (self.falls_asleep if on else self.wakes).emit()

    def leave(self) -> None:
        if self._filter is not None:
            _application().removeNativeEventFilter(self._filter)
        self.deleteLater()

    def _listen_to_login(self) -> None:
        """systemd-logind's PrepareForSleep, freedesktop.org/software/systemd/man/org.freedesktop.login1.html"""
        from PySide6.QtDBus import QDBusConnection  # 1 MB, which Windows does without

        bus = QDBusConnection.systemBus()
        if bus.isConnected():
            slot = cast(bytes, SLOT("sleeps(bool)"))  # PySide's types want bytes here, and PySide itself the text
            bus.connect(*_LOGIN, "PrepareForSleep", self, slot)


class PowerFilter(QAbstractNativeEventFilter):
    """Windows' messages of power."""

    def __init__(self, sleeps: Callable[[bool], None]) -> None:
        super().__init__()
        self._sleeps = sleeps

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        from ctypes import wintypes

        if kind == b"windows_generic_MSG":
            found = wintypes.MSG.from_address(int(message))
            if found.message == POWER_BROADCAST and (found.wParam == SUSPENDS or found.wParam in RESUMES):
                self._sleeps(found.wParam == SUSPENDS)
        return False, 0


def _application() -> QCoreApplication:
    app = QCoreApplication.instance()
    assert app is not None
    return app
