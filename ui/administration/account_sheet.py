"""How one agent stands with signing in, and the help they can be given: a first password, a lock lifted (A8)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_client.protocol.passwords import Account, FirstPassword, MustChange
from agent_client.protocol.supervising import REASON_LIMIT
from ui.text import day, day_and_time, marked, tr
from ui.theme import Text
from ui.widgets.fields import Fields
from ui.widgets.flow import Flow
from ui.widgets.labels import Label
from ui.widgets.offered_button import OfferedButton
from ui.widgets.text_field import TextField

from .rules_file import Pane
from .shown_once import ShownOnce

MUST_CHANGE = {
    MustChange.FIRST: marked("At the next sign-in: it is a first password"),
    MustChange.RESET: marked("At the next sign-in: it was given by an administrator"),
    MustChange.EXPIRED: marked("At the next sign-in: it has ended"),
    MustChange.RULE: marked("At the next sign-in: the rule is stricter now"),
    MustChange.UNKNOWN: marked("At the next sign-in"),
}


class AccountSheet(QWidget):
    """``reset_wanted`` and ``unlock_wanted`` carry the reason."""

    reset_wanted = Signal(str)
    unlock_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.name = Label("", Text.TITLE, strong=True, wraps=True)
        self.facts = Fields(copies=False, label_width=160)
        self.help = Pane(
            tr("Cannot sign in?"),
            tr(
                "A first password is good for one sign-in, at which they set their own. It lifts a lock, too, and who is "
                "signed in is signed out, but never with a contact in hand."
            ),
        )
        self.reason = TextField(tr("Reason"))
        self.reason.setMaxLength(REASON_LIMIT)
        self.reason.setPlaceholderText(tr("Why: it stands in the log"))
        self.give = OfferedButton(tr("Give a first password"), sends=False)
        self.unlock = OfferedButton(tr("Lift the lock"), sends=False)
        self.made = FirstPasswordPane()
        self._may_edit = False
        self._account = Pane(tr("Account"), "")
        self._lay_out()
        self.made.turned.connect(self._on_turned)
        self.give.clicked.connect(lambda: self._press(self.reset_wanted))
        self.unlock.clicked.connect(lambda: self._press(self.unlock_wanted))
        self.reason.textEdited.connect(lambda _: self._mark_reason(""))

    def show_account(self, account: Account) -> None:
        self.name.setText(account.agent.name)
        self.facts.show_fields(_facts(account))
        self.unlock.setHidden(account.locked_since is None)

    def offer(self, *, may_edit: bool, online: bool) -> None:
        self._may_edit = may_edit
        self._on_turned(not self.made.isHidden())
        for button in (self.give, self.unlock):
            button.offer(may_edit and online, tr("No link to the server"))

    def begin(self) -> None:
        """Of another agent: what was said of the one before goes."""
        self.reason.clear()
        self._mark_reason("")
        self.made.forget()

    def set_requested(self, on: bool) -> None:
        for button in (self.give, self.unlock):
            button.set_requested(on)

    def refuse(self, sentence: str) -> None:
        self.set_requested(False)
        self.help.say(sentence, "alarm")

    def show_made(self, made: FirstPassword) -> None:
        self.begin()
        self.made.show_made(made)

    def show_unlocked(self) -> None:
        self.begin()
        self.help.say(tr("The lock is lifted: they can sign in."))

    def _press(self, wanted: SignalInstance) -> None:
        reason = " ".join(self.reason.text().split())
        if not reason:
            self._mark_reason(tr("Say why: it stands in the log."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        wanted.emit(reason)

    def _on_turned(self, shown: bool) -> None:
        """A first password and the user ID it goes with are never on one screen."""
        self._account.setHidden(shown)
        self.help.setHidden(shown or not self._may_edit)

    def _mark_reason(self, words: str) -> None:
        self.help.say(words, "alarm")
        self.reason.mark_wrong(bool(words), words)

    def _lay_out(self) -> None:
        self._account.inside.addWidget(self.facts)
        self.help.inside.addWidget(self.reason)
        buttons = QWidget()
        flow = Flow(buttons)
        flow.addWidget(self.give)
        flow.addWidget(self.unlock)
        self.help.inside.addWidget(buttons)
        self.help.inside.addWidget(self.help.status)
        self.help.status.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 12, 24, 24)
        layout.setSpacing(16)
        layout.addWidget(self.name)
        for pane in (self._account, self.help, self.made):
            layout.addWidget(pane)
        layout.addStretch(1)


class FirstPasswordPane(ShownOnce):
    def __init__(self) -> None:
        super().__init__(
            tr("First password"),
            tr(
                "Shown this once, and kept nowhere. Hand it over apart from the user ID: by another way, in another message."
            ),
            asks=tr("Save the first password"),
            done=tr("Handed over"),
        )

    def show_made(self, made: FirstPassword) -> None:
        self.show_password(made.password, tr("First password of {agent}", agent=made.agent.name))


def _facts(account: Account) -> list[tuple[str, str]]:
    must = account.must_change
    facts = [
        (tr("User ID"), account.user),
        (tr("Password set"), day_and_time(account.password_set_at)),
        (tr("Good until"), tr("For ever") if account.expires_at is None else day(account.expires_at)),
        (tr("To be changed"), tr("No") if must is None else tr(MUST_CHANGE[must])),
    ]
    if account.locked_since is not None:
        since = day_and_time(account.locked_since)
        facts.append((tr("Locked"), tr("Since {since}, after too many wrong passwords", since=since)))
    return facts
