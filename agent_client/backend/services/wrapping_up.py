"""Wrap-up (D10): ended by the agent with a reason, made longer, or ended by the server when its time is over."""

from __future__ import annotations

from typing import Any

from agent_client.backend.domain.caller import Caller
from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import agents, centre, contact_view, contacts, course
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.units import Tx
from agent_client.protocol.contacts import Contact, WrapUp
from agent_client.protocol.cursor import agent_stream
from agent_client.protocol.events import ContactUpdated
from agent_client.protocol.names import AgentState, ContactId, ContactState, MomentKind
from agent_client.protocol.refusals import Invalid
from agent_client.protocol.time import after, seconds_between
from agent_client.rules.parties import ContactAction

from . import contact_turns
from .own_contacts import own


def wrap_up(tx: Tx, who: Caller, contact_id: ContactId, given: WrapUp) -> Contact:
    contact = own(tx, who, contact_id, given.version, ContactAction.WRAP_UP)
    if not centre.wrap_up_reason_exists(tx.conn, given.reason):
        raise Invalid("no such wrap-up reason", field="reason")
    contact_turns.take(tx, contact, Happening.WRAPPED_UP, wrap_up_reason=given.reason)
    return contact_view.shown(tx.conn, contacts.row(tx.conn, contact_id))


def extend(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    """Longer by what the queue allows, as often as it allows."""
    contact = own(tx, who, contact_id, version, ContactAction.EXTEND)
    until = after(contact.until or tx.now, centre.queue_row(tx.conn, contact.queue).wrap_up_extend_seconds)
    changed = contacts.change(tx.conn, contact, until=until, extensions=contact.extensions - 1)
    course.add(tx, contact.interaction, MomentKind.WRAP_UP_EXTENDED, agent=who.agent, phone=who.phone)
    shown = contact_view.shown(tx.conn, changed)
    tx.emit(agent_stream(who.agent), ContactUpdated(shown))
    me = agents.me(tx.conn, who.agent)
    if me.state is AgentState.WRAP_UP and me.contact == contact_id:
        agents.set_state(tx, who.agent, AgentState.WRAP_UP, contact=contact_id, until=until, why=me.why)
    tx.due(until)
    return shown


def time_over(tx: Tx, contact: ContactRow) -> None:
    """Whoever said nothing said what the queue has for that, if it has something."""
    if contact.state is not ContactState.WRAP_UP or contact.ended_at is None:
        return
    seconds = round(seconds_between(contact.ended_at, tx.now))
    default = centre.queue_row(tx.conn, contact.queue).default_reason
    said: dict[str, Any] = {} if default is None else {"wrap_up_reason": default}
    contact_turns.take(tx, contact, Happening.TIME_OVER, params={"seconds": str(seconds)}, **said)
