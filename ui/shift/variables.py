"""The values of a call: saving them, showing the secure ones, and telling of what was typed and not saved in time (D9)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from shiboken6 import isValid

from agent_client.client.api import Api
from agent_client.client.store.state import Changed, State
from agent_client.client.store.store import Store
from agent_client.protocol.contacts import Contact, SaveVariables
from agent_client.protocol.names import ContactId
from agent_client.protocol.refusals import VariableChanged
from ui.commands import Commands
from ui.models.variable_drafts import Drafts, Edit, Saved
from ui.notices import Level, Notice, Notices
from ui.panels.variables import VariablesPane
from ui.text import tr


class _Saving:
    """The pane's Save, as long as the pane shows the contact that was saved."""

    def __init__(self, pane: VariablesPane, contact: ContactId) -> None:
        self._pane = pane
        self._contact = contact

    def set_requested(self, on: bool) -> None:
        if self._is_shown():
            self._pane.set_requested(on)

    def refuse(self, text: str) -> None:
        if self._is_shown():
            self._pane.refuse(text)

    def _is_shown(self) -> bool:
        shown = self._pane.contact() if isValid(self._pane) else None
        return shown is not None and shown.id == self._contact


class VariableJoin:
    """All panes share what was typed: the call goes on to its wrap-up, on another page."""

    def __init__(self, panes: Iterable[VariablesPane], commands: Commands, store: Store, notices: Notices) -> None:
        self._panes = tuple(panes)
        self._commands = commands
        self._store = store
        self._notices = notices
        self._drafts = Drafts()
        for pane in self._panes:
            pane.drafts = self._drafts
            pane.saved.connect(partial(self._save, pane))
            pane.show_pressed.connect(partial(self._show, pane))
        self.leave = store.watch(Changed.CONTACTS, self._on_contacts)

    def _save(self, pane: VariablesPane, contact: ContactId, wish: SaveVariables) -> None:
        async def save(api: Api) -> Contact:
            try:
                return await api.save_variables(contact, wish)
            except VariableChanged as refusal:
                self._conflict(contact, refusal)
                raise

        self._commands.press(f"variables of {contact}", save, control=_Saving(pane, contact), seen=_is_seen)

    def _show(self, pane: VariablesPane, contact: ContactId, key: str) -> None:
        self._commands.press(
            f"show {key} of {contact}",
            lambda api: api.show_variable(contact, key),
            control=pane.control_of(key),
            done=lambda secret: pane.show_secret(contact, secret),
        )

    def _conflict(self, contact_id: ContactId, refusal: VariableChanged) -> None:
        contact, version = self._store.state.contacts.get(contact_id), refusal.params.get("version", "")
        if contact is None or not version.isdecimal():
            return
        theirs = Saved(refusal.params.get("by", ""), refusal.params.get("value", ""), int(version))
        for pane in self._panes:
            pane.conflict(contact, refusal.params.get("key", ""), theirs)

    def _on_contacts(self, state: State, what: Changed) -> None:
        lost = self._drafts.lost(state.contacts)
        if lost:
            words = tr("The call is closed, this was not saved: {values}", values="; ".join(map(_told, lost)))
            self._notices.post(Notice(Level.WARNING, words, key="unsaved values"))


def _told(edit: Edit) -> str:
    return edit.label if edit.secure else f"{edit.label} “{edit.text}”"


def _is_seen(state: State, answer: Contact) -> bool:
    contact = state.contacts.get(answer.id)
    return contact is None or contact.version >= answer.version
