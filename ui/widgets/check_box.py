"""A box to tick, drawn from the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from ui import icons, theme

_SIDE = 16
_GAP = 8
_BOUNDLESS = 10_000


class CheckBox(QCheckBox):
    """One that ``wraps`` goes on in a further line where the room ends. Switched off it is grey, unless it is to be read."""

    def __init__(self, text: str, *, wraps: bool = False) -> None:
        super().__init__(text)
        self._wraps = wraps
        self.setFont(theme.font())
        if wraps:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        side = theme.scaled(_SIDE)
        return QSize(side + _GAP + metrics.horizontalAdvance(self.text()) + 4, max(side, metrics.height()) + 6)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), theme.scaled(120)), hint.height()) if self._wraps else hint

    def heightForWidth(self, width: int) -> int:
        return max(self.sizeHint().height(), self._words(width).height() + 6) if self._wraps else -1

    def hitButton(self, pos: QPoint) -> bool:
        """All of its words can be pressed, in each of their lines."""
        return self.rect().contains(pos) and pos.x() < self.sizeHint().width()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self.setFont(theme.font())
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.scaled(_SIDE)
        line = self.sizeHint().height() if self._wraps else self.height()
        box = QRectF(2.5, (line - side) / 2 + 0.5, side - 1, side - 1)
        enabled, ticked = self.isEnabled(), self.isChecked()
        off = "dim" if self.property("readable") else "off"
        painter.setBrush(theme.colour("accent" if ticked and enabled else "surface"))
        edge = "accent" if ticked and enabled else "dim" if enabled else off
        painter.setPen(QPen(theme.colour(edge), 1))
        painter.drawRoundedRect(box, 4, 4)
        if ticked:
            icons.paint(painter, "accept", box.adjusted(1, 1, -1, -1), theme.colour("on_accent" if enabled else off))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(1, 1, self.width() - 2, self.height() - 2), 5, 5)
        painter.setPen(theme.colour("text" if enabled or self.property("readable") else "off"))
        painter.setFont(self.font())
        room = self.rect().adjusted(side + _GAP, 0, 0, 0)
        flags = Qt.TextFlag.TextWordWrap if self._wraps else Qt.TextFlag.TextSingleLine
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | flags, self.text())

    def _words(self, width: int) -> QRect:
        room = QRect(0, 0, max(1, width - theme.scaled(_SIDE) - _GAP), _BOUNDLESS)
        return QFontMetrics(self.font()).boundingRect(room, Qt.TextFlag.TextWordWrap, self.text())
