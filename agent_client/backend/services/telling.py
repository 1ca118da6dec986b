"""Telling agents how a contact of theirs stands, beside what its change of state tells by itself."""

from __future__ import annotations

from agent_client.backend.persistence import contact_view, contacts
from agent_client.backend.ports.units import Tx
from agent_client.protocol.contacts import Contact
from agent_client.protocol.cursor import agent_stream
from agent_client.protocol.events import ContactUpdated
from agent_client.protocol.names import ContactId, ContactState, InteractionId


def publish(tx: Tx, contact_id: ContactId) -> Contact:
    """Tell the contact's agent of something beside its state."""
    contact = contacts.change(tx.conn, contacts.row(tx.conn, contact_id))
    shown = contact_view.shown(tx.conn, contact)
    if contact.agent is not None and contact.state is not ContactState.ENDED:
        tx.emit(agent_stream(contact.agent), ContactUpdated(shown))
    return shown


def publish_interaction(tx: Tx, interaction: InteractionId) -> None:
    """Tell everybody who has a contact of this call in hand."""
    for contact in contacts.of_interaction(tx.conn, interaction):
        publish(tx, contact.id)
