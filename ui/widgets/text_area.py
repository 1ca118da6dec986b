"""Several lines to read or to write in: how they look, and which keys they leave to the window."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QShowEvent
from PySide6.QtWidgets import QPlainTextEdit

from ui import theme
from ui.theme import Dress

from .menus import open_standard
from .scrolling import bare
from .window_keys import is_windows_own


class TextArea(QPlainTextEdit):
    """``look`` is one that the sheet of what is written in has: ``field``, ``area`` or ``inline``. Without one there is the
    text alone. Dressed when it is first seen: many never are."""

    def __init__(self, look: str = "") -> None:
        super().__init__()
        self._undressed = bool(look)
        bare(self)
        if look:
            self.setProperty(look, True)

    def height_of(self, lines: int) -> int:
        """In pixels, as Qt lays them out: each line takes whole ones, also where the font's spacing is 15.125."""
        return lines * ceil(QFontMetricsF(self.font()).lineSpacing())

    def event(self, event: QEvent) -> bool:
        if is_windows_own(event):
            event.ignore()
            return True
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        if self._undressed:
            self._undressed = False
            theme.dress(self, Dress.WRITTEN)
        super().showEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        open_standard(self, event)
