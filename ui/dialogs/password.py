"""Changing one's own password: the present one, and a new one typed twice (A8)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from agent_client.protocol.names import PasswordRule
from agent_client.protocol.passwords import PasswordProblem
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import Label
from ui.widgets.password_field import PasswordField

from .fitted import FittedDialog
from .new_password import NewPassword

WIDTH = 384


class ChangePasswordDialog(FittedDialog):
    """``wanted`` carries the present password and the new one, complete and as the centre's rule asks."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None, rule: PasswordRule, history: int) -> None:
        super().__init__(parent, tr("Change the password"), WIDTH)
        self.old = PasswordField(tr("Present password"))
        self.wrong = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.new = NewPassword()
        self.error = Label("", tone="alarm", wraps=True)
        self.button = ActionButton(tr("Change it"), Kind.PRIMARY, hint="↵", sends=False)
        self.cancel = ActionButton(tr("Cancel"), sends=False)
        self._lay_out()
        self.new.ask(rule, history)
        self.old.returnPressed.connect(self.new.take_keyboard)
        self.old.textEdited.connect(lambda _: self._say_wrong(""))
        self.new.submitted.connect(self._press)
        self.button.clicked.connect(self._press)
        self.cancel.clicked.connect(self.reject)
        self.old.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_requested(self, on: bool) -> None:
        self.button.set_requested(on)
        self.old.setEnabled(not on)
        self.new.set_still(on)
        if on:
            self.error.say("")

    def refuse(self, sentence: str) -> None:
        self.set_requested(False)
        self.error.say(sentence)

    def refuse_old(self) -> None:
        self.set_requested(False)
        self._say_wrong(tr("This is not your present password: type it again."))
        self.old.setFocus(Qt.FocusReason.OtherFocusReason)
        self.old.selectAll()

    def refuse_new(self, problem: PasswordProblem) -> None:
        self.set_requested(False)
        self.new.refuse(problem)

    # -- inside

    def _press(self) -> None:
        if self.button.requested:
            return
        if not self.old.text():
            self._say_wrong(tr("Your present password is needed."))
            self.old.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.new.ready():
            self.wanted.emit(self.old.text(), self.new.text())

    def _say_wrong(self, words: str) -> None:
        self.wrong.say(words)
        self.old.mark_wrong(bool(words), words)

    def _lay_out(self) -> None:
        label = Label(self.old.accessibleName(), tone="dim")
        label.setBuddy(self.old)
        layout = self.content
        layout.addWidget(Label(self.windowTitle(), Text.NAME, strong=True, wraps=True))
        layout.addSpacing(16)
        layout.addWidget(label)
        layout.addSpacing(4)
        layout.addWidget(self.old)
        layout.addWidget(self.wrong)
        layout.addSpacing(16)
        layout.addWidget(self.new)
        layout.addWidget(self.error)
        self.error.setContentsMargins(0, 12, 0, 0)
        for words in (self.wrong, self.error):
            words.hide()
        for button in (self.cancel, self.button):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.foot.addWidget(button)
