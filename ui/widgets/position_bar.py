"""Where in a sound one is: a line to be clicked, dragged and moved along by keys, with the stretches that have no sound."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QSlider

from ui import theme

from .times import duration

_TRACK, _KNOB, _HEIGHT = 4, 12, 24
_PER_SECOND = 10
"""Steps of the slider beneath: what reads the screen counts in them."""
_KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -6,
    Qt.Key.Key_PageUp: 6,
}


class PositionBar(QSlider):
    """``sought`` carries seconds. A key moves by ``step`` seconds."""

    sought = Signal(float)

    def __init__(self, name: str, step: float) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._step = step
        self._position = self._seconds = self._there = 0.0
        self._gaps: Sequence[tuple[float, float]] = ()
        self._held: float | None = None
        """Where the mouse has taken it, until it is let go."""
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_position(
        self, position: float, seconds: float, there: float, gaps: Sequence[tuple[float, float]] = ()
    ) -> None:
        """``there``: how much of it has come; ``gaps``: from where to where it is silent."""
        if (position, seconds, there, gaps) == (self._position, self._seconds, self._there, self._gaps):
            return
        self._position, self._seconds, self._there, self._gaps = position, seconds, there, gaps
        self.setRange(0, max(1, round(seconds * _PER_SECOND)))
        self.setValue(round(position * _PER_SECOND))
        said = f"{duration(position)} / {duration(seconds)}"
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
        self.update()

    def shown(self) -> float:
        """Seconds: where the mouse holds it, else where it is."""
        return self._position if self._held is None else self._held

    def sizeHint(self) -> QSize:
        return QSize(160, theme.scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(48, theme.scaled(_HEIGHT))

    # -- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS:
            self.sought.emit(self._bounded(self._position + _KEYS[key] * self._step))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.sought.emit(0.0 if key is Qt.Key.Key_Home else self._seconds)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._hold(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self._hold(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self._hold(event)
            held, self._held = self._held, None
            self.sought.emit(held)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        self._paint_stretch(painter, "line", 0.0, self._seconds)
        if self.isEnabled():
            self._paint_stretch(painter, "edge", 0.0, self._there)
            self._paint_stretch(painter, "accent", 0.0, self.shown())
        for start, end in self._gaps:
            self._paint_gap(painter, start, end)
        knob = theme.scaled(_KNOB) / 2
        middle = QPointF(self._x(self.shown()), self.height() / 2)
        if self.hasFocus():
            painter.setBrush(theme.colour("focus"))
            painter.drawEllipse(middle, knob + 2, knob + 2)
            painter.setBrush(theme.colour("surface"))
            painter.drawEllipse(middle, knob + 1, knob + 1)
        painter.setBrush(theme.colour("accent" if self.isEnabled() else "off"))
        painter.drawEllipse(middle, knob, knob)

    # -- inside

    def _hold(self, event: QMouseEvent) -> None:
        room = self._room()
        share = (event.position().x() - room.left()) / max(1.0, room.width())
        self._held = self._bounded(share * self._seconds)
        self.update()

    def _bounded(self, seconds: float) -> float:
        return max(0.0, min(seconds, self._seconds))

    def _room(self) -> QRectF:
        knob, track = theme.scaled(_KNOB) / 2 + 2, theme.scaled(_TRACK)
        return QRectF(knob, (self.height() - track) / 2, self.width() - 2 * knob, track)

    def _x(self, seconds: float) -> float:
        room = self._room()
        return room.left() + (room.width() * seconds / self._seconds if self._seconds else 0.0)

    def _paint_stretch(self, painter: QPainter, token: str, start: float, end: float) -> None:
        room = self._room()
        left = self._x(start) if self._seconds else room.left()
        right = self._x(end) if self._seconds else room.right()
        painter.setBrush(theme.colour(token))
        painter.drawRoundedRect(QRectF(left, room.top(), right - left, room.height()), 2, 2)

    def _paint_gap(self, painter: QPainter, start: float, end: float) -> None:
        """The line is broken there."""
        room = self._room()
        left, right = self._x(start), self._x(min(end, self._seconds))
        painter.fillRect(QRectF(left, room.top() - 1, right - left, room.height() + 2), theme.colour("surface"))
        painter.fillRect(QRectF(left, room.center().y() - 0.5, right - left, 1), theme.colour("edge"))
