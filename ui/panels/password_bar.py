"""The password, asked for in the window of a shift that goes on: in time, or after the session has ended for want of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from ui import theme
from ui.text import tr
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.labels import Label
from ui.widgets.text_field import TextField

_FIELD = 220
_EDGE = 16


class PasswordBar(Box):
    """``given`` carries what was typed; it is the control of that press. Nothing of the window is covered or taken away."""

    given = Signal(str)
    sign_out_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("notice")
        self.words = Label("", strong=True, wraps=True)
        self.field = TextField(tr("Password"))
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(tr("Password"))
        self.field.setMaxLength(1024)
        self.button = ActionButton("", Kind.PRIMARY, hint="↵", sends=False)
        self.sign_out = ActionButton(tr("Sign out"), Kind.LINK, sends=False)
        self.refusal = Label("", tone="alarm", wraps=True)
        self._lay_out()
        self.field.written.connect(lambda _: self._on_typed())
        self.field.returnPressed.connect(self._submit)
        self.button.clicked.connect(self._submit)
        self.sign_out.clicked.connect(self.sign_out_wanted)
        self.hide()

    def ask(self, words: str, verb: str) -> None:
        """``verb``: what the button does. What is typed already stays."""
        self.words.say(words)
        self.button.set_label(verb)
        self._show_button()
        self.show()

    def dismiss(self) -> None:
        self.field.clear()
        self.refusal.say("")
        self.refusal.hide()
        self.hide()

    def take_focus(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_requested(self, on: bool) -> None:
        self.button.set_requested(on)
        self.field.setEnabled(not on)
        if on:
            self.refusal.hide()

    def refuse(self, text: str) -> None:
        self.set_requested(False)
        self.refusal.say(text)
        self.refusal.show()
        self.field.selectAll()
        self.take_focus()

    def _on_typed(self) -> None:
        self.refusal.hide()
        self._show_button()

    def _show_button(self) -> None:
        self.button.setEnabled(bool(self.field.text()))

    def _submit(self) -> None:
        if self.field.text() and not self.button.requested:
            self.given.emit(self.field.text())

    def _lay_out(self) -> None:
        self.field.setFixedWidth(theme.scaled(_FIELD))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.field)
        row.addWidget(self.button)
        row.addWidget(self.sign_out)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_EDGE, 6, _EDGE, 6)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.refusal)
        self.refusal.hide()
