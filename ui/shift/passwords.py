"""One's own password: changed from the menu, and told of some days before it ends (A8)."""

from __future__ import annotations

from datetime import date, datetime

from shiboken6 import isValid

from agent_client.client.api import ServerTrouble
from agent_client.client.session import Session
from agent_client.client.store.state import Changed, State
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.names import PasswordRule
from agent_client.protocol.passwords import ChangePassword, PasswordProblem
from agent_client.protocol.refusals import BadCredentials, PasswordExpired, Refusal, WeakPassword
from agent_client.workstation.settings import LAST_SERVER, REMEMBER_PASSWORD, TOLD_OF_EXPIRY, USER
from ui import wording
from ui.bridge import Bridge
from ui.desk import Desk
from ui.dialogs.forced_password import ForcedPasswordDialog
from ui.dialogs.password import ChangePasswordDialog
from ui.main_window.window import MainWindow
from ui.notices import Level, Notice
from ui.text import tr, trn

DAYS_BEFORE = 10
_CHANGE = "change password"
_ENDS = "password ends"
_CHANGED = "password changed"


class PasswordJoin:
    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        session: Session,
        store: Store,
        tasks: TaskOwner,
        bridge: Bridge,
        account: str,
    ) -> None:
        self._desk = desk
        self._window = window
        self._session = session
        self._store = store
        self._tasks = tasks
        self._account = account
        self._looked: tuple[date, datetime | None] | None = None
        self.dialog: ChangePasswordDialog | None = None
        self.forced: ForcedPasswordDialog | None = None
        window.actions_["password"].triggered.connect(self.open)
        bridge.follow(Changed.ME, self._show_state, self.tick)

    def open(self) -> None:
        """In front, with the keyboard."""
        if self.dialog is not None and isValid(self.dialog):
            self.dialog.raise_()
            self.dialog.activateWindow()
            return
        centre = self._store.state.centre
        rule, history = (
            (PasswordRule.STANDARD, 0) if centre is None else (centre.password_rule, centre.password_history)
        )
        dialog = self.dialog = ChangePasswordDialog(self._window, rule, history)
        dialog.wanted.connect(self._change)
        self._desk.placement.remember(dialog, "password")
        dialog.open()

    def sign_in_anew(self, expired: PasswordExpired, password: str) -> None:
        """The session has ended, and its password is good for setting a new one only: that is asked for over the windows,
        which stay as they are."""
        dialog = self.forced = ForcedPasswordDialog(self._window, expired)
        dialog.entered.connect(lambda new: self._on_set(dialog, password, new))
        self._desk.placement.remember(dialog, "password")
        dialog.open()

    def leave(self) -> None:
        """Nothing that was typed stays."""
        for dialog in (self.dialog, self.forced):
            if dialog is not None and isValid(dialog):
                dialog.reject()

    def tick(self, now: datetime) -> None:
        """Once a day is told that it ends soon; when it ends at another time, or not at all, that is told no more."""
        me = self._store.state.me
        expires_at = None if me is None else me.password_expires_at
        looked = (now.astimezone().date(), expires_at)
        if looked == self._looked:
            return
        self._looked = looked
        if expires_at is None or (left := (expires_at.astimezone().date() - looked[0]).days) > DAYS_BEFORE:
            self._desk.notices.withdraw(_ENDS)
            return
        told = self._desk.settings.get(TOLD_OF_EXPIRY)
        today = looked[0].isoformat()
        if told.get(self._account) == today:
            return
        self._desk.settings.set(TOLD_OF_EXPIRY, {**told, self._account: today})
        self._desk.settings.save()
        self._desk.notices.post(
            Notice(
                Level.WARNING, _ends_in(left), stays=True, key=_ENDS, action=tr("Change the password…"), act=self.open
            )
        )

    # -- inside

    def _show_state(self, _: State) -> bool:
        return False

    def _change(self, old: str, new: str) -> None:
        dialog = self.dialog
        assert dialog is not None
        dialog.set_requested(True)
        self._tasks.start(self._carry_out(dialog, old, new), _CHANGE, replacing=_CHANGE)

    async def _carry_out(self, dialog: ChangePasswordDialog, old: str, new: str) -> None:
        try:
            await self._session.api.change_password(ChangePassword(old=old, new=new))
        except BadCredentials:
            if isValid(dialog):
                dialog.refuse_old()
        except WeakPassword as weak:
            if isValid(dialog):
                dialog.refuse_new(PasswordProblem(weak.params.get("problem", PasswordProblem.UNKNOWN)))
        except (Refusal, ServerTrouble) as error:
            sentence = wording.refusal(error) if isinstance(error, Refusal) else wording.trouble(error)
            if isValid(dialog):
                dialog.refuse(sentence)
        else:
            self._changed(new)
            if isValid(dialog):
                dialog.accept()

    def _on_set(self, dialog: ForcedPasswordDialog, password: str, new: str) -> None:
        dialog.forced.set_requested(True)
        self._tasks.start(self._set(dialog, password, new), _CHANGE, replacing=_CHANGE)

    async def _set(self, dialog: ForcedPasswordDialog, password: str, new: str) -> None:
        try:
            await self._session.sign_in_again(password, new)
        except WeakPassword as weak:
            if isValid(dialog):
                dialog.forced.refuse_new(PasswordProblem(weak.params.get("problem", PasswordProblem.UNKNOWN)))
        except (Refusal, ServerTrouble) as error:
            sentence = wording.refusal(error) if isinstance(error, Refusal) else wording.trouble(error)
            if isValid(dialog):
                dialog.forced.refuse(sentence)
        else:
            self._changed(new)
            if isValid(dialog):
                dialog.accept()

    def _changed(self, new: str) -> None:
        self._desk.notices.withdraw(_ENDS)
        self._desk.notices.post(Notice(Level.INFORMATION, tr("Your password is changed."), key=_CHANGED))
        settings = self._desk.settings
        if settings.get(REMEMBER_PASSWORD) and not self._desk.options.demo:
            keeping = self._desk.secrets.set(settings.get(LAST_SERVER), settings.get(USER), new)
            self._desk.tasks.start(keeping, "keep password")


def _ends_in(days: int) -> str:
    """Also of one that has ended meanwhile."""
    if days < 0:
        return tr("Your password has ended: at the next sign-in a new one is asked for.")
    if days == 0:
        return tr("Your password ends today.")
    return trn("Your password ends in {n} day.", "Your password ends in {n} days.", days)
