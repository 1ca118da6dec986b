"""What an agent does with a request, whatever its kind, and what becomes of it when they do nothing (C3, C6)."""

from __future__ import annotations

from typing import Any

from agent_client.backend.domain.caller import Caller
from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import contact_view, contacts
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.units import Tx
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import Channel, ContactId, Direction
from agent_client.protocol.time import seconds_between
from agent_client.rules.parties import ContactAction

from . import calls, contact_turns, digital, previews
from .own_contacts import own


def answer(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    contact = contacts.row(tx.conn, contact_id)
    if contact.channel is not Channel.VOICE:
        return digital.accept(tx, who, contact_id, version)
    if contact.direction is Direction.PREVIEW and contact.leg is None:
        return previews.dial(tx, who, contact_id, version)
    return calls.answer(tx, who, contact_id, version)


def decline(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    contact = own(tx, who, contact_id, version, ContactAction.DECLINE)
    contact_turns.take(tx, contact, Happening.DECLINED, **_declined(tx, contact))
    return contact_view.shown(tx.conn, contacts.row(tx.conn, contact_id))


def _declined(tx: Tx, contact: ContactRow) -> dict[str, Any]:
    if contact.channel is not Channel.VOICE:
        return digital.rested(tx, contact)
    return previews.skipped(contact) if contact.direction is Direction.PREVIEW else {}


def end(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    if contacts.row(tx.conn, contact_id).channel is not Channel.VOICE:
        return digital.end(tx, who, contact_id, version)
    return calls.end(tx, who, contact_id, version)


def time_over(tx: Tx, contact: ContactRow) -> None:
    """Nothing rang: a preview that waited for its agent's decision, or what is written."""
    asked = contact.ringing_at or tx.now
    params = {"seconds": str(round(seconds_between(asked, tx.now))), "channel": contact.channel.value}
    rest = digital.rested(tx, contact) if contact.channel is not Channel.VOICE else {}
    contact_turns.take(tx, contact, Happening.NOT_ACCEPTED, params=params, **rest)
