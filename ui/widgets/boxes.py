"""What things stand on: the grounds of windows and columns, and boxes with an edge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QWidget

from ui import theme

_ROLES: Final = {
    "bg": QPalette.ColorRole.Window,
    "surface": QPalette.ColorRole.Base,
    "alarm": QPalette.ColorRole.BrightText,
}


class Face(Struct, frozen=True):
    """Tokens of the theme; without a ground one sees through it. ``thick``: the edge, in pixels, where room is kept for it."""

    ground: str = ""
    edge: str = ""
    radius: int = 0
    thick: int = 1
    focus: bool = False
    """Whether its edge shows that it has the keyboard."""
    below: bool = False
    """Whether the edge is a line along its foot alone."""


FACES: Final[Mapping[str, Face]] = {
    "": Face(thick=0),
    "pane": Face("surface", "line", 8, focus=True),
    "well": Face("well", "line", 6),
    "drop": Face("raised", "edge"),
    "check": Face("", "", 6, 2, focus=True),
    "notice": Face("surface", "line", below=True),
}


def stand_on(widget: QWidget, ground: str) -> None:
    """``bg``, ``surface`` or ``alarm``, whatever the theme."""
    widget.setBackgroundRole(_ROLES[ground])
    widget.setAutoFillBackground(True)


def strip() -> QFrame:
    """For what the whole window is told: all of it in the colour of an alarm."""
    made = QFrame()
    stand_on(made, "alarm")
    return made


class Box(QFrame):
    """``face`` is one of `FACES`."""

    def __init__(self, face: str, parent: QWidget | None = None, flags: Qt.WindowType = Qt.WindowType.Widget) -> None:
        super().__init__(parent, flags)
        self._face = Face()
        self.set_face(face)

    def set_face(self, face: str) -> None:
        self._face = FACES[face]
        foot = self._face.thick
        around = 0 if self._face.below else foot
        self.setContentsMargins(around, around, around, foot)
        if self._face.ground in _ROLES:
            self.setBackgroundRole(_ROLES[self._face.ground])  # for what fills itself within
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        face = self._face
        focused = face.focus and self.hasFocus()
        edge = "focus" if focused else face.edge
        if not edge and not face.ground:
            return
        painter = QPainter(self)
        if face.below:
            painter.fillRect(self.rect(), theme.colour(face.ground))
            painter.fillRect(0, self.height() - face.thick, self.width(), face.thick, theme.colour(edge))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour(face.ground) if face.ground else Qt.BrushStyle.NoBrush)
        paint_edge(painter, QRectF(self.rect()), edge, 2 if focused else 1, face.radius)


def paint_edge(painter: QPainter, room: QRectF, edge: str, width: int, radius: int) -> None:
    """A rectangle with round corners wholly within ``room``, filled with the painter's brush."""
    painter.setPen(QPen(theme.colour(edge), width) if edge else Qt.PenStyle.NoPen)
    half = width / 2
    painter.drawRoundedRect(room.adjusted(half, half, -half, -half), max(0.0, radius - half), max(0.0, radius - half))
