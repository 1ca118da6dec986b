"""Ending the wrap-up: by the agent with a reason (D10), or by the server when its time is over."""

from __future__ import annotations

from agent_client.backend.domain.caller import Caller
from agent_client.backend.domain.contacts import Happening
from agent_client.backend.persistence import centre, contact_view, contacts
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.units import Tx
from agent_client.protocol.contacts import Contact, WrapUp
from agent_client.protocol.names import ContactId, ContactState
from agent_client.protocol.refusals import Invalid
from agent_client.protocol.time import seconds_between
from agent_client.rules.parties import ContactAction

from . import calls, contact_turns


def wrap_up(tx: Tx, who: Caller, contact_id: ContactId, given: WrapUp) -> Contact:
    contact = calls.own(tx, who, contact_id, given.version, ContactAction.WRAP_UP)
    if not centre.wrap_up_reason_exists(tx.conn, given.reason):
        raise Invalid("no such wrap-up reason", field="reason")
    contact_turns.take(tx, contact, Happening.WRAPPED_UP, wrap_up_reason=given.reason)
    return contact_view.shown(tx.conn, contacts.row(tx.conn, contact_id))


def time_over(tx: Tx, contact: ContactRow) -> None:
    if contact.state is not ContactState.WRAP_UP or contact.ended_at is None:
        return
    seconds = round(seconds_between(contact.ended_at, tx.now))
    contact_turns.take(tx, contact, Happening.TIME_OVER, params={"seconds": str(seconds)})
