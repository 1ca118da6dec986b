"""Giving waiting contacts to free agents, as the ACD decides; one at a time does it, under the one writer."""

from __future__ import annotations

from typing import Any

from agent_client.backend.domain import acd
from agent_client.backend.domain.popover_variables import chosen, waited
from agent_client.backend.domain.turns import Happening, Way
from agent_client.backend.persistence import (
    agents,
    centre,
    contacts,
    customers,
    free_agents,
    given_values,
    projects,
    remote_agents,
    waiting,
)
from agent_client.backend.persistence import variables as call_values
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.persistence.free_agents import FreeAgent
from agent_client.backend.persistence.waiting import Waits
from agent_client.backend.ports.telephony import CallId, CallOut, LegId, Phones, RingForCall, RingToConsult
from agent_client.backend.ports.units import Tx
from agent_client.protocol.contacts import Variable
from agent_client.protocol.names import AgentId, Channel, Direction, QueueId, RouteCode
from agent_client.protocol.why import Why
from agent_client.rules.dial_numbers import shown

from . import contact_turns, digital, fixed_target, targets, text_messages, unhandled
from . import customers as own_lists
from .route_rules import RouteRules, asked_for


def assign(tx: Tx, phones: Phones, *, texts: bool = True) -> None:
    """Repeatable: it offers what waits to whoever is free, and does nothing when nothing waits. Who waits on the line, or
    for the call they asked for, comes before a campaign's, however old that is. ``texts``: whether text messages can be sent,
    by which agents without a screen get whom to call (A15)."""
    if not waiting.something(tx.conn):
        return
    if centre.settings_row(tx.conn).pbx_lost_at is None:
        _spoken(tx, phones, texts=texts)
    for contact, person in digital.shared(tx, waiting.written(tx.conn, tx.now)):
        digital.offer(tx, contact, person, variables(tx, contact))


def _spoken(tx: Tx, phones: Phones, *, texts: bool) -> None:
    people = {one.id: one for one in free_agents.free(tx.conn)}
    spoken = waiting.spoken(tx.conn, tx.now)
    left = _give(tx, phones, _with_room(tx, spoken), people, texts=texts)
    _put_through(tx, left)  # who waits on the line while all are busy (F5)
    at_desks = {one.id: one for one in people.values() if not one.remote}
    queues = {queue for one in at_desks.values() for queue in one.queues}
    campaigns = sorted(queues & waiting.campaigns(tx.conn)) if queues else []
    _give(tx, phones, [one for queue in campaigns for one in _campaign(tx, queue, at_desks)], at_desks)


def _with_room(tx: Tx, spoken: list[Waits]) -> list[Waits]:
    """When the centre may have no further call (D11), who asked for one waits on."""
    if any(asked_for(contact) for contact in spoken) and not targets.has_room(tx):
        return [contact for contact in spoken if not asked_for(contact)]
    return spoken


def _campaign(tx: Tx, queue: QueueId, people: dict[AgentId, FreeAgent]) -> list[Waits]:
    most = sum(queue in one.queues for one in people.values())
    return waiting.campaign(tx.conn, tx.now, queue, most) if most else []


def _give(
    tx: Tx, phones: Phones, these: list[Waits], people: dict[AgentId, FreeAgent], *, texts: bool = True
) -> list[Waits]:
    """Whoever is given something is taken out of ``people``. Returns what is left."""
    if not these or not people:
        return these
    rules = RouteRules(tx)
    free = [acd.Free(one.id, one.queues, one.since, one.phone) for one in people.values()]
    mute = _cannot_be_asked(tx, people, texts=texts)
    wanted = [rules.waiting(one, mute) for one in these if one.only_to not in mute or not asked_for(one)]
    given = acd.assign(wanted, free)
    for one in given:
        agent = people.pop(one.agent)
        contact = contacts.row(tx.conn, one.contact)
        if agent.remote and contact_turns.way_of(contact) is Way.ASKED_FOR:
            text_messages.ask_to_call(tx, contact, agent.id)
        else:
            offer(tx, contact, agent.id, agent.phone, can_answer=phones.can_answer(agent.phone), code=one.code)
    served = {one.contact for one in given}
    return [one for one in these if one.id not in served]


def _cannot_be_asked(tx: Tx, people: dict[AgentId, FreeAgent], *, texts: bool) -> frozenset[AgentId]:
    """Who has no screen on which to see whom to call, and cannot be sent it now: each calls one customer after the other."""
    remote = frozenset(one.id for one in people.values() if one.remote)
    return remote & remote_agents.asked_to_call(tx.conn) if texts and remote else remote


def _put_through(tx: Tx, left: list[Waits]) -> None:
    if left and centre.settings_row(tx.conn).fixed_target_active:
        for one in left:
            if one.direction is Direction.INBOUND and not one.tries:
                contact = contacts.row(tx.conn, one.id)
                fixed_target.put_through(tx, contact, leg_for(contact))


def offer(
    tx: Tx,
    contact: ContactRow,
    agent_id: AgentId,
    phone: str,
    *,
    can_answer: bool,
    why: Why | None = None,
    code: RouteCode | None = None,
) -> None:
    """To this agent, whose phone rings for it. ``why``: what the agent reads beside it; ``code``: how they were found."""
    leg = leg_for(contact)
    way = contact_turns.way_of(contact)
    values: dict[str, Any] = {"customer": own_lists.offered_as(tx, contact, agent_id)}
    if way is Way.INBOUND:
        values |= {"route_code": code, **unhandled.offered(tx, contact, agent_id)}
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
    country = centre.settings_row(tx.conn).country
    project = None if contact.project is None else projects.by_id(tx.conn, contact.project)
    values = {
        "queue": queue.name,
        "project": "" if project is None else project.name,
        "dnis": shown(contact.dnis, country),
        "ani": shown(contact.ani, country),
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
