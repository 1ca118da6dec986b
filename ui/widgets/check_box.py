"""A box to tick, drawn from the theme: a style sheet takes the platform's own mark away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from ui import icons, theme

_SIDE = 16
_GAP = 8


class CheckBox(QCheckBox):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setFont(theme.font())

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        side = theme.scaled(_SIDE)
        return QSize(side + _GAP + metrics.horizontalAdvance(self.text()) + 4, max(side, metrics.height()) + 6)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self.setFont(theme.font())
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.scaled(_SIDE)
        box = QRectF(2.5, (self.height() - side) / 2 + 0.5, side - 1, side - 1)
        enabled, ticked = self.isEnabled(), self.isChecked()
        painter.setBrush(theme.colour("accent" if ticked and enabled else "surface"))
        edge = "accent" if ticked and enabled else "dim" if enabled else "off"
        painter.setPen(QPen(theme.colour(edge), 1))
        painter.drawRoundedRect(box, 4, 4)
        if ticked:
            icons.paint(painter, "accept", box.adjusted(1, 1, -1, -1), theme.colour("on_accent" if enabled else "off"))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(1, 1, self.width() - 2, self.height() - 2), 5, 5)
        painter.setPen(theme.colour("text" if enabled else "off"))
        painter.setFont(self.font())
        room = self.rect().adjusted(side + _GAP, 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
