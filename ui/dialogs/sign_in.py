"""Signing in: server, user, password, the phone number on which to take calls, the queues (A1, A2, A3). A calm small window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.protocol.passwords import PasswordProblem
from agent_client.protocol.refusals import PasswordExpired, WeakPassword
from ui import theme
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import stand_on
from ui.widgets.labels import Label
from ui.widgets.line import Line
from ui.widgets.placeholders import Glyph
from ui.widgets.scrolling import ScrollArea

from .forced_password import ForcedPassword
from .sign_in_form import Entered, SignInForm
from .sign_in_said import SaidPane, Taken, TakenPane

__all__ = ["Entered", "SignInWindow"]

WIDTH = 400
_TITLE_BAR = 40
"""Of a window that has none yet."""


class SignInWindow(QWidget):
    """``sign_in_pressed`` carries an `Entered` that is complete and whose phone number can be called; so does ``ask_pressed``,
    where whoever has the seat shall be asked for it. ``who_changed``: another user, or another server.
    ``seat_wanted``: this computer may be a seat by now."""

    sign_in_pressed = Signal(object)
    ask_pressed = Signal(object)
    who_changed = Signal()
    seat_wanted = Signal()
    close_wanted = Signal()
    diagnostics_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._closing = False
        self._new_password = ""
        self.setWindowTitle(tr("Sign in — Agent Client"))
        stand_on(self, "bg")
        self._inside, self._scroll = QWidget(), ScrollArea()
        self.said = SaidPane()
        self.form = form = SignInForm()
        self.server, self.user, self.password, self.phone = form.server, form.user, form.password, form.phone
        self.queues, self.remember = form.queues, form.remember
        self.button, self.error, self.wrong = form.button, form.error, form.wrong
        self.taken = TakenPane()
        self.forced = ForcedPassword()
        self.seat = Label("", Text.SMALL, tone="faint")
        self.diagnostics = ActionButton(tr("Diagnostics"), Kind.LINK, small=True, hint="Shift F1", sends=False)
        self._lay_out()
        self._connect()

    # -- for integration

    def fill(
        self,
        *,
        servers: Sequence[str],
        names: Mapping[str, str] | None = None,
        user: str = "",
        phone: str = "",
        password: str = "",
        remember: bool = False,
    ) -> None:
        """``servers``: the one used last comes first; ``names``: of their centres. The keyboard goes to the first field that
        is empty."""
        self.server.offer(servers, names or {})
        for field, text in ((self.user, user), (self.phone, phone), (self.password, password)):
            field.setText(text)
        if servers:
            self.server.setText(servers[0])
        self.remember.setChecked(remember)
        empty = next((field for field in self._fields() if not field.text()), None)
        (empty or self.button).setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_server(self, address: str) -> None:
        """Unless it is being signed in to one, or IT has chosen."""
        if not self.button.requested and not self.server.isReadOnly():
            self.server.choose(address)

    def show_seat(self, name: str) -> None:
        self.seat.say(tr("Seat {name}", name=name) if name else "")
        if not self.button.isEnabled():
            self.said.say("", "")
            self.button.setEnabled(True)
            self.back_to_form()

    def show_no_seat(self, why: str) -> None:
        """Nobody can sign in here (A4); ``why`` says what to do instead."""
        self.set_requested(False)
        for part in (self.forced, self.taken):
            part.leave()
        self.form.hide()
        self.seat.say("")
        self.said.say(tr("Nobody can sign in here"), why, check=True)
        self.button.setEnabled(False)
        self.said.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_taken(self, taken: Taken, now: Callable[[], datetime]) -> None:
        """Who has the seat, or the phone, and the ways out (A5). ``now``: the server's time."""
        self.set_requested(False)
        if self.forced.active:  # it is set with the sign-in, which was refused as a whole
            self._new_password = self.forced.new.text()
            self.forced.leave()
        self.form.hide()
        self.taken.show_taken(taken, now)

    def allow_remembering(self, allowed: bool) -> None:
        """Off where this system has no safe place for a password."""
        self.remember.setVisible(allowed)

    def set_requested(self, on: bool) -> None:
        """Signing in: the form is still, the button busy."""
        self.form.hold_still(on)
        self.forced.set_requested(on)
        self.taken.set_requested(on)
        if on:
            self.error.say("")

    def refuse(self, text: str) -> None:
        """One sentence, under the form."""
        self.set_requested(False)
        if self.forced.active:
            self.forced.refuse(text)
            return
        self.back_to_form()
        self.error.say(text)
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.error))

    def ask_new_password(self, expired: PasswordExpired) -> None:
        """In place of the form, which stays filled in behind it."""
        self.set_requested(False)
        self.taken.leave()
        self.form.hide()
        self.forced.ask(expired)

    def refuse_new_password(self, weak: WeakPassword) -> None:
        self.set_requested(False)
        self.forced.refuse_new(PasswordProblem(weak.params.get("problem", PasswordProblem.UNKNOWN)))

    def back_to_form(self) -> None:
        self._new_password = ""
        self.forced.leave()
        self.taken.leave()
        self.form.show()
        self.form.take_focus()

    def close_now(self) -> None:
        self._closing = True
        self.close()

    # -- Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Of what is inside, and of the window itself, once it shows."""
        if event.type() is (QEvent.Type.LayoutRequest if watched is self._inside else QEvent.Type.Show):
            self._fit()
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closing:
            event.accept()
        else:
            event.ignore()
            self.close_wanted.emit()

    # -- inside

    def _fields(self) -> tuple[Line, ...]:
        return self.form.fields()

    def _press(self, *, asking: bool = False) -> None:
        idle = self.button.isEnabled() and not self.button.requested
        if not idle or (self.forced.active and not self.forced.new.ready()) or not self.form.is_complete():
            return
        self.error.say("")
        entered = self.form.entered(self.forced.new.text() if self.forced.active else self._new_password)
        (self.ask_pressed if asking else self.sign_in_pressed).emit(entered)

    def _fit(self) -> None:
        """The window is as tall as what it says, and no taller than the screen: there it scrolls. Hints are right once the style
        sheet has been applied, at the first show."""
        width = theme.scaled(WIDTH)
        layout = self._inside.layout()
        if layout is None:
            return
        layout.activate()
        wraps = layout.hasHeightForWidth()
        height = layout.totalHeightForWidth(width) if wraps else layout.totalSizeHint().height()
        room = self.screen().availableGeometry().height() - max(
            _TITLE_BAR, self.frameGeometry().height() - self.height()
        )
        if height > room:
            width += self._scroll.verticalScrollBar().sizeHint().width()
        self.setFixedSize(width, min(height, room))

    def _connect(self) -> None:
        self.form.pressed.connect(lambda: self._press())
        self.diagnostics.clicked.connect(self.diagnostics_wanted)
        QShortcut(QKeySequence("Shift+F1"), self).activated.connect(self.diagnostics_wanted)
        self.form.who_changed.connect(self.who_changed)
        self.taken.asked.connect(lambda: self._press(asking=True))
        self.taken.again.connect(lambda: self._press())
        self.taken.back.connect(self.back_to_form)
        self.said.again.connect(self.seat_wanted)
        self.forced.entered.connect(lambda: self._press())
        self.forced.back.connect(self.back_to_form)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Glyph("phone", "accent", 28))
        head.addWidget(Label("Agent Client", Text.NAME, strong=True))
        head.addStretch(1)
        layout = QVBoxLayout(self._inside)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(head)
        layout.addWidget(self.said)
        layout.addWidget(self.form)
        layout.addWidget(self.taken)
        layout.addWidget(self.forced)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.seat)
        foot.addStretch(1)
        foot.addWidget(self.diagnostics)
        layout.addLayout(foot)
        layout.addStretch(1)
        stand_on(self._inside, "bg")
        for watched in (self._inside, self):
            watched.installEventFilter(self)
        self._inside.setMinimumHeight(1)  # not the layout's guess of what wraps: its height for this width counts
        self._scroll.setWidget(self._inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
