"""The values that belong to a call (D9): read, copied, edited, saved, and the secure ones shown when wanted."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import Link, State
from agent_client.protocol.contacts import CadVariable, Contact, SecureValue
from agent_client.protocol.names import ContactId
from agent_client.rules.parties import ContactAction, allowed
from ui.models.variable_drafts import Drafts, Saved
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton
from ui.widgets.labels import Label
from ui.widgets.offered_button import OfferedButton

from .variable_rows import VariableRows


class VariablesPane(QWidget):
    """``saved`` carries the contact and what is to be saved, ``show_pressed`` the contact and a secure value's key.

    ``drafts`` is what was typed and not saved: panes that share it show the same, whichever of them is in sight.
    """

    saved = Signal(object, object)
    show_pressed = Signal(object, str)
    unsaved = Signal(str)
    """The labels of what is edited and not saved; empty: nothing."""

    def __init__(self, drafts: Drafts | None = None) -> None:
        super().__init__()
        self.drafts = Drafts() if drafts is None else drafts
        self._contact: Contact | None = None
        self._own_name = ""
        self._online = False
        self.rows = VariableRows()
        self.save = OfferedButton(tr("Save"), small=True, hint="Ctrl S", sends=False)
        self.reset = ActionButton(tr("Reset"), small=True, sends=False)
        self.status = Label("", Text.SMALL, tone="dim", wraps=True)
        self._foot = QWidget()
        self._lay_out()
        self._connect()

    def show_contact(self, contact: Contact, state: State) -> None:
        before, self._contact = self._contact, contact
        self._own_name = state.me.name if state.me is not None else ""
        self._online = state.link is Link.UP
        if before is None or before.id != contact.id:
            self.rows.have(())  # another call's values, none of the old one's undo steps
            self.save.set_requested(False)
            self.save.forget()
        self.drafts.follow(contact, self._own_name)
        self._refresh()

    def set_requested(self, on: bool) -> None:
        self.save.set_requested(on)
        self._say_status()

    def refuse(self, text: str) -> None:
        self.save.refuse(text)
        self._say_status()

    def control_of(self, key: str) -> ActionButton | None:
        """The button that shows a secure value."""
        row = self.rows.rows().get(key)
        return None if row is None else row.show_button

    def show_secret(self, contact: ContactId, secret: SecureValue) -> None:
        """The answer to `show_pressed`. One that comes when another contact is in sight is not shown."""
        row = self.rows.rows().get(secret.key)
        if row is not None and self._contact is not None and self._contact.id == contact and self.isVisible():
            row.reveal(secret)
            self._refresh()

    def conflict(self, contact: Contact, key: str, theirs: Saved) -> None:
        """A save was refused: somebody else had saved ``key`` of ``contact`` first."""
        self.drafts.learn(contact, key, theirs, self._own_name)
        if self._contact is not None and self._contact.id == contact.id:
            self._refresh()

    def contact(self) -> Contact | None:
        return self._contact

    # -- inside

    def _refresh(self) -> None:
        contact = self._contact
        if contact is None:
            return
        known = self.drafts.known(contact)
        self.rows.have(known)
        possible = allowed(contact)
        may_edit = ContactAction.EDIT_VARIABLES in possible
        for variable in known:
            self.rows.rows()[variable.key].show_value(
                variable,
                self.drafts.edit(contact.id, variable.key),
                may_edit=may_edit,
                may_show=ContactAction.SHOW_SECURE in possible,
                online=self._online,
            )
        edits = self.drafts.edits(contact.id)
        self._foot.setHidden(not edits and not may_edit)
        hindrance = self._hindrance(contact, may_edit=may_edit)
        self.save.offer(not hindrance, hindrance)
        self.reset.setEnabled(bool(edits))
        self._say_status()
        self.unsaved.emit(_unsaved(self.drafts, contact))

    def _hindrance(self, contact: Contact, *, may_edit: bool) -> str:
        if not self._online:
            return tr("No link to the server")
        if not may_edit:
            return tr("These values cannot be changed now")
        if undecided := self.drafts.undecided(contact):
            return tr("Choose first which stays: {labels}", labels=_labels(undecided))
        if invalid := self.drafts.invalid(contact):
            return tr("To be corrected first: {labels}", labels=_labels(invalid))
        return "" if self.drafts.edits(contact.id) else tr("Nothing was changed")

    def _say_status(self) -> None:
        contact = self._contact
        if contact is None:
            return
        words, tone = self._words(contact)
        self.status.set_tone(tone)
        if words != self.status.text():
            self.status.setText(words)

    def _words(self, contact: Contact) -> tuple[str, str]:
        if self.save.refusal:
            return self.save.refusal, "alarm"
        if self.save.requested:
            return tr("Saving…"), "dim"
        if undecided := self.drafts.undecided(contact):
            return tr("Choose first which stays: {labels}", labels=_labels(undecided)), "alarm"
        unsaved = _unsaved(self.drafts, contact)
        return (tr("Not saved: {labels}", labels=unsaved), "text") if unsaved else ("", "dim")

    def _on_written(self, key: str, text: str) -> None:
        contact = self._contact
        if contact is None:
            return
        row = self.rows.rows()[key]
        self.drafts.write(contact.id, row.variable, text, row.secret)
        self.save.forget()
        self._refresh()

    def _on_save(self) -> None:
        contact = self._contact
        wish = None if contact is None else self.drafts.save(contact)
        if contact is not None and wish is not None:
            self.drafts.sending(contact.id, wish)
            self.saved.emit(contact.id, wish)

    def _on_reset(self) -> None:
        if self._contact is not None:
            self.drafts.reset(self._contact.id)
            self.save.forget()
            self._refresh()

    def _on_theirs(self, key: str) -> None:
        if self._contact is not None:
            self.drafts.take_theirs(self._contact.id, key)
            self.save.forget()
            self._refresh()

    def _on_mine(self, key: str) -> None:
        if self._contact is not None:
            self.drafts.keep_mine(self._contact.id, key)
            self.save.forget()
            self._refresh()

    def _connect(self) -> None:
        self.rows.written.connect(self._on_written)
        self.rows.entered.connect(self.save.press)
        self.rows.hidden.connect(lambda _: self._refresh())
        self.rows.theirs_taken.connect(self._on_theirs)
        self.rows.mine_kept.connect(self._on_mine)
        self.rows.show_pressed.connect(self._on_show)
        self.save.clicked.connect(self._on_save)
        self.reset.clicked.connect(self._on_reset)

    def _on_show(self, key: str) -> None:
        if self._contact is not None:
            self.show_pressed.emit(self._contact.id, key)

    def _lay_out(self) -> None:
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 8, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(self.status, 1, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.save, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rows)
        layout.addWidget(self._foot)
        self._foot.hide()


def _unsaved(drafts: Drafts, contact: Contact) -> str:
    edits = drafts.edits(contact.id)
    return _labels([variable for variable in drafts.known(contact) if variable.key in edits])


def _labels(variables: list[CadVariable]) -> str:
    return ", ".join(variable.label for variable in variables)
