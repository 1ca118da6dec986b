"""The form of the sign-in window: its fields, what is wrong with them, and what was entered."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from agent_client.protocol.names import QueueId
from agent_client.rules.dial_numbers import dialable
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.check_box import CheckBox
from ui.widgets.labels import Label
from ui.widgets.line import Line
from ui.widgets.password_field import PasswordField

from .sign_in_queues import QueueChoice
from .sign_in_server import ServerField


class Entered(Struct, frozen=True):
    """What the agent entered. It never shows the password, in no log and no traceback."""

    server: str
    user: str
    password: str
    phone: str
    remember: bool
    new_password: str = ""
    """To be set with it, where the password is good for nothing else (A8)."""
    queues: tuple[QueueId, ...] | None = None
    """To be staffed (A3); None: as the last time."""

    def __repr__(self) -> str:
        return f"Entered({self.server!r}, {self.user!r}, phone={self.phone!r}, remember={self.remember})"


class SignInForm(Box):
    """``pressed``: by the button or by Return. ``who_changed``: another user, or another server."""

    pressed = Signal()
    who_changed = Signal()

    def __init__(self) -> None:
        super().__init__("pane")
        self.server = ServerField(tr("Server"), 300)
        self.user = _field(tr("User ID"), 120)
        self.password = PasswordField(tr("Password"))
        self.phone = _field(tr("Phone number"), 40)
        self.queues = QueueChoice()
        self.remember = CheckBox(tr("Remember the password"))
        self.wrong: dict[Line, Label] = {}
        self.button = ActionButton(tr("Sign in"), Kind.PRIMARY, hint="↵", sends=False)
        self.error = Label("", tone="alarm", wraps=True)
        self._lay_out()
        self._connect()

    def fields(self) -> tuple[Line, ...]:
        return (self.server, self.user, self.password, self.phone)

    def is_complete(self) -> bool:
        """Says what is missing or wrong, and goes to the first of it."""
        wrong = [field for field in self.fields() if not self._check(field, complete=True)]
        if wrong:
            wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def entered(self, new_password: str = "") -> Entered:
        return Entered(
            self.server.address(),
            self.user.text().strip(),
            self.password.text(),
            self.phone.text().strip(),
            self.remember.isChecked() and not self.remember.isHidden(),
            new_password,
            self.queues.wished(),
        )

    def hold_still(self, on: bool) -> None:
        """While it is being signed in."""
        self.button.set_requested(on)
        for part in (*self.fields(), self.queues, self.remember):
            part.setEnabled(not on)

    def take_focus(self) -> None:
        """The password is selected: it is most often what was wrong."""
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        self.password.selectAll()

    # -- Qt

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "server"):
            self.server.restyle()
        super().changeEvent(event)

    # -- inside

    def _check(self, field: Line, *, complete: bool) -> bool:
        """Says beneath the field what is wrong with it; an empty one is wrong only once the form is to be complete."""
        words = ""
        if not (field.text() if field is self.password else field.text().strip()):
            words = self._missing(field) if complete else ""
        elif field is self.phone and dialable(field.text()) is None:
            words = tr("A phone number has 3 to 18 digits and no letters.")
        if self.wrong[field].text() != words:
            self.wrong[field].say(words)
        field.mark_wrong(bool(words), words)
        return not words

    def _missing(self, field: Line) -> str:
        if field is self.server:
            return tr("Which server? IT knows its address.")
        if field is self.user:
            return tr("Your user ID is needed.")
        if field is self.password:
            return tr("Your password is needed.")
        return tr("On which number do you take calls?")

    def _connect(self) -> None:
        self.button.clicked.connect(self.pressed)
        self.server.settled.connect(self.who_changed)
        self.user.editingFinished.connect(self.who_changed)
        for field in self.fields():
            field.returnPressed.connect(self.pressed)
            field.editingFinished.connect(lambda field=field: self._check(field, complete=False))
            field.textEdited.connect(
                lambda _, field=field: self.wrong[field].isHidden() or self._check(field, complete=False)
            )

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 20, 24, 24)
        inside.setSpacing(0)
        for field in self.fields():
            label = Label(field.accessibleName(), tone="dim")
            label.setBuddy(field)
            wrong = Label("", Text.SMALL, tone="alarm", wraps=True)
            wrong.setContentsMargins(0, 2, 0, 0)
            self.wrong[field] = wrong
            inside.addWidget(label)
            inside.addSpacing(4)
            inside.addWidget(field)
            if field is self.server:
                inside.addWidget(self.server.answer)
            inside.addWidget(wrong)
            inside.addSpacing(12)
            wrong.hide()
        inside.addWidget(self.queues)
        inside.addSpacing(12)
        inside.addWidget(self.remember)
        inside.addSpacing(20)
        inside.addWidget(self.button)
        self.error.setContentsMargins(0, 12, 0, 0)
        inside.addWidget(self.error)
        self.error.hide()


def _field(name: str, most: int) -> Line:
    made = Line()
    made.setAccessibleName(name)
    made.setMaxLength(most)
    return made
