"""Columns side by side that the agent may widen, and fold away at both ends; where a window is too narrow they give way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from .splitter import Splitter


class Columns(Splitter):
    """The line between two columns is one pixel wide; Qt then lets the mouse take it two pixels beside it, too.

    Where not all have room, the first gives way, and then the last. Asked for, it comes back at the cost of the other; where
    it has no room even beside the middle one, it stands alone until it is folded again.
    """

    arranged = Signal()

    def __init__(self, within: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, within)
        self._columns: tuple[QWidget, ...] = ()
        self._usual: list[int] = []
        self._gave_way: list[int] = []
        self._single = False
        self._middle = 0
        self._ends: tuple[int, ...] = ()
        self.setHandleWidth(1)
        self.splitterMoved.connect(lambda: self.arranged.emit())

    def hold(self, columns: Sequence[QWidget], widths: Sequence[int], shares: Sequence[int]) -> None:
        """Once they are whole. ``widths`` at first; ``shares`` of what a wider window gives."""
        self._columns = tuple(columns)
        self._usual = list(widths)
        self._middle, self._ends = len(columns) // 2, (0, len(columns) - 1)
        for at, column in enumerate(columns):
            self.insertWidget(at, column)
            self.setStretchFactor(at, shares[at])
            self.setCollapsible(at, at in self._ends)
        self.setSizes(list(widths))

    def widths(self) -> tuple[int, ...]:
        """For keeping; 0 for a column that the agent folded."""
        unusual = {*self._gave_way, self.alone()}
        return tuple(self._usual[at] if at in unusual else width for at, width in enumerate(self.sizes()))

    def set_widths(self, widths: Sequence[int]) -> None:
        if len(widths) == self.count() and all(width >= 0 for width in widths) and sum(widths) > 0:
            self.setSizes(list(widths))
            self._single = self.one_at_a_time()  # before it has its size, too: that it has room is then news
            self.arranged.emit()

    def folded(self, at: int) -> bool:
        return self.sizes()[at] == 0

    def alone(self) -> int:
        """The outer column that has taken the middle one's place; -1: none has."""
        return next((at for at in self._ends if not self.folded(at)), -1) if self._middle in self._gave_way else -1

    def one_at_a_time(self) -> bool:
        """Whether there is no room for two."""
        return (
            bool(self._columns)
            and self._least(self._middle) + min(self._least(at) for at in self._ends) - self.handleWidth()
            > self.width()
        )

    def fold(self, at: int, away: bool) -> None:
        """Fold a column away, or bring it back as wide as it was, at the cost of the middle one."""
        if self.folded(at) == away:
            return
        alone = self.alone()
        if alone >= 0:
            self._bring_middle_back(0)
            if alone != at:
                self._gave_way.append(alone)
        if at in self._gave_way:
            self._gave_way.remove(at)
        if self.folded(at) != away:
            self._fold(at, away)
        self._share_room(wanted=-1 if away else at)
        self.arranged.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        single, self._single = self._single, self.one_at_a_time()
        if self._share_room(wanted=self.alone()) or single is not self._single:
            self.arranged.emit()

    def minimumSizeHint(self) -> QSize:
        """The outer ones give way."""
        if not self._columns:
            return super().minimumSizeHint()
        return QSize(self._least(self._middle) - self.handleWidth(), super().minimumSizeHint().height())

    def _share_room(self, wanted: int = -1) -> bool:
        """Whether anything was folded, or came back."""
        before = list(self._gave_way)
        for at in self._ends:
            if at != wanted and not self.folded(at) and self._needed() > self.width():
                self._fold(at, True)
                self._gave_way.append(at)
        if wanted >= 0 and self._middle not in self._gave_way and self._needed() > self.width():
            self._put_alone(wanted)
        while self._gave_way and self._needed() + self._least(self._gave_way[-1]) <= self.width():
            self._come_back(self._gave_way.pop())
        return self._gave_way != before

    def _needed(self) -> int:
        return sum(self._least(at) for at in range(self.count()) if not self.folded(at)) - self.handleWidth()

    def _least(self, at: int) -> int:
        column = self._columns[at]
        return (column.minimumWidth() or column.minimumSizeHint().width()) + self.handleWidth()

    def _come_back(self, at: int) -> None:
        if at == self._middle:
            alone = next(end for end in self._ends if not self.folded(end))
            self._gave_way.append(at)
            self._bring_middle_back(self._usual[alone])
        else:
            self._fold(at, False)

    def _put_alone(self, at: int) -> None:
        self.setCollapsible(self._middle, True)
        self._usual[self._middle] = self.sizes()[self._middle] + self.sizes()[at] - self._usual[at]
        self._gave_way.append(self._middle)
        self.setSizes([self.width() if one == at else 0 for one in range(self.count())])

    def _bring_middle_back(self, beside: int) -> None:
        """``beside``: how wide the one is to be that was alone."""
        alone = self.alone()
        self._gave_way.remove(self._middle)
        sizes = [0] * self.count()
        sizes[alone], sizes[self._middle] = beside, max(1, self.width() - beside)
        self.setSizes(sizes)
        self.setCollapsible(self._middle, False)

    def _fold(self, at: int, away: bool) -> None:
        sizes = self.sizes()
        middle = self._middle
        if away:
            self._usual[at] = sizes[at]
        wanted = 0 if away else self._usual[at]
        sizes[middle] += sizes[at] - wanted
        sizes[at] = wanted
        self.setSizes(sizes)
