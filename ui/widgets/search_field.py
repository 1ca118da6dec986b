"""The search field of the header: a glass, the words, and the key that leads there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen

from ui import icons, theme
from ui.text import tr
from ui.theme import Text

from .line import Line


class SearchField(Line):
    """Arrow keys, Enter and Escape are handed on, so that the list of results is walked without leaving the field."""

    called = Signal()
    """Shift+Enter: what is chosen is to be called."""
    moved = Signal(int)
    left = Signal()

    def __init__(self, hint: str = "Ctrl K") -> None:
        super().__init__(quiet=True)
        self._hint = hint
        self.setMaxLength(200)
        self.setPlaceholderText(tr("Search customers, companies, numbers"))
        self.setAccessibleName(tr("Search customers, companies, numbers"))
        self.setClearButtonEnabled(False)
        self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.called.emit()
            case Qt.Key.Key_Down:
                self.moved.emit(1)
            case Qt.Key.Key_Up:
                self.moved.emit(-1)
            case Qt.Key.Key_PageDown:
                self.moved.emit(8)
            case Qt.Key.Key_PageUp:
                self.moved.emit(-8)
            case Qt.Key.Key_Escape:
                self.clear()
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self._restyle()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.scaled(icons.SIDE)
        icons.paint(painter, "search", QRectF(11, (self.height() - side) / 2, side, side), theme.colour("faint"))
        if self.text() or self.hasFocus():
            return
        font = theme.font(Text.SMALL)
        metrics = QFontMetrics(font)
        width, height = metrics.horizontalAdvance(self._hint) + 12, metrics.height() + 2
        box = QRectF(self.width() - width - 10.5, (self.height() - height) / 2 + 0.5, width, height - 1)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(font)
        painter.setPen(theme.colour("faint"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._hint)

    def _restyle(self) -> None:
        hint = QFontMetrics(theme.font(Text.SMALL)).horizontalAdvance(self._hint)
        self.keep_room(theme.scaled(icons.SIDE) + 9, hint + 16)
        self.setFont(theme.font())
