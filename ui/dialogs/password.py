"""Changing one's own password: the present one, and a new one typed twice (A8)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from agent_client.protocol.names import PasswordRule
from agent_client.protocol.passwords import PasswordProblem
from ui import theme
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import Label
from ui.widgets.password_field import PasswordField

from .new_password import NewPassword

WIDTH = 384
_TITLE_BAR = 40
"""As long as the system has not said how tall its own is."""


class ChangePasswordDialog(QDialog):
    """``wanted`` carries the present password and the new one, complete and as the centre's rule asks."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None, rule: PasswordRule, history: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Change the password"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "bg")
        self.old = PasswordField(tr("Present password"))
        self.wrong = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.new = NewPassword()
        self.error = Label("", tone="alarm", wraps=True)
        self.button = ActionButton(tr("Change it"), Kind.PRIMARY, hint="↵", sends=False)
        self.cancel = ActionButton(tr("Cancel"), sends=False)
        self._inside, self._foot, self._scroll = QWidget(), QWidget(), QScrollArea()
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

    # -- Qt

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fit()
        return handled

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return False

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

    def _fit(self) -> None:
        """As tall as what it says, and no taller than the screen: there what stands above the buttons scrolls."""
        width, layout = theme.scaled(WIDTH), self._inside.layout()
        if layout is None:
            return
        layout.activate()
        content = layout.totalHeightForWidth(width)
        self._inside.setMinimumHeight(content)  # else the sum of what its lines would need in a narrow column
        height = content + self._foot.sizeHint().height()
        title_bar = max(_TITLE_BAR, self.frameGeometry().height() - self.height())
        room = self.screen().availableGeometry().height() - title_bar
        if height > room:
            width += self._scroll.verticalScrollBar().sizeHint().width()
        self.setFixedSize(width, min(height, room))

    def _lay_out(self) -> None:
        label = Label(self.old.accessibleName(), tone="dim")
        label.setBuddy(self.old)
        layout = QVBoxLayout(self._inside)
        layout.setContentsMargins(24, 24, 24, 8)
        layout.setSpacing(0)
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
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(24, 16, 24, 16)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.button)
        for button in (self.button, self.cancel):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._inside.setProperty("ground", "bg")
        self._scroll.setWidget(self._inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self._foot)
        self._inside.installEventFilter(self)
