"""When a widget is on the screen: once the event has ended in which it was painted and its window brought up to date."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt

_AFTER = QEvent.Type(QEvent.registerEventType())


class Painted(QObject):
    """``tell`` gets monotonic ns and this process's CPU ns. Arm it from a paint event; it speaks once the event is over."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        super().__init__()
        self._tell = tell
        self._armed = False

    def arm(self) -> None:
        if not self._armed:
            self._armed = True
            QCoreApplication.postEvent(self, QEvent(_AFTER), Qt.EventPriority.HighEventPriority.value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Of a window: its first paint."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self.arm()
        return False

    def customEvent(self, event: QEvent) -> None:
        self._armed = False
        self._tell(time.monotonic_ns(), time.process_time_ns())
