"""What the agent should be told, kept until a window has shown it. Text only: how it looks is a widget's business."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

KEPT = 50
"""Passing notices beyond this many push out the oldest: an agent back from lunch reads no hundred of them."""


class Level(StrEnum):
    INFORMATION = "information"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Notice:
    """One sentence. ``stays`` until withdrawn or dismissed; else the window lets it go after a while.

    A notice replaces the one with the same ``key``. ``action`` is the label of a button that calls ``act``.
    """

    level: Level
    text: str
    stays: bool = False
    key: str = ""
    action: str = ""
    act: Callable[[], None] | None = None


class Notices(QObject):
    """All notices that are to be seen now, oldest first; ``changed`` when that tuple is another."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current: tuple[Notice, ...] = ()

    def current(self) -> tuple[Notice, ...]:
        return self._current

    def post(self, notice: Notice) -> None:
        """The same words under the same key are said once: the one that shows stays as it is."""
        if notice in self._current:
            return
        others = [n for n in self._current if not notice.key or n.key != notice.key]
        passing = [n for n in others if not n.stays]
        if not notice.stays and len(passing) >= KEPT:
            others.remove(passing[0])
        self._become((*others, notice))

    def withdraw(self, key: str) -> None:
        """What was said under this key is no longer so."""
        self._become(tuple(n for n in self._current if not key or n.key != key))

    def dismiss(self, notice: Notice) -> None:
        """A window has shown it long enough, or the agent closed it."""
        self._become(tuple(n for n in self._current if n is not notice))

    def _become(self, current: tuple[Notice, ...]) -> None:
        if current != self._current:
            self._current = current
            self.changed.emit()
