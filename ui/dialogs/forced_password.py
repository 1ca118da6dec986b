"""In place of the sign-in form: the password was right and is good for nothing but setting a new one (A8)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_client.protocol.names import PasswordRule
from agent_client.protocol.passwords import MustChange, PasswordProblem
from agent_client.protocol.refusals import PasswordExpired
from ui.text import marked, tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.labels import Label

from .fitted import FittedDialog
from .new_password import NewPassword

WIDTH = 384
_REASONS = {
    MustChange.FIRST: marked("This password was made for you. Choose one that only you know."),
    MustChange.RESET: marked("An administrator gave you this password. Choose one that only you know."),
    MustChange.EXPIRED: marked("Your password has been in use for as long as the centre allows. Choose another."),
    MustChange.RULE: marked("The centre now asks more of passwords than yours has. Choose another."),
    MustChange.UNKNOWN: marked("Your password is good for setting a new one only. Choose another."),
}


class ForcedPassword(Box):
    """``entered``: the new password can be sent; ``back``: to the form."""

    entered = Signal()
    back = Signal()

    def __init__(self) -> None:
        super().__init__("pane")
        self.title = Label(tr("Set a new password"), Text.TITLE, strong=True, wraps=True)
        self.reason = Label("", tone="dim", wraps=True)
        self.new = NewPassword()
        self.button = ActionButton(tr("Set it and sign in"), Kind.PRIMARY, hint="↵", sends=False)
        self.cancel = ActionButton(tr("Back"), Kind.LINK, sends=False)
        self.error = Label("", tone="alarm", wraps=True)
        self._lay_out()
        self.button.clicked.connect(self._press)
        self.new.submitted.connect(self._press)
        self.cancel.clicked.connect(self.back)
        self.hide()

    @property
    def active(self) -> bool:
        return not self.isHidden()

    def ask(self, expired: PasswordExpired) -> None:
        said = expired.params
        self.reason.setText(tr(_REASONS[MustChange(said.get("reason", MustChange.UNKNOWN))]))
        history = said.get("history", "")
        rule = PasswordRule(said.get("rule", PasswordRule.UNKNOWN))
        self.new.ask(rule, int(history) if history.isdecimal() else 0)
        self.new.clear()
        self.error.say("")
        self.setAccessibleName(f"{self.title.text()}. {self.reason.text()}")
        self.show()
        self.new.take_keyboard()

    def leave(self) -> None:
        """Nothing of it stays on the screen or in a field."""
        self.new.clear()
        self.hide()

    def set_requested(self, on: bool) -> None:
        self.button.set_requested(on)
        self.new.set_still(on)
        self.cancel.setEnabled(not on)
        if on:
            self.error.say("")

    def refuse(self, text: str) -> None:
        self.set_requested(False)
        self.error.say(text)

    def refuse_new(self, problem: PasswordProblem) -> None:
        self.set_requested(False)
        self.new.refuse(problem)

    def _press(self) -> None:
        if not self.button.requested and self.new.ready():
            self.entered.emit()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(0)
        layout.addWidget(self.title)
        layout.addSpacing(4)
        layout.addWidget(self.reason)
        layout.addSpacing(16)
        layout.addWidget(self.new)
        layout.addSpacing(20)
        layout.addWidget(self.button)
        self.error.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(self.error)
        self.error.hide()
        layout.addSpacing(8)
        layout.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)


class ForcedPasswordDialog(FittedDialog):
    """The same over windows that stay as they are: their session has ended, and its password with it. ``entered`` carries the
    new one."""

    entered = Signal(str)

    def __init__(self, parent: QWidget | None, expired: PasswordExpired) -> None:
        super().__init__(parent, tr("Set a new password"), WIDTH)
        self.forced = ForcedPassword()
        self.content.addWidget(self.forced)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.forced.set_face("")
        self.forced.ask(expired)
        self.forced.entered.connect(lambda: self.entered.emit(self.forced.new.text()))
        self.forced.back.connect(self.reject)
