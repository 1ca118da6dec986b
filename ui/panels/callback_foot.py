"""What is said below the callback list: why something was refused, and that an entry was marked, which can be undone."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.protocol.names import CallbackId
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import ElidedLabel, Label, rule

UNDO_MILLISECONDS = 10_000


class CallbackFoot(QWidget):
    undo_pressed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._marked: CallbackId | None = None
        self.refusal = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.reading = Label("", Text.SMALL, tone="dim")
        self.said = ElidedLabel("", Text.SMALL)
        self.undo = ActionButton(tr("Undo"), Kind.LINK, sends=False, strong=True, hint="Ctrl+Z")
        self.undo.clicked.connect(self.press_undo)
        self._passing = QTimer(self, singleShot=True, interval=UNDO_MILLISECONDS)
        self._passing.timeout.connect(self._pass)
        self._line = QWidget()
        across = QHBoxLayout(self._line)
        across.setContentsMargins(0, 8, 0, 8)
        across.setSpacing(12)
        across.addWidget(self.said, 1)
        across.addWidget(self.undo)
        self._rule = rule()
        self._rule.hide()
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 0, 16, 0)
        inside.setSpacing(0)
        for part in (self.reading, self._line, self.refusal):
            inside.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._rule)
        layout.addLayout(inside)
        for label in (self.reading, self.refusal):
            label.setContentsMargins(0, 8, 0, 8)
            label.hide()
        self._line.hide()

    def show_reading(self, on: bool) -> None:
        self.reading.say(tr("Reading older entries…") if on else "")
        self._bound()

    def refuse(self, text: str) -> None:
        if text and text != self.refusal.text():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self.refusal.say(text)
        self._bound()

    def offer_undo(self, entry: CallbackId, text: str) -> None:
        """For some seconds; the entry's own Reopen stays."""
        self._marked = entry
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{text}, {self.undo.text()} Ctrl+Z"))
        self.said.say(text)
        self._line.show()
        self._bound()
        self._passing.start()

    def withdraw(self, entry: CallbackId) -> None:
        """It is as it was before, or somebody else made something else of it."""
        if entry == self._marked:
            self._marked = None
            self._line.hide()
            self._bound()

    def offers(self) -> CallbackId | None:
        return self._marked

    def press_undo(self) -> None:
        if self._marked is not None:
            entry, self._marked = self._marked, None
            self._line.hide()
            self._bound()
            self.undo_pressed.emit(entry)

    def _bound(self) -> None:
        """A line between the rows and what is said below them, while something is."""
        self._rule.setHidden(all(part.isHidden() for part in (self.reading, self._line, self.refusal)))

    def _pass(self) -> None:
        if self._line.underMouse() or self.undo.hasFocus():  # somebody is about to press it
            self._passing.start()
        elif self._marked is not None:
            self.withdraw(self._marked)
