"""Columns side by side that the agent may widen, and fold away at both ends; where a window is too narrow they give way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget


class Columns(QSplitter):
    """The line between two columns is one pixel wide; Qt then lets the mouse take it two pixels beside it, too.

    Where not all have room, the first gives way, and then the last. Asked for, it comes back at the cost of the other.
    """

    arranged = Signal()

    def __init__(self, within: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, within)
        self._columns: tuple[QWidget, ...] = ()
        self._usual: list[int] = []
        self._gave_way: list[int] = []
        self.setHandleWidth(1)
        self.splitterMoved.connect(lambda: self.arranged.emit())

    def hold(self, columns: Sequence[QWidget], widths: Sequence[int], shares: Sequence[int]) -> None:
        """Once they are whole. ``widths`` at first; ``shares`` of what a wider window gives."""
        self._columns = tuple(columns)
        self._usual = list(widths)
        for at, column in enumerate(columns):
            self.insertWidget(at, column)
            self.setStretchFactor(at, shares[at])
            self.setCollapsible(at, at in (0, len(columns) - 1))
        self.setSizes(list(widths))

    def widths(self) -> tuple[int, ...]:
        """For keeping; 0 for a column that the agent folded."""
        return tuple(self._usual[at] if at in self._gave_way else width for at, width in enumerate(self.sizes()))

    def set_widths(self, widths: Sequence[int]) -> None:
        if len(widths) == self.count() and all(width >= 0 for width in widths) and sum(widths) > 0:
            self.setSizes(list(widths))
            self.arranged.emit()

    def folded(self, at: int) -> bool:
        return self.sizes()[at] == 0

    def fold(self, at: int, away: bool) -> None:
        """Fold a column away, or bring it back as wide as it was, at the cost of the middle one."""
        if self.folded(at) == away:
            return
        if at in self._gave_way:
            self._gave_way.remove(at)
        self._fold(at, away)
        self._share_room(wanted=at)
        self.arranged.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._share_room():
            self.arranged.emit()

    def _share_room(self, wanted: int = -1) -> bool:
        """Whether anything was folded, or came back."""
        before = list(self._gave_way)
        for at in (0, self.count() - 1):
            if at != wanted and not self.folded(at) and self._needed() > self.width():
                self._fold(at, True)
                self._gave_way.append(at)
        while self._gave_way and self._needed() + self._least(self._gave_way[-1]) <= self.width():
            self._fold(self._gave_way.pop(), False)
        return self._gave_way != before

    def _needed(self) -> int:
        return sum(self._least(at) for at in range(self.count()) if not self.folded(at)) - self.handleWidth()

    def _least(self, at: int) -> int:
        column = self._columns[at]
        return (column.minimumWidth() or column.minimumSizeHint().width()) + self.handleWidth()

    def _fold(self, at: int, away: bool) -> None:
        sizes = self.sizes()
        middle = self.count() // 2
        if away:
            self._usual[at] = sizes[at]
        wanted = 0 if away else self._usual[at]
        sizes[middle] += sizes[at] - wanted
        sizes[at] = wanted
        self.setSizes(sizes)
