"""Columns side by side that the agent may widen, and fold away at both ends."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget


class Columns(QSplitter):
    """The line between two columns is one pixel wide; Qt then lets the mouse take it two pixels beside it, too."""

    arranged = Signal()

    def __init__(self, columns: Sequence[QWidget], widths: Sequence[int], shares: Sequence[int]) -> None:
        """``widths`` at first; ``shares`` of what a wider window gives."""
        super().__init__(Qt.Orientation.Horizontal)
        self._usual = list(widths)
        self.setHandleWidth(1)
        for at, column in enumerate(columns):
            self.addWidget(column)
            self.setStretchFactor(at, shares[at])
            self.setCollapsible(at, at in (0, len(columns) - 1))
        self.setSizes(list(widths))
        self.splitterMoved.connect(lambda: self.arranged.emit())

    def widths(self) -> tuple[int, ...]:
        """For keeping; 0 for a folded column."""
        return tuple(self.sizes())

    def set_widths(self, widths: Sequence[int]) -> None:
        if len(widths) == self.count() and all(width >= 0 for width in widths) and sum(widths) > 0:
            self.setSizes(list(widths))
            self.arranged.emit()

    def folded(self, at: int) -> bool:
        return self.sizes()[at] == 0

    def fold(self, at: int, away: bool) -> None:
        """Fold a column away, or bring it back as wide as it was, at the cost of the middle one."""
        sizes = self.sizes()
        if (sizes[at] == 0) == away:
            return
        middle = self.count() // 2
        if away:
            self._usual[at] = sizes[at]
        wanted = 0 if away else self._usual[at]
        sizes[middle] += sizes[at] - wanted
        sizes[at] = wanted
        self.setSizes(sizes)
        self.arranged.emit()
