"""The program's own icons: one stroke width, one grid of 16, drawn as SVG and tinted by the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from resources import read

from . import theme

SIDE = 16
"""Device-independent pixels of an icon beside body text."""
LARGE = 28


def pixmap(name: str, colour: QColor, side: int = SIDE, ratio: float = 1.0) -> QPixmap:
    """Raises FileNotFoundError for a name that is not in resources/icons."""
    return _drawn(name, colour.name(), side, ratio)


@lru_cache(maxsize=256)
def _drawn(name: str, colour: str, side: int, ratio: float) -> QPixmap:
    source = read(f"icons/{name}.svg").replace(b"currentColor", colour.encode())
    if side >= LARGE:  # the same two pixels of stroke however large the picture is
        source = source.replace(b'stroke-width="1.6"', f'stroke-width="{2 * SIDE / side:.2f}"'.encode())
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, drawn.width(), drawn.height()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def paint(painter: QPainter, name: str, at: QRectF, colour: QColor) -> None:
    """Draw the icon into the square ``at``, sharp at the painter's own device pixel ratio."""
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(at.topLeft(), pixmap(name, colour, round(at.width()), ratio))


def _ratio() -> float:
    """Of the sharpest screen there is: an icon is scaled down well, and up badly."""
    return max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)


def icon(name: str, token: str = "dim") -> QIcon:
    """For menus and line edits. It keeps its colour: ask again after a StyleChange."""
    made = QIcon()
    ratio = _ratio()
    side = theme.scaled(SIDE)
    made.addPixmap(pixmap(name, theme.colour(token), side, ratio), QIcon.Mode.Normal)
    made.addPixmap(pixmap(name, theme.colour("off"), side, ratio), QIcon.Mode.Disabled)
    return made


def dot(token: str, side: int = 8) -> QIcon:
    """A disc in a colour of the theme, beside the word it belongs to."""
    ratio = _ratio()
    drawn = QPixmap(round(SIDE * ratio), round(SIDE * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(token))
    margin = (SIDE - side) / 2
    painter.drawEllipse(QRectF(margin, margin, side, side))
    painter.end()
    return QIcon(drawn)
