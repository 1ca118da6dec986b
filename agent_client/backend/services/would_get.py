"""Who would get this call? The answer that routing would give now, and how it came about; nothing is done."""

from __future__ import annotations

from agent_client.backend.domain import acd
from agent_client.backend.domain.call_routing import Tier
from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, centre, contacts, customers, entry_points, free_agents
from agent_client.backend.persistence.entry_points import EntryPoint
from agent_client.backend.persistence.free_agents import FreeAgent
from agent_client.backend.ports.units import Tx
from agent_client.protocol.administration import Considered, Route, WouldGet
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.customers import CustomerBrief
from agent_client.protocol.names import AgentId, ContactId, QueueId, RouteCode, Unhandled
from agent_client.protocol.refusals import BadNumber, NotFound
from agent_client.rules.dial_numbers import canonical

from . import targets
from .administering import may_read
from .route_rules import RouteRules


def route(tx: Tx, who: Caller, asked: WouldGet) -> Route:
    """Raises `Forbidden`, `BadNumber`, and `NotFound` for a dialled number that leads nowhere."""
    may_read(who)
    number, dnis = _number(tx, asked.number), _number(tx, asked.dnis)
    entry = entry_points.by_number(tx.conn, dnis)
    if entry is None:
        raise NotFound("no project and no group has this number")
    customer = customers.find_by_number(tx.conn, number, entry.project)
    operators = _operators(tx, customer)
    tiers = RouteRules(tx).tiers(number, project=entry.project, queue=entry.queue, operators=operators)
    free = free_agents.free(tx.conn)
    considered = _considered(tx, entry.queue, tiers, free)
    wanted = acd.Waiting(ContactId(0), entry.queue, tx.now, tiers=tiers)
    found = acd.chosen(wanted, [acd.Free(one.id, one.queues, one.since, one.phone) for one in free])
    if found is None:
        return _all_busy(tx, entry, customer, considered)
    agent, code = found
    return Route(
        code=code,
        phone=agent.phone,
        agent=agents.brief(tx.conn, agent.agent),
        queue=entry.queue,
        customer=customer,
        considered=considered,
    )


def _number(tx: Tx, typed: str) -> str:
    """Empty for a withheld one. Raises `BadNumber`."""
    number = canonical(typed, centre.settings_row(tx.conn).country)
    if typed.strip() and not number:
        raise BadNumber("not a dial number", number=typed)
    return number


def _operators(tx: Tx, customer: CustomerBrief | None) -> tuple[str, ...]:
    known = None if customer is None else customers.customer(tx.conn, customer.id)
    return () if known is None else known.operators


def _considered(tx: Tx, queue: QueueId, tiers: tuple[Tier, ...], free: list[FreeAgent]) -> tuple[Considered, ...]:
    people = agents.all_presences(tx.conn)
    by_phone = {one.phone: AgentBrief(one.id, one.name, one.phone) for one in people if one.phone}
    by_agent = {one.id: one for one in by_phone.values()}
    can = {one.id for one in free}
    tried: list[Considered] = []
    for tier in tiers:
        found: list[tuple[str, AgentBrief | None]]
        if tier.phones is None:
            members = _members(tx, queue, free)
            found = [(by_agent[one].phone, by_agent[one]) for one in members if one in by_agent]
        else:
            found = [(phone, by_phone.get(phone)) for phone in tier.phones]
        tried += [
            Considered(code=tier.code, phone=phone, agent=agent, free=agent is not None and agent.id in can)
            for phone, agent in found
        ]
    return tuple(tried)


def _members(tx: Tx, queue: QueueId, free: list[FreeAgent]) -> list[AgentId]:
    """The longest available first, then those who are not."""
    ready = [one.id for one in free if queue in one.queues]
    return ready + [one for one in free_agents.serve(tx.conn, queue) if one not in ready]


def _all_busy(tx: Tx, entry: EntryPoint, customer: CustomerBrief | None, considered: tuple[Considered, ...]) -> Route:
    rules = centre.settings_row(tx.conn)
    target = rules.fixed_target if rules.fixed_target_active and targets.has_room(tx) else ""
    capacity = centre.queue_row(tx.conn, entry.queue).capacity
    full = capacity is not None and len(contacts.waiting_callers(tx.conn, entry.queue)) >= capacity
    handled = None if target or not full else rules.unhandled
    designated = rules.unhandled_agent if handled is Unhandled.AGENT else None
    return Route(
        code=RouteCode.ALL_BUSY,
        agent=None if designated is None else agents.brief(tx.conn, designated),
        target=target,
        queue=entry.queue,
        customer=customer,
        considered=considered,
        unhandled=handled,
    )
