"""Giving waiting contacts to free agents, as the ACD decides; one at a time does it, under the one writer."""

from __future__ import annotations

from typing import Any

from agent_client.backend.domain import acd
from agent_client.backend.domain.popover_variables import chosen, waited
from agent_client.backend.domain.turns import Happening, Way
from agent_client.backend.persistence import agents, centre, contacts, customers
from agent_client.backend.persistence.agents import FreeAgent
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.telephony import CallId, CallOut, LegId, Phones, RingForCall, RingToConsult
from agent_client.backend.ports.units import Tx
from agent_client.protocol.contacts import Variable
from agent_client.protocol.names import AgentId, QueueId
from agent_client.protocol.why import Why

from . import contact_turns


def assign(tx: Tx, phones: Phones) -> None:
    """Repeatable: it offers what waits to whoever is free, and does nothing when nothing waits."""
    waiting = {contact.id: contact for contact in contacts.queued(tx.conn, tx.now)}
    people, free = _free(tx, {contact.queue for contact in waiting.values()})
    wanted = [
        acd.Waiting(contact.id, contact.queue, contact.queued_at, frozenset(contact.not_to))
        for contact in waiting.values()
    ]
    for contact_id, agent_id in acd.assign(wanted, free):
        agent = people[agent_id]
        offer(tx, waiting[contact_id], agent.id, agent.phone, can_answer=phones.can_answer(agent.phone))


def _free(tx: Tx, queues: set[QueueId]) -> tuple[dict[AgentId, FreeAgent], list[acd.Free]]:
    people: dict[AgentId, FreeAgent] = {}
    staffed: dict[AgentId, set[QueueId]] = {}
    for queue in queues:
        for agent in agents.free_for(tx.conn, queue):
            people[agent.id] = agent
            staffed.setdefault(agent.id, set()).add(queue)
    return people, [acd.Free(agent.id, frozenset(staffed[agent.id]), agent.ready_since) for agent in people.values()]


def offer(
    tx: Tx, contact: ContactRow, agent_id: AgentId, phone: str, *, can_answer: bool, why: Why | None = None
) -> None:
    """To this agent, whose phone rings for it. ``why``: what the agent reads beside it."""
    leg = leg_for(contact)
    way = contact_turns.way_of(contact)
    values: dict[str, Any] = {} if why is None else {"why": why}
    if way is Way.ASKED_FOR:
        values["call"] = call_for(tx, contact)
    offered = contact_turns.take(
        tx,
        contact,
        Happening.OFFERED,
        agent=agent_id,
        phone=phone,
        leg=None if way is Way.PREVIEW else leg,
        can_answer=can_answer,
        before=contact_turns.before_of(agents.me(tx.conn, agent_id)),
        variables=variables(tx, contact),
        **values,
    )
    if offered is not None:
        _ring(tx, offered, leg, way)


def _ring(tx: Tx, contact: ContactRow, leg: LegId, way: Way) -> None:
    if contact.consult_of is not None:
        tx.act(RingToConsult(leg, contact.phone, contacts.row(tx.conn, contact.consult_of).call))
    elif way is Way.ASKED_FOR:
        tx.act(CallOut(leg, contact.phone, contact.call, contact.ani, contact.dnis))
    elif way is not Way.PREVIEW:  # which is dialled only once its agent wants it
        tx.act(RingForCall(leg, contact.phone, contact.call))


def call_for(tx: Tx, contact: ContactRow) -> CallId:
    """The name of a call that the centre makes: no other one, of this database or before, has it."""
    return CallId(f"out-{centre.settings_row(tx.conn).epoch}-{contact.id}-{contact.version}")


def leg_for(contact: ContactRow) -> LegId:
    """A name that no other ringing ever has: the contact's version goes up with each."""
    return LegId(f"leg-{contact.id}-{contact.version}")


def variables(tx: Tx, contact: ContactRow) -> tuple[Variable, ...]:
    """What the queue's administrator wants shown: the customer's own, and what the centre knows of the call."""
    queue = centre.queue_row(tx.conn, contact.queue)
    project = next((one for one in centre.centre(tx.conn).projects if one.id == contact.project), None)
    values = {
        "queue": queue.name,
        "project": "" if project is None else project.name,
        "dnis": contact.dnis,
        "ani": contact.ani,
        "waited": waited(contact.queued_at, tx.now),
    }
    if contact.customer is not None:
        values |= customers.variables(tx.conn, contact.customer)
    return chosen([(one.key, one.label) for one in queue.variables], values)
