"""What the agent has typed over the values of a call and not saved yet (D9). No event loses it; a colleague's save makes it a
choice between both."""

from __future__ import annotations

from collections.abc import Container

from msgspec import Struct
from msgspec.structs import replace

from agent_client.protocol.contacts import CadVariable, Contact, SaveVariables, SecureValue, VariableChange
from agent_client.protocol.names import ContactId, VariableKind
from agent_client.rules.variable_values import cleaned, instant, is_value, rfc3339

from . import typed_times


class Saved(Struct, frozen=True):
    """A value at the server. ``by`` is empty for what came with the call."""

    by: str
    value: str
    version: int


class Edit(Struct, frozen=True, kw_only=True):
    """``text`` as it stands in the field, typed over the value of ``version``."""

    label: str
    secure: bool
    text: str
    version: int
    theirs: Saved | None = None
    """What a colleague saved meanwhile, until the agent has chosen."""
    sent: VariableChange | None = None
    """The save that is on its way, or was answered."""


def readable(variable: CadVariable, value: str) -> str:
    """The value as the screen shows it."""
    moment = instant(value) if variable.kind is VariableKind.DATE_TIME else None
    return value if moment is None else typed_times.written(moment)


def entered(variable: CadVariable, text: str) -> str | None:
    """The value that the text means; None for one that the server would not take."""
    text = cleaned(text)
    if text and variable.kind is VariableKind.DATE_TIME:
        if not variable.secure and text == readable(variable, variable.value):
            return variable.value  # to the second, and whatever else the text does not say
        moment = typed_times.read(text)
        return None if moment is None else rfc3339(moment)
    return text if is_value(variable.kind, text) else None


class Drafts:
    """Of all contacts in hand: the call page and the wrap-up page show the same."""

    def __init__(self) -> None:
        self._edits: dict[ContactId, dict[str, Edit]] = {}
        self._learned: dict[tuple[ContactId, str], Saved] = {}

    def known(self, contact: Contact) -> tuple[CadVariable, ...]:
        """The contact's values, and those of a refusal that came before their event."""
        return tuple(self._newest(contact.id, variable) for variable in contact.cad)

    def edit(self, contact: ContactId, key: str) -> Edit | None:
        return self._edits.get(contact, {}).get(key)

    def edits(self, contact: ContactId) -> dict[str, Edit]:
        return dict(self._edits.get(contact, {}))

    def write(self, contact: ContactId, variable: CadVariable, text: str, secret: SecureValue | None = None) -> None:
        """``text`` stands in the field now. Typed back to what is saved, it is no edit any more."""
        before = self.edit(contact, variable.key)
        saved = _saved(variable, secret)
        if saved is not None and entered(variable, text) == saved:
            self._drop(contact, variable.key)
        elif before is not None:
            self._put(contact, variable.key, replace(before, text=text))
        else:
            version = variable.version if secret is None else secret.version
            self._put(
                contact, variable.key, Edit(label=variable.label, secure=variable.secure, text=text, version=version)
            )

    def follow(self, contact: Contact, own_name: str) -> None:
        """Take in what the server says now: what was saved is no edit any more, what a colleague saved is a conflict."""
        for variable in self.known(contact):
            edit = self.edit(contact.id, variable.key)
            if edit is not None and variable.version > edit.version:
                self._meet(contact.id, variable, edit, own_name)

    def learn(self, contact: Contact, key: str, theirs: Saved, own_name: str) -> None:
        """From a refusal, which may overtake the event."""
        self._learned[contact.id, key] = theirs
        self.follow(contact, own_name)

    def take_theirs(self, contact: ContactId, key: str) -> None:
        self._drop(contact, key)

    def keep_mine(self, contact: ContactId, key: str) -> None:
        """The next save is over theirs."""
        edit = self.edit(contact, key)
        if edit is not None and edit.theirs is not None:
            self._put(contact, key, replace(edit, version=edit.theirs.version, theirs=None, sent=None))

    def reset(self, contact: ContactId) -> None:
        self._edits.pop(contact, None)

    def lost(self, in_hand: Container[ContactId]) -> list[Edit]:
        """What was never saved of contacts that are done with. It is forgotten here."""
        gone = [contact for contact in self._edits if contact not in in_hand]
        self._learned = {place: saved for place, saved in self._learned.items() if place[0] in in_hand}
        return [edit for contact in gone for edit in self._edits.pop(contact).values()]

    def invalid(self, contact: Contact) -> list[CadVariable]:
        return [v for v in self.known(contact) if (e := self.edit(contact.id, v.key)) and entered(v, e.text) is None]

    def undecided(self, contact: Contact) -> list[CadVariable]:
        return [v for v in self.known(contact) if (e := self.edit(contact.id, v.key)) and e.theirs is not None]

    def save(self, contact: Contact) -> SaveVariables | None:
        """All that differs, as it is sent now. None while there is nothing, or something that cannot be saved."""
        changes = []
        for variable in self.known(contact):
            edit = self.edit(contact.id, variable.key)
            if edit is None:
                continue
            value = entered(variable, edit.text)
            if value is None or edit.theirs is not None:
                return None
            changes.append(VariableChange(variable.key, value, edit.version))
        return SaveVariables(tuple(changes)) if changes else None

    def sending(self, contact: ContactId, save: SaveVariables) -> None:
        for change in save.changes:
            edit = self.edit(contact, change.key)
            if edit is not None:
                self._put(contact, change.key, replace(edit, sent=change))

    # -- inside

    def _newest(self, contact: ContactId, variable: CadVariable) -> CadVariable:
        learned = self._learned.get((contact, variable.key))
        if learned is None or learned.version <= variable.version:
            return variable
        value = "" if variable.secure else learned.value
        return replace(variable, value=value, version=learned.version, by=learned.by)

    def _meet(self, contact: ContactId, variable: CadVariable, edit: Edit, own_name: str) -> None:
        value = entered(variable, edit.text)
        if _is_ours(variable, edit, own_name):
            assert edit.sent is not None
            if value == edit.sent.value:
                self._drop(contact, variable.key)
            else:  # typed on while it was being saved
                self._put(contact, variable.key, replace(edit, version=variable.version, theirs=None, sent=None))
        elif not variable.secure and value == variable.value:
            self._drop(contact, variable.key)
        else:
            theirs = Saved(variable.by, variable.value, variable.version)
            if edit.theirs != theirs:
                self._put(contact, variable.key, replace(edit, theirs=theirs))

    def _put(self, contact: ContactId, key: str, edit: Edit) -> None:
        self._edits.setdefault(contact, {})[key] = edit

    def _drop(self, contact: ContactId, key: str) -> None:
        self._edits.get(contact, {}).pop(key, None)


def _saved(variable: CadVariable, secret: SecureValue | None) -> str | None:
    """The value at the server, where it is known here."""
    if not variable.secure:
        return variable.value
    if secret is not None:
        return secret.value
    return None if variable.filled else ""


def _is_ours(variable: CadVariable, edit: Edit, own_name: str) -> bool:
    sent = edit.sent
    if sent is None or variable.version != sent.version + 1 or variable.by != own_name:
        return False
    return variable.secure or variable.value == sent.value
