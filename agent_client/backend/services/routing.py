"""Giving waiting contacts to free agents, as the ACD decides; one at a time does it, under the one writer."""

from __future__ import annotations

from typing import Any

from agent_client.backend.domain import acd
from agent_client.backend.domain.popover_variables import chosen, waited
from agent_client.backend.domain.turns import Happening, Way
from agent_client.backend.persistence import agents, centre, contacts, customers, given_values
from agent_client.backend.persistence import variables as call_values
from agent_client.backend.persistence.agents import FreeAgent
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.telephony import CallId, CallOut, LegId, Phones, RingForCall, RingToConsult
from agent_client.backend.ports.units import Tx
from agent_client.protocol.contacts import Variable
from agent_client.protocol.names import AgentId, Channel, Direction, QueueId
from agent_client.protocol.why import Why
from agent_client.rules.dial_numbers import shown

from . import contact_turns, digital, targets
from . import customers as own_lists


def assign(tx: Tx, phones: Phones) -> None:
    """Repeatable: it offers what waits to whoever is free, and does nothing when nothing waits."""
    waiting = contacts.queued(tx.conn, tx.now)
    spoken = [contact for contact in waiting if contact.channel is Channel.VOICE]
    people, free = _free(tx, {contact.queue for contact in spoken})
    taken: set[AgentId] = set()
    for these in _by_urgency(tx, spoken):
        found = {contact.id: contact for contact in these}
        wanted = [acd.Waiting(one.id, one.queue, one.queued_at, frozenset(one.not_to)) for one in these]
        for contact_id, agent_id in acd.assign(wanted, [one for one in free if one.agent not in taken]):
            agent = people[agent_id]
            taken.add(agent_id)
            offer(tx, found[contact_id], agent.id, agent.phone, can_answer=phones.can_answer(agent.phone))
    written = [contact for contact in waiting if contact.channel is not Channel.VOICE]
    for contact, person in digital.shared(tx, written):
        digital.offer(tx, contact, person, variables(tx, contact))


def _by_urgency(tx: Tx, spoken: list[ContactRow]) -> list[list[ContactRow]]:
    """Who waits on the line, or for the call they asked for, before a campaign's, however old that is. When the centre may
    have no further call (D11), who asked for one waits on."""
    campaign = [contact for contact in spoken if contact.direction is Direction.PREVIEW]
    others = [contact for contact in spoken if contact.direction is not Direction.PREVIEW]
    if any(_asked_for(contact) for contact in others) and not targets.has_room(tx):
        others = [contact for contact in others if not _asked_for(contact)]
    return [others, campaign]


def _asked_for(contact: ContactRow) -> bool:
    return contact_turns.way_of(contact) is Way.ASKED_FOR


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
    values: dict[str, Any] = {"customer": own_lists.offered_as(tx, contact, agent_id)}
    if why is not None:
        values |= {"why": why}
    if way is Way.ASKED_FOR:
        values |= {"call": call_for(tx, contact), "ready_at": None}
    if way is Way.PREVIEW:
        values |= {"ringing_at": tx.now, "ready_at": None}  # the time to decide runs from now on
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


def _on_the_line(contact: ContactRow) -> bool:
    """Whether somebody listens to music while the contact waits."""
    return contact.channel is Channel.VOICE and contact.direction in (Direction.INBOUND, Direction.CONSULT)


def variables(tx: Tx, contact: ContactRow) -> tuple[Variable, ...]:
    """What the queue's administrator wants shown: what the centre knows of the call, the customer's own values, and what
    agents have made of them in this call."""
    queue = centre.queue_row(tx.conn, contact.queue)
    whole = centre.centre(tx.conn)
    project = next((one for one in whole.projects if one.id == contact.project), None)
    values = {
        "queue": queue.name,
        "project": "" if project is None else project.name,
        "dnis": shown(contact.dnis, whole.country),
        "ani": shown(contact.ani, whole.country),
        "waited": waited(contact.queued_at, tx.now) if _on_the_line(contact) else "",
    }
    if contact.customer is not None:
        values |= customers.variables(tx.conn, contact.customer)
    values |= given_values.beside(tx.conn, contact.interaction)
    values |= call_values.plain(tx.conn, contact.interaction)
    wanted = [(one.key, one.label) for one in queue.variables]
    if contact.customer is None and "name" in values:
        wanted.insert(0, ("name", "Name"))  # of somebody unknown, as they gave it
    return chosen(wanted, values, call_values.secure_keys(tx.conn))
