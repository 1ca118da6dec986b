"""Work that is too long for one turn of the event loop, done slice by slice: keys, clicks and events come in between."""

from __future__ import annotations

from collections.abc import Callable, Generator
from time import perf_counter
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer

T = TypeVar("T")

SLICE_SECONDS = 0.008
"""Half of what a screen of 60 pictures a second leaves between two."""


class Slices(QObject):
    """One piece of work at a time: another one takes its place. What it yields is not looked at: there it may be left off."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Generator[None, None, Any] | None = None
        self._done: Callable[[Any], None] | None = None
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._slice)

    @property
    def busy(self) -> bool:
        return self._work is not None

    def start(self, work: Generator[None, None, T], done: Callable[[T], None], *, at_once: bool = False) -> None:
        """``at_once``: it is known to be short."""
        self.cancel()
        self._work, self._done = work, done
        if at_once:
            self.finish()
        else:
            self._next.start()

    def finish(self) -> None:
        """All that is left of it, now."""
        while self._work is not None:
            self._go_on()

    def cancel(self) -> None:
        self._next.stop()
        if self._work is not None:
            self._work.close()
        self._work = self._done = None

    def _slice(self) -> None:
        until = perf_counter() + SLICE_SECONDS
        self._go_on()
        while self._work is not None and perf_counter() < until:
            self._go_on()
        if self._work is not None:
            self._next.start()

    def _go_on(self) -> None:
        work, done = self._work, self._done
        if work is None or done is None:
            return
        try:
            next(work)
        except StopIteration as over:
            if self._work is work:
                self._work = self._done = None
                done(over.value)
