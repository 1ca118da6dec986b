"""Giving waiting contacts to free agents, as the ACD decides; one at a time does it, under the one writer."""

from __future__ import annotations

from collections.abc import Callable

from agent_client.backend.domain import acd
from agent_client.backend.domain.contacts import Happening
from agent_client.backend.domain.popover_variables import chosen, waited
from agent_client.backend.persistence import agents, centre, contacts, customers
from agent_client.backend.persistence.agents import FreeAgent
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.telephony import LegId, RingForCall
from agent_client.backend.ports.units import Tx
from agent_client.protocol.contacts import Variable
from agent_client.protocol.names import AgentId, QueueId

from . import contact_turns


def assign(tx: Tx, can_answer: Callable[[str], bool]) -> None:
    """Repeatable: it offers what waits to whoever is free, and does nothing when nothing waits."""
    waiting = {contact.id: contact for contact in contacts.queued(tx.conn)}
    people, free = _free(tx, {contact.queue for contact in waiting.values()})
    wanted = [acd.Waiting(contact.id, contact.queue, contact.queued_at) for contact in waiting.values()]
    for contact_id, agent_id in acd.assign(wanted, free):
        agent = people[agent_id]
        offer(tx, waiting[contact_id], agent.id, agent.phone, can_answer=can_answer(agent.phone))


def _free(tx: Tx, queues: set[QueueId]) -> tuple[dict[AgentId, FreeAgent], list[acd.Free]]:
    people: dict[AgentId, FreeAgent] = {}
    staffed: dict[AgentId, set[QueueId]] = {}
    for queue in queues:
        for agent in agents.free_for(tx.conn, queue):
            people[agent.id] = agent
            staffed.setdefault(agent.id, set()).add(queue)
    return people, [acd.Free(agent.id, frozenset(staffed[agent.id]), agent.ready_since) for agent in people.values()]


def offer(tx: Tx, contact: ContactRow, agent_id: AgentId, phone: str, *, can_answer: bool) -> None:
    leg = leg_for(contact)
    offered = contact_turns.take(
        tx,
        contact,
        Happening.OFFERED,
        agent=agent_id,
        phone=phone,
        leg=leg,
        can_answer=can_answer,
        before=contact_turns.before_of(agents.me(tx.conn, agent_id)),
        variables=variables(tx, contact),
    )
    if offered is not None:
        tx.act(RingForCall(leg, phone, contact.call))


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
