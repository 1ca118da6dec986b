"""Whether an agent may do with a contact what they have just pressed: it is theirs, as they saw it, and takes the action."""

from __future__ import annotations

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import contact_view, contacts
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import ContactId
from agent_client.protocol.refusals import ContactChanged, NotFound, NotPossibleNow
from agent_client.rules.parties import ContactAction, allowed


def own(
    tx: Tx, who: Caller, contact_id: ContactId, version: int | None, action: ContactAction | None = None
) -> ContactRow:
    """The agent's own contact, in the state that they saw, which takes the action. What changed beside the state (its
    customer, once a note is sent) makes no press late.

    Raises `NotFound`, `ContactChanged`, `NotPossibleNow`.
    """
    contact = contacts.row(tx.conn, contact_id)
    if contact.agent != who.agent:
        raise NotFound("no such contact of yours")
    if version is not None and not contact.state_version <= version <= contact.version:
        raise ContactChanged("the contact moved on")
    if action is not None and action not in allowed(contact_view.judged(tx.conn, contact)):
        raise NotPossibleNow(f"no {action} in this state", state=contact.state.value)
    return contact
