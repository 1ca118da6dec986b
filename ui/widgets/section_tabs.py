"""Sections with their counts, one of them open. A row of words with a line under the open one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.text import grouped
from ui.theme import Text

_GAP = 13
_NARROW_GAP = 9
_BEFORE_COUNT = 4


class SectionTabs(QWidget):
    """Left and right walk along, as does the mouse; ``opened`` carries the section's key."""

    opened = Signal(str)

    def __init__(self, sections: Mapping[str, str], *, margin: int = 16) -> None:
        super().__init__()
        self._margin = margin
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
        size = self._size()
        painter.fillRect(0, bottom, self.width(), 1, theme.colour("line"))
        for key, (box, count) in self._boxes().items():
            is_open = key == self._open
            painter.setFont(theme.font(size, strong=is_open))
            painter.setPen(theme.colour("text" if is_open or key == self._hover else "dim"))
            metrics = QFontMetrics(painter.font())
            beside = count_width(count)
            word = metrics.elidedText(self._words[key], Qt.TextElideMode.ElideRight, int(box.width() - beside) + 1)
            base = (box.height() + metrics.ascent() - metrics.descent()) / 2
            painter.drawText(QPointF(box.left(), base), word)
            if count:
                painter.setFont(theme.font(Text.SMALL, strong=is_open))
                left = box.left() + metrics.horizontalAdvance(word) + _BEFORE_COUNT
                painter.drawText(QPointF(left, base), count)
            if is_open:
                painter.fillRect(QRectF(box.left(), bottom - 1, box.width(), 2), theme.colour("text"))
                if self._ring:
                    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                    painter.setPen(QPen(theme.colour("focus"), 2))
                    painter.drawRoundedRect(box.adjusted(-5, 3, 5, -5), 5, 5)

    def _label(self, key: str) -> str:
        count = self._counts.get(key, 0)
        return f"{self._words[key]} {grouped(count)}" if count else self._words[key]

    def _count(self, key: str) -> str:
        """Nothing is not counted."""
        count = self._counts.get(key, 0)
        return grouped(count) if count else ""

    def _size(self) -> Text:
        """Of all words: small where they are too wide, the open one with its count."""
        own = count_width(self._count(self._open))
        whole = sum(widths(self._words, self._open, Text.BODY).values()) + own
        return Text.BODY if whole <= room(self.width() - 2 * self._margin, len(self._words), _GAP) else Text.SMALL

    def _boxes(self) -> dict[str, tuple[QRectF, str]]:
        """Where each word stands, and the count beside it.

        Where the room is short, counts of closed sections go first, the largest before the others; then all words become
        small, and at last those of closed ones are cut.
        """
        size = self._size()
        words = widths(self._words, self._open, size)
        counts = {key: self._count(key) for key in self._words}
        gap = _GAP if size is Text.BODY else _NARROW_GAP
        space = room(self.width() - 2 * self._margin, len(words), gap)
        closed = [key for key in self._words if key != self._open]
        for key in sorted(closed, key=lambda key: -self._counts.get(key, 0)):
            if sum(words.values()) + sum(map(count_width, counts.values())) <= space:
                break
            counts[key] = ""
        whole = words[self._open] + count_width(counts[self._open])
        cut = fitted([words[key] + count_width(counts[key]) for key in closed], max(0, space - whole))
        fitting = {self._open: whole, **dict(zip(closed, cut, strict=True))}
        boxes: dict[str, tuple[QRectF, str]] = {}
        left = float(self._margin)
        for key in self._words:
            width = fitting[key]
            boxes[key] = (QRectF(left, 0, width, self.height() - 1), counts[key])
            left += width + gap
        return boxes

    def _at(self, x: float) -> str:
        for key, (box, _) in self._boxes().items():
            if box.left() - _GAP / 2 <= x < box.right() + _GAP / 2:
                return key
        return ""

    def _describe(self) -> None:
        self.setAccessibleName(self._label(self._open))
        self.setAccessibleDescription(", ".join(self._label(key) for key in self._words))


def widths(words: Mapping[str, str], strong: str, size: Text) -> dict[str, int]:
    return {
        key: QFontMetrics(theme.font(size, strong=key == strong)).horizontalAdvance(word) + 1
        for key, word in words.items()
    }


def count_width(count: str) -> int:
    """With what stands between it and the word."""
    return QFontMetrics(theme.font(Text.SMALL, strong=True)).horizontalAdvance(count) + _BEFORE_COUNT if count else 0


def room(width: int, words: int, gap: int) -> int:
    return width - gap * (words - 1)


def fitted(wished: Sequence[float], space: float) -> list[float]:
    """The widths cut to fit the room together: the long ones give, the short ones stay whole."""
    left, among = space, len(wished)
    for width in sorted(wished):
        if width * among > left:
            most = max(0.0, left / among)
            return [min(each, most) for each in wished]
        left -= width
        among -= 1
    return list(wished)
