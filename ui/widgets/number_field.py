"""A whole number to type: the arrow keys count it up and down, within its bounds."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from ui import theme

from .line import Line

_WIDTH = 88
_FAR = 10


class NumberField(Line):
    """What is typed may be anything: whoever asks for the number says what is wrong with it. Page Up and Down count tens."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(len(str(most)) + 2)
        self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: _FAR,
            Qt.Key.Key_PageDown: -_FAR,
        }.get(Qt.Key(event.key()))
        if step is None or self.isReadOnly():
            super().keyPressEvent(event)
            return
        text = self.text().strip()
        now = int(text) if text.isascii() and text.isdecimal() else self._least - max(step, 0)
        self.setText(str(max(self._least, min(self._most, now + step))))
        self.textEdited.emit(self.text())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._restyle()

    def _restyle(self) -> None:
        self.setFont(theme.font())
        self.setFixedWidth(theme.scaled(_WIDTH))
