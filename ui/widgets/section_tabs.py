"""Sections with their counts, one of them open. A row of words with a line under the open one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import Text

_MARGIN = 16
_GAP = 14


class SectionTabs(QWidget):
    """Left and right walk along, as does the mouse; ``opened`` carries the section's key."""

    opened = Signal(str)

    def __init__(self, sections: Mapping[str, str]) -> None:
        super().__init__()
        self._words = dict(sections)
        self._counts: dict[str, int] = {}
        self._open = next(iter(self._words))
        self._hover = ""
        self._ring = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()

    def open_section(self) -> str:
        return self._open

    def show_counts(self, counts: Mapping[str, int]) -> None:
        if counts != self._counts:
            self._counts = dict(counts)
            self._describe()
            self.update()

    def open(self, key: str) -> None:
        if key != self._open:
            self._open = key
            self._describe()
            self.update()
            self.opened.emit(key)

    def sizeHint(self) -> QSize:
        return QSize(240, QFontMetrics(theme.font()).height() + 15)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = list(self._words)
        self.open(keys[(keys.index(self._open) + step) % len(keys)])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        key = self._at(event.position().x())
        if key:
            self.open(key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        key = self._at(event.position().x())
        if key != self._hover:
            self._hover = key
            self.setToolTip(self._label(key) if key else "")
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = ""
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() is not Qt.FocusReason.MouseFocusReason
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ring = False
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bottom = self.height() - 1
        painter.fillRect(0, bottom, self.width(), 1, theme.colour("line"))
        for key, box in self._boxes().items():
            is_open = key == self._open
            painter.setFont(theme.font(strong=is_open))
            painter.setPen(theme.colour("text" if is_open or key == self._hover else "dim"))
            metrics = QFontMetrics(painter.font())
            label = metrics.elidedText(self._label(key), Qt.TextElideMode.ElideRight, int(box.width()) + 1)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, label)
            if is_open:
                painter.fillRect(QRectF(box.left(), bottom - 1, box.width(), 2), theme.colour("text"))
                if self._ring:
                    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                    painter.setPen(QPen(theme.colour("focus"), 2))
                    painter.drawRoundedRect(box.adjusted(-5, 3, 5, -5), 5, 5)

    def _label(self, key: str) -> str:
        count = self._counts.get(key, 0)
        return f"{self._words[key]} {count}" if count else self._words[key]

    def _boxes(self) -> dict[str, QRectF]:
        """Where each word stands. Where the room is short, every word gives a share of it."""
        widths = {
            key: QFontMetrics(theme.font(Text.BODY, strong=key == self._open)).horizontalAdvance(self._label(key)) + 1
            for key in self._words
        }
        room = self.width() - 2 * _MARGIN - _GAP * (len(widths) - 1)
        total = sum(widths.values())
        share = min(1.0, room / total) if total else 1.0
        boxes: dict[str, QRectF] = {}
        left = float(_MARGIN)
        for key, width in widths.items():
            boxes[key] = QRectF(left, 0, width * share, self.height() - 1)
            left += width * share + _GAP
        return boxes

    def _at(self, x: float) -> str:
        for key, box in self._boxes().items():
            if box.left() - _GAP / 2 <= x < box.right() + _GAP / 2:
                return key
        return ""

    def _describe(self) -> None:
        self.setAccessibleName(self._label(self._open))
        self.setAccessibleDescription(", ".join(self._label(key) for key in self._words))
