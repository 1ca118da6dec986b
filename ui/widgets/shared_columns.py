"""The headings of a table whose columns share its width: one that is made wider takes from the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView

from ui import theme

LEAST = 40


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
        self.setMinimumSectionSize(LEAST)
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
        """All columns together are as wide."""
        self._width = width
        if self.count() != len(self._shares) or width <= 0:
            return
        whole, left = sum(self._shares), width
        self._fitting = True
        for at, share in enumerate(self._shares):
            last = at + 1 == len(self._shares)
            size = left if last else max(LEAST, round(width * share / whole))
            self.resizeSection(at, max(LEAST, size))
            left -= size
        self._fitting = False

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

    def _on_resized(self, at: int, before: int, now: int) -> None:
        if self._fitting or before == now or at + 1 >= self.count():
            return
        self._fitting = True
        beside = max(LEAST, self.sectionSize(at + 1) + before - now)
        self.resizeSection(at + 1, beside)
        self._fitting = False
        self._shares = [float(self.sectionSize(one)) for one in range(self.count())]
        self.fit(self._width)
        self.arranged.emit()
