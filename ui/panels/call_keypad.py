"""The keypad for tones during a call: twelve keys in place, and the keyboard's own digits while it has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.labels import ElidedLabel, Label

KEYS = "123456789*0#"
_SENT_SHOWN = 24


class Keypad(Box):
    """``typed`` carries each tone as it is pressed; ``closed`` when Escape or its cross is."""

    typed = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("pane")
        self._sent = ""
        self.sent = ElidedLabel("", Text.TITLE, strong=True)
        self.sent.setAccessibleName(tr("Tones sent"))
        self.hint = Label(tr("Press or type digits, * and #"), Text.SMALL, tone="dim", wraps=True)
        self.close_button = ActionButton("", Kind.LINK, icon="close", sends=False, hint="Esc", name=tr("Close"))
        self.keys = {key: ActionButton(key, sends=False, name=tr("Tone {key}", key=key)) for key in KEYS}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Keypad"))
        self._lay_out()
        self.close_button.clicked.connect(self.closed)
        for key, button in self.keys.items():
            button.clicked.connect(lambda _=False, key=key: self._type(key))

    def open(self) -> None:
        self._sent = ""
        self.sent.say(" ")
        self.show()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def offer(self, possible: bool) -> None:
        for button in self.keys.values():
            button.setEnabled(possible)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        button = self.keys.get(event.text())
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif button is not None and plain:
            if not event.isAutoRepeat():
                button.press()
        else:
            super().keyPressEvent(event)

    def _type(self, key: str) -> None:
        self._sent = (self._sent + key)[-_SENT_SHOWN:]
        self.sent.say(self._sent)
        self.typed.emit(key)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.sent, 1)
        head.addWidget(self.close_button)
        grid = QGridLayout()
        grid.setSpacing(4)
        for at, button in enumerate(self.keys.values()):
            grid.addWidget(button, at // 3, at % 3)
        keys = QHBoxLayout()
        keys.setSpacing(16)
        keys.addLayout(grid)
        keys.addWidget(self.hint, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(keys)
