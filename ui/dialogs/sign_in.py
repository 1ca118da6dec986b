"""Signing in: server, user, password and the phone number on which to take calls (A1, A2). A calm small window."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from agent_client.protocol.passwords import PasswordProblem
from agent_client.protocol.refusals import PasswordExpired, WeakPassword
from agent_client.rules.dial_numbers import dialable
from ui import icons, theme
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.check_box import CheckBox
from ui.widgets.labels import Label
from ui.widgets.placeholders import Glyph

from .forced_password import ForcedPassword

WIDTH = 400


class Entered(Struct, frozen=True):
    """What the agent entered. It never shows the password, in no log and no traceback."""

    server: str
    user: str
    password: str
    phone: str
    remember: bool
    new_password: str = ""
    """To be set with it, where the password is good for nothing else (A8)."""

    def __repr__(self) -> str:
        return f"Entered({self.server!r}, {self.user!r}, phone={self.phone!r}, remember={self.remember})"


class SignInWindow(QWidget):
    """``sign_in_pressed`` carries an `Entered` that is complete and whose phone number can be called."""

    sign_in_pressed = Signal(object)
    close_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._servers: Sequence[str] = ()
        self._closing = False
        self.setWindowTitle(tr("Sign in — Agent Client"))
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.server = _field(tr("Server"), 300)
        self.user = _field(tr("User ID"), 120)
        self.password = _field(tr("Password"), 1024)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.phone = _field(tr("Phone number"), 40)
        self.remember = CheckBox(tr("Remember the password"))
        self.wrong: dict[QLineEdit, Label] = {}
        self.error = Label("", tone="alarm", wraps=True)
        self.button = ActionButton(tr("Sign in"), Kind.PRIMARY, hint="↵", sends=False)
        self.seat = Label("", Text.SMALL, tone="faint")
        self.forced = ForcedPassword()
        self._form = QFrame()
        self._show_password = QAction(self)
        self._choose_server = QAction(self)
        self._lay_out()
        self._connect()
        self._restyle()

    # -- for integration

    def fill(
        self, *, servers: Sequence[str], user: str = "", phone: str = "", password: str = "", remember: bool = False
    ) -> None:
        """``servers``: the one used last comes first. The keyboard goes to the first field that is empty."""
        self._servers = servers
        self._choose_server.setVisible(len(servers) > 1)
        for field, text in ((self.user, user), (self.phone, phone), (self.password, password)):
            field.setText(text)
        if servers:
            self.server.setText(servers[0])
        self.remember.setChecked(remember)
        empty = next((field for field in self._fields() if not field.text()), None)
        (empty or self.button).setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_server(self, address: str) -> None:
        """Unless it is being signed in to one."""
        if not self.button.requested and self.server.isEnabled():
            self.server.setText(address)

    def show_seat(self, text: str) -> None:
        """The seat's name, or the sentence why this computer is none."""
        self.seat.say(tr("Seat {name}", name=text) if text else "")

    def allow_remembering(self, allowed: bool) -> None:
        """Off where this system has no safe place for a password."""
        self.remember.setVisible(allowed)

    def set_requested(self, on: bool) -> None:
        """Signing in: the form is still, the button busy."""
        self.button.set_requested(on)
        self.forced.set_requested(on)
        for field in (*self._fields(), self.remember):
            field.setEnabled(not on)
        if on:
            self.error.say("")

    def refuse(self, text: str) -> None:
        """One sentence, under the form. The password is selected: it is most often what was wrong."""
        self.set_requested(False)
        if self.forced.active:
            self.forced.refuse(text)
            return
        self.error.say(text)
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        self.password.selectAll()

    def ask_new_password(self, expired: PasswordExpired) -> None:
        """In place of the form, which stays filled in behind it."""
        self.set_requested(False)
        self._form.hide()
        self.forced.ask(expired)

    def refuse_new_password(self, weak: WeakPassword) -> None:
        self.set_requested(False)
        self.forced.refuse_new(PasswordProblem(weak.params.get("problem", PasswordProblem.UNKNOWN)))

    def back_to_form(self) -> None:
        self.forced.leave()
        self._form.show()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        self.password.selectAll()

    def close_now(self) -> None:
        self._closing = True
        self.close()

    # -- Qt

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fit()
        return handled

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closing:
            event.accept()
        else:
            event.ignore()
            self.close_wanted.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_choose_server"):
            self._restyle()
        super().changeEvent(event)

    # -- inside

    def _fields(self) -> tuple[QLineEdit, ...]:
        return (self.server, self.user, self.password, self.phone)

    def _press(self) -> None:
        if self.button.requested or (self.forced.active and not self.forced.new.ready()):
            return
        wrong = [field for field in self._fields() if not self._check(field, complete=True)]
        if wrong:
            wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.error.say("")
        self.sign_in_pressed.emit(
            Entered(
                self.server.text().strip(),
                self.user.text().strip(),
                self.password.text(),
                self.phone.text().strip(),
                self.remember.isChecked() and not self.remember.isHidden(),
                self.forced.new.text() if self.forced.active else "",
            )
        )

    def _fit(self) -> None:
        """The window is as tall as what it says; hints are right once the style sheet has been applied, at the first show."""
        self.setFixedWidth(theme.scaled(WIDTH))
        if (layout := self.layout()) is not None:
            layout.activate()
            wraps = layout.hasHeightForWidth()
            height = layout.totalHeightForWidth(self.width()) if wraps else layout.totalSizeHint().height()
            self.setFixedHeight(height)

    def _check(self, field: QLineEdit, *, complete: bool) -> bool:
        """Says beneath the field what is wrong with it; an empty one is wrong only once the form is to be complete."""
        words = ""
        if not (field.text() if field is self.password else field.text().strip()):
            words = self._missing(field) if complete else ""
        elif field is self.phone and dialable(field.text()) is None:
            words = tr("A phone number has 3 to 18 digits and no letters.")
        if self.wrong[field].text() != words:
            self.wrong[field].say(words)
        if bool(field.property("wrong")) != bool(words):
            field.setProperty("wrong", bool(words))
            field.style().unpolish(field)
            field.style().polish(field)
        field.setAccessibleDescription(words)
        return not words

    def _missing(self, field: QLineEdit) -> str:
        if field is self.server:
            return tr("Which server? IT knows its address.")
        if field is self.user:
            return tr("Your user ID is needed.")
        if field is self.password:
            return tr("Your password is needed.")
        return tr("On which number do you take calls?")

    def _offer_servers(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for address in self._servers:
            menu.addAction(address).triggered.connect(lambda _=False, address=address: self.server.setText(address))
        menu.setMinimumWidth(self.server.width())
        menu.popup(self.server.mapToGlobal(QPoint(0, self.server.height() + 2)))

    def _toggle_password(self) -> None:
        hidden = self.password.echoMode() is QLineEdit.EchoMode.Password
        self.password.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._restyle()

    def _restyle(self) -> None:
        shown = self.password.echoMode() is QLineEdit.EchoMode.Normal
        self._show_password.setIcon(icons.icon("hide" if shown else "show"))
        self._show_password.setText(tr("Hide the password") if shown else tr("Show the password"))
        self._choose_server.setIcon(icons.icon("chevron-down"))
        self._fit()

    def _connect(self) -> None:
        self._choose_server.setText(tr("Choose another server"))
        self._choose_server.setVisible(False)
        self.server.addAction(self._choose_server, QLineEdit.ActionPosition.TrailingPosition)
        self.password.addAction(self._show_password, QLineEdit.ActionPosition.TrailingPosition)
        self._choose_server.triggered.connect(self._offer_servers)
        self._show_password.triggered.connect(self._toggle_password)
        self.button.clicked.connect(self._press)
        self.forced.entered.connect(self._press)
        self.forced.back.connect(self.back_to_form)
        for field in self._fields():
            field.returnPressed.connect(self._press)
            field.editingFinished.connect(lambda field=field: self._check(field, complete=False))
            field.textEdited.connect(
                lambda _, field=field: self.wrong[field].isHidden() or self._check(field, complete=False)
            )

    def _lay_out(self) -> None:
        pane = self._form
        pane.setProperty("frame", "pane")
        inside = QVBoxLayout(pane)
        inside.setContentsMargins(24, 20, 24, 24)
        inside.setSpacing(0)
        for field in self._fields():
            label = Label(field.accessibleName(), tone="dim")
            label.setBuddy(field)
            wrong = Label("", Text.SMALL, tone="alarm", wraps=True)
            wrong.setContentsMargins(0, 2, 0, 0)
            self.wrong[field] = wrong
            inside.addWidget(label)
            inside.addSpacing(4)
            inside.addWidget(field)
            inside.addWidget(wrong)
            inside.addSpacing(12)
            wrong.hide()
        inside.addWidget(self.remember)
        inside.addSpacing(20)
        inside.addWidget(self.button)
        self.error.setContentsMargins(0, 12, 0, 0)
        inside.addWidget(self.error)
        self.error.hide()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Glyph("phone", "accent", 28))
        head.addWidget(Label("Agent Client", Text.NAME, strong=True))
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(head)
        layout.addWidget(pane)
        layout.addWidget(self.forced)
        layout.addWidget(self.seat, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)


def _field(name: str, most: int) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setMaxLength(most)
    return made
