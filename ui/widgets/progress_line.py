"""How far something has come: a slim line that fills. It moves only when there is news."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

_HEIGHT = 6


class ProgressLine(QWidget):
    """``waiting``: it does not go on at the moment."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._fraction = 0.0
        self._waiting = False
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()

    def show_progress(self, fraction: float, *, waiting: bool = False) -> None:
        """From 0 to 1."""
        bounded = max(0.0, min(1.0, fraction))
        if (bounded, waiting) != (self._fraction, self._waiting):
            self._fraction, self._waiting = bounded, waiting
            self._describe()
            self.update()

    def fraction(self) -> float:
        return self._fraction

    def sizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, _HEIGHT)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        area = QRectF(0, (self.height() - _HEIGHT) / 2, self.width(), _HEIGHT)
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(area, 3, 3)
        if self._fraction > 0:
            painter.setBrush(theme.colour("edge" if self._waiting else "accent"))
            area.setWidth(max(_HEIGHT, self._fraction * self.width()))
            painter.drawRoundedRect(area, 3, 3)

    def _describe(self) -> None:
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(f"{round(100 * self._fraction)} %")
