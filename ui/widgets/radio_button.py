"""One of several to choose from, drawn from the theme; its words go on in a further line where the room ends."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy

from ui import theme

_SIDE = 16
_GAP = 8
_BOUNDLESS = 10_000


class RadioButton(QRadioButton):
    """Switched off it is grey, unless it is to be read."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setFont(theme.font())
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        side = theme.scaled(_SIDE)
        return QSize(side + _GAP + metrics.horizontalAdvance(self.text()) + 4, max(side, metrics.height()) + 6)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), theme.scaled(120)), hint.height())

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(1, width - theme.scaled(_SIDE) - _GAP), _BOUNDLESS)
        words = QFontMetrics(self.font()).boundingRect(room, Qt.TextFlag.TextWordWrap, self.text())
        return max(self.sizeHint().height(), words.height() + 6)

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
        ring = QRectF(2.5, (self.sizeHint().height() - side) / 2 + 0.5, side - 1, side - 1)
        enabled, chosen = self.isEnabled(), self.isChecked()
        readable = bool(self.property("readable"))
        edge = "accent" if chosen and enabled else "dim" if enabled or readable else "off"
        painter.setBrush(theme.colour("surface"))
        painter.setPen(QPen(theme.colour(edge), 1))
        painter.drawEllipse(ring)
        if chosen:
            inner = side / 4
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(edge))
            painter.drawEllipse(ring.adjusted(inner, inner, -inner, -inner))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(1, 1, self.width() - 2, self.height() - 2), 5, 5)
        painter.setPen(theme.colour("text" if enabled or readable else "off"))
        painter.setFont(self.font())
        room = self.rect().adjusted(side + _GAP, 0, 0, 0)
        where = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.drawText(room, where, self.text())
