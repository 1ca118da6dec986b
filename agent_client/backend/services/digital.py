"""E-mails, chats and social messages: they arrive, are offered beside calls, accepted, ended (C2, C3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from agent_client.backend.domain import digital as decide
from agent_client.backend.domain.acd import Waiting
from agent_client.backend.domain.caller import Caller
from agent_client.backend.domain.digital import Person
from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import (
    agents,
    centre,
    contact_view,
    contacts,
    customers,
    digital,
    given_values,
    projects,
)
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.telephony import CallId
from agent_client.backend.ports.units import Tx
from agent_client.protocol.contacts import AcceptAll, Accepted, Contact, Variable
from agent_client.protocol.names import AgentState, Channel, ContactId, ContactState, Direction, QueueId
from agent_client.protocol.refusals import Invalid, Refusal
from agent_client.protocol.time import after
from agent_client.rules.parties import ContactAction

from . import contact_turns, moments
from . import customers as own_lists
from .own_contacts import own


def arrived(tx: Tx, *, channel: Channel, sender: str, name: str, text: str, queue: QueueId) -> ContactId:
    """``sender``: an address, a name, a number. Raises `Invalid` for a call, and `NotFound` for the queue."""
    if channel in (Channel.VOICE, Channel.UNKNOWN):
        raise Invalid("not a channel of what is written", field="channel")
    centre.queue_row(tx.conn, queue)
    project = projects.of_queue(tx.conn, queue)
    customer = customers.find_by_number(tx.conn, sender, None if project is None else project.id)
    made = contacts.add(
        tx.conn,
        now=tx.now,
        channel=channel.value,
        direction=Direction.INBOUND,
        state=ContactState.QUEUED,
        queue=queue,
        project=None if project is None else project.id,
        ani=sender,
        dnis="",
        customer=None if customer is None else customer.id,
        call=CallId(""),
        text=text,
    )
    theirs = {} if customer is None else customers.variables(tx.conn, customer.id)
    given_values.keep(tx.conn, tx.now, made.interaction, {**theirs, "name": name.strip()})
    moments.queued(tx, made)
    centre.publish_queue(tx, queue)
    tx.route()
    return made.id


# Routing. `routing.assign` does it, with what a popover shows of each.


def shared(tx: Tx, waiting: Iterable[ContactRow]) -> list[tuple[ContactRow, Person]]:
    """Who gets which of them now."""
    found = {contact.id: contact for contact in waiting}
    if not found:
        return []
    wanted = [Waiting(one.id, one.queue, one.queued_at, frozenset(one.not_to)) for one in found.values()]
    most = centre.settings_row(tx.conn).most_digital
    return [(found[contact], person) for contact, person in decide.share(wanted, digital.people(tx.conn), most)]


def offer(tx: Tx, contact: ContactRow, person: Person, variables: tuple[Variable, ...]) -> None:
    contact_turns.take(
        tx,
        contact,
        Happening.OFFERED,
        agent=person.agent,
        phone=person.phone,
        variables=variables,
        ready_at=None,
        customer=own_lists.offered_as(tx, contact, person.agent),
    )


# What the agent does, and what the clock does.


def accept(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    contact = own(tx, who, contact_id, version, ContactAction.ANSWER)
    contact_turns.take(tx, contact, Happening.ANSWERED)
    return _shown(tx, contact_id)


def accept_all(tx: Tx, who: Caller, wanted: AcceptAll) -> Accepted:
    """What of it can still be accepted: a request that somebody else has meanwhile spoils nothing."""
    accepted: list[ContactId] = []
    for contact_id, version in wanted.contacts:
        try:
            contact = own(tx, who, contact_id, version, ContactAction.ANSWER)
        except Refusal:
            continue
        if contact.channel is not Channel.VOICE:
            contact_turns.take(tx, contact, Happening.ANSWERED)
            accepted.append(contact_id)
    return Accepted(tuple(accepted))


def end(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    contact = own(tx, who, contact_id, version, ContactAction.END)
    contact_turns.take(tx, contact, Happening.AGENT_ENDED)
    return _shown(tx, contact_id)


def rested(tx: Tx, contact: ContactRow) -> dict[str, Any]:
    """What their agent did not take returns to the queue. With a call in hand they stay in routing, and so it rests a
    while: it would be back with them at once."""
    if contact.agent is None or agents.me(tx.conn, contact.agent).state is AgentState.READY:
        return {}
    return {"ready_at": after(tx.now, centre.queue_row(tx.conn, contact.queue).ring_seconds)}


def _shown(tx: Tx, contact_id: ContactId) -> Contact:
    return contact_view.shown(tx.conn, contacts.row(tx.conn, contact_id))
