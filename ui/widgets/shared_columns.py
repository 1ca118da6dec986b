"""The headings of a table whose columns share its width: one that is made wider takes from the next."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView

from ui import theme

LEAST = 48
"""Of a column, at the usual size of text."""


class SharedColumns(QHeaderView):
    """``arranged`` when the agent has moved a border: `shares` is worth keeping then."""

    arranged = Signal()

    def __init__(self, shares: Sequence[int], *, margin: int = 12) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._shares = [float(share) for share in shares]
        self._usual = len(shares)
        self._margin = margin
        self._width = 0
        self._fitting = False
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(24)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.sectionResized.connect(self._on_resized)

    def shares(self) -> tuple[int, ...]:
        whole = sum(self._shares)
        return tuple(round(1000 * share / whole) for share in self._shares)

    def set_shares(self, shares: Sequence[int]) -> None:
        """As they were kept; others than there are columns are none."""
        if len(shares) == self._usual and all(share > 0 for share in shares):
            self._shares = [float(share) for share in shares]
            self.fit(self._width)

    def have_shares(self, shares: Sequence[int]) -> None:
        """Other columns than before; those that the agent arranged stay as they are."""
        if len(shares) != self._usual:
            self._usual = len(shares)
            self._shares = [float(share) for share in shares]

    def fit(self, width: int) -> None:
        """All columns that are shown are as wide together."""
        self._width = width
        shown = self._shown()
        if self.count() != len(self._shares) or width <= 0 or not shown:
            return
        whole, left = sum(self._shares[at] for at in shown), width
        self._fitting = True
        for at in shown:
            size = left if at == shown[-1] else round(width * self._shares[at] / whole)
            size = max(theme.scaled(LEAST), size)
            self.resizeSection(at, size)
            left -= size
        self._fitting = False

    def hide_columns(self, columns: Collection[int], *, below: int) -> None:
        """Where the room is less than ``below``, the others are worth more without these."""
        for at in columns:
            self.setSectionHidden(at, self._width < below)
        self.fit(self._width)

    def sizeHint(self) -> QSize:
        return QSize(100, QFontMetrics(theme.caps_font()).height() + 16)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        painter.fillRect(rect, theme.colour("bg"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("line"))
        painter.setFont(theme.caps_font())
        painter.setPen(theme.colour("dim"))
        room = rect.adjusted(self._margin, 0, -4, 0)
        words = str(self.model().headerData(logical, Qt.Orientation.Horizontal) or "")
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)

    def _shown(self) -> list[int]:
        return [at for at in range(self.count()) if not self.isSectionHidden(at)]

    def _on_resized(self, at: int, before: int, now: int) -> None:
        shown = self._shown()
        if self._fitting or before == now or not now or not before or at not in shown[:-1]:
            return
        beside = shown[shown.index(at) + 1]
        self._fitting = True
        self.resizeSection(beside, max(theme.scaled(LEAST), self.sectionSize(beside) + before - now))
        self._fitting = False
        whole = sum(self._shares[one] for one in shown)
        for one in shown:
            self._shares[one] = whole * self.sectionSize(one) / max(1, self._width)
        self.fit(self._width)
        self.arranged.emit()
