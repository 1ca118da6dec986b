"""One line to write in: how all of them look, and which keys they leave to the window."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit

from ui import theme

from .boxes import paint_edge
from .menus import open_standard
from .window_keys import is_windows_own

HEIGHT = 30
"""Without its edges, at the usual size of text."""
_BESIDE = 11
_QTS_OWN = 6
"""Two pixels at each side of the text, and the cursor at its end."""
_RADIUS = 6


class Line(QLineEdit):
    """``quiet`` has an edge that is seen less, for a field that is always in sight."""

    _turn = 0

    def __init__(self, *, quiet: bool = False) -> None:
        super().__init__()
        self._quiet = quiet
        self.setFrame(False)
        self.setPalette(_clear())
        self._turn = theme.turns()
        self.keep_room()

    def keep_room(self, left: int = 0, right: int = 0) -> None:
        """Beside the text, for what is painted there."""
        self.setTextMargins(_BESIDE + left, 0, _BESIDE + right, 0)

    def width_of(self, text: str) -> int:
        """That all of it is seen."""
        margins = self.textMargins()
        return self.fontMetrics().horizontalAdvance(text) + margins.left() + margins.right() + _QTS_OWN

    def is_wrong(self) -> bool:
        return bool(self.property("wrong"))

    def mark_wrong(self, on: bool, why: str = "") -> None:
        """``why`` is told to those who cannot see the mark."""
        self.setAccessibleDescription(why)
        if self.is_wrong() != on:
            self.setProperty("wrong", on)
            self.update()

    # -- Qt

    def sizeHint(self) -> QSize:
        return self._high(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        return self._high(super().minimumSizeHint())

    def event(self, event: QEvent) -> bool:
        if is_windows_own(event):
            event.ignore()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._turn != theme.turns():
            self._turn = theme.turns()
            self.updateGeometry()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        open_standard(self, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        written = self.isEnabled() and not self.isReadOnly()
        painter.setBrush(theme.colour("surface" if written else "bg"))
        paint_edge(painter, QRectF(self.rect()), self._edge(), 2 if self.hasFocus() else 1, _RADIUS)
        painter.end()
        super().paintEvent(event)

    # -- inside

    def _edge(self) -> str:
        if self.is_wrong():
            return "alarm"
        if not self.isEnabled() or self.isReadOnly():
            return "line"
        if self.hasFocus():
            return "focus"
        return "line" if self._quiet else "edge"

    def _high(self, hint: QSize) -> QSize:
        return QSize(hint.width(), max(hint.height(), theme.scaled(HEIGHT) + 2))


@lru_cache(maxsize=1)
def _clear() -> QPalette:
    """Qt paints no ground of its own."""
    made = QPalette()
    made.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
    return made
