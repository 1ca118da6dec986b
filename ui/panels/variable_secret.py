"""A secure value's place while it is hidden: a lock, dots and a word."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import icons, theme
from ui.text import tr
from ui.widgets.inline_field import ABOVE, BESIDE

MASK = "••••"
_AFTER_LOCK = 6


class MaskedValue(QWidget):
    """``unsaved``: what is hidden was typed by the agent, over what is saved."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self.setFont(theme.font())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.say(unsaved=False)

    def text(self) -> str:
        return self._words

    def say(self, *, unsaved: bool) -> None:
        state = tr("Secure, not saved") if unsaved else tr("Secure")
        words = f"{MASK}  {state}"
        if words != self._words:
            self._words = words
            self.setAccessibleName(state)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = self._left() + metrics.horizontalAdvance(self._words) + 2
        return QSize(width, metrics.lineSpacing() + 2 * ABOVE)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._left(), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self.setFont(theme.font())
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = theme.scaled(icons.SIDE)
        colour = theme.colour("dim")
        icons.paint(painter, "lock", QRectF(BESIDE, (self.height() - side) / 2, side, side), colour)
        painter.setFont(self.font())
        painter.setPen(colour)
        area = self.rect().adjusted(self._left(), 0, 0, 0)
        words = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _left(self) -> int:
        return BESIDE + theme.scaled(icons.SIDE) + _AFTER_LOCK
