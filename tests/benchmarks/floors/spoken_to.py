"""Lines from standard input, on the Qt thread."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QSocketNotifier


class SpokenTo:
    def __init__(self, hear: Callable[[str], None]) -> None:
        self._hear = hear
        self._left = b""
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        *lines, self._left = (self._left + os.read(sys.stdin.fileno(), 4096)).split(b"\n")
        for line in lines:
            self._hear(line.decode())
