"""The one field of the target picker: it filters the lists, and in the number tab takes a number, pasted ones stripped."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from agent_client.rules.dial_numbers import pasted
from ui.widgets.line import Line


class TargetField(Line):
    """The keys that walk a list, Enter and Escape are handed on; ``wanted`` when the text is to be looked for anew."""

    moved = Signal(int)
    submitted = Signal()
    left = Signal()
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._numeric = False
        self._before = ""
        self.setMaxLength(200)
        self.textEdited.connect(self._on_edited)

    def set_numeric(self, on: bool) -> None:
        """Whether only a number is meant. More than one character at once was pasted or dropped, and is stripped (D2)."""
        self._numeric = on

    def put(self, text: str) -> None:
        """Not typed: nobody is told."""
        self._before = text
        self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down:
                self.moved.emit(1)
            case Qt.Key.Key_Up:
                self.moved.emit(-1)
            case Qt.Key.Key_PageDown:
                self.moved.emit(8)
            case Qt.Key.Key_PageUp:
                self.moved.emit(-8)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.submitted.emit()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def _on_edited(self, text: str) -> None:
        if self._numeric and len(text) > len(self._before) + 1:
            at = len(pasted(text[: self.cursorPosition()]))
            text = pasted(text)
            self.setText(text)
            self.setCursorPosition(at)
        self._before = text
        self.wanted.emit(text)
