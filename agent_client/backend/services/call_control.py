"""What an agent does with a conversation of their own: hold, recording, tones, mute (D1, D8)."""

from __future__ import annotations

from agent_client.backend.domain.caller import Caller
from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import contact_view, contacts
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.telephony import MuteLeg, SendDigits
from agent_client.backend.ports.units import Tx
from agent_client.protocol.contacts import Contact, Digits, Mute
from agent_client.protocol.names import ContactId
from agent_client.rules.parties import ContactAction

from . import contact_turns, recordings, telling
from .own_contacts import own


def hold(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    """The customer hears music; a consulted party that was on hold is back."""
    return _turned(tx, own(tx, who, contact_id, version, ContactAction.HOLD), Happening.HELD)


def resume(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    """The customer is back; a consulted party goes on hold."""
    return _turned(tx, own(tx, who, contact_id, version, ContactAction.RESUME), Happening.RESUMED)


def _turned(tx: Tx, contact: ContactRow, happening: Happening) -> Contact:
    contact_turns.take(tx, contact, happening)
    return contact_view.shown(tx.conn, contacts.row(tx.conn, contact.id))


def pause_recording(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    """Ends by itself where the centre has a privacy shield."""
    contact = own(tx, who, contact_id, version, ContactAction.PAUSE_RECORDING)
    recordings.pause(tx, contact)
    return telling.publish(tx, contact_id)


def resume_recording(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    contact = own(tx, who, contact_id, version, ContactAction.RESUME_RECORDING)
    recordings.resume(tx, contact)
    return telling.publish(tx, contact_id)


def send_digits(tx: Tx, who: Caller, contact_id: ContactId, given: Digits) -> Contact:
    contact = own(tx, who, contact_id, given.version, ContactAction.DIGITS)
    assert contact.leg is not None
    tx.act(SendDigits(contact.leg, given.digits))
    return contact_view.shown(tx.conn, contact)


def mute(tx: Tx, who: Caller, contact_id: ContactId, given: Mute) -> Contact:
    """Muting what is muted already changes nothing, and is no fault."""
    contact = own(tx, who, contact_id, given.version, ContactAction.MUTE)
    assert contact.leg is not None
    if contact.muted is given.muted:
        return contact_view.shown(tx.conn, contact)
    tx.act(MuteLeg(contact.leg, given.muted))
    contacts.change(tx.conn, contact, muted=given.muted)
    return telling.publish(tx, contact_id)
