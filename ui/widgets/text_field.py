"""A field for one line of text that can be marked as wrong, and leaves the window its own keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFocusEvent

from ui import theme

from .line import Line


class TextField(Line):
    """``written`` at every change by hand, ``left`` when the keyboard goes elsewhere. No limit: what is too long is marked,
    and nothing of it is lost."""

    written = Signal(str)
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFont(theme.font())
        self.textEdited.connect(self.written)

    def load(self, text: str) -> None:
        """What stands here from now on; nobody typed it. The cursor stays where it was when nothing is another."""
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.setFont(theme.font())
