"""The values of a call (D9): an agent who has it in hand saves them, and looks at the secure ones. The first save stands."""

from __future__ import annotations

import logging

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import contact_view, contacts, variables
from agent_client.backend.ports.units import Tx
from agent_client.protocol.contacts import CadVariable, Contact, SaveVariables, SecureValue, VariableChange
from agent_client.protocol.names import ContactId
from agent_client.protocol.refusals import Forbidden, Invalid, NotFound
from agent_client.rules.parties import ContactAction
from agent_client.rules.variable_values import cleaned, is_value

from . import telling
from .own_contacts import own

log = logging.getLogger(__name__)


def save(tx: Tx, who: Caller, contact_id: ContactId, wish: SaveVariables) -> Contact:
    """All or none. Raises `Forbidden`, `Invalid`, `NotFound`, `NotPossibleNow`, `VariableChanged`."""
    contact = own(tx, who, contact_id, None, ContactAction.EDIT_VARIABLES)
    defined = {variable.key: variable for variable in variables.of_interaction(tx.conn, contact.interaction)}
    if len({change.key for change in wish.changes}) < len(wish.changes):
        raise Invalid("one value twice", field="changes")
    checked = [_checked(change, defined.get(change.key)) for change in wish.changes]
    variables.save(tx.conn, tx.now, contact.interaction, who.agent, checked)
    telling.publish_interaction(tx, contact.interaction)
    return contact_view.shown(tx.conn, contacts.row(tx.conn, contact_id))


def _checked(change: VariableChange, variable: CadVariable | None) -> VariableChange:
    if variable is None:
        raise NotFound("no such variable")
    if not variable.editable:
        raise Forbidden("not an editable variable")
    value = cleaned(change.value)
    if not is_value(variable.kind, value):
        raise Invalid(f"no value for {variable.key}", field=variable.label)
    return VariableChange(change.key, value, change.version)


def show(tx: Tx, who: Caller, contact_id: ContactId, key: str) -> SecureValue:
    """Who looked is kept before the value leaves; the value itself is written nowhere.

    Raises `NotFound`, `NotPossibleNow`.
    """
    contact = own(tx, who, contact_id, None, ContactAction.SHOW_SECURE)
    found = variables.secret(tx.conn, contact.interaction, key)
    if found is None:
        raise NotFound("no such secure value")
    variables.note_showing(tx.conn, tx.now, contact.interaction, key, who.agent)
    log.info("agent %d is shown the secure value %r of contact %d", who.agent, key, contact_id)
    return found
