"""Automatic call distribution: who gets which waiting contact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from agent_client.protocol.names import AgentId, ContactId, QueueId, RouteCode

from .call_routing import OF_THE_GROUP, Tier


class Waiting(Struct, frozen=True):
    """``only_to``: nobody else may get it. ``first_to``: they get it before anything else that waits, and before others."""

    contact: ContactId
    queue: QueueId
    since: datetime
    not_to: frozenset[AgentId] = frozenset()
    """Agents who have passed it on to where it waits now (D7)."""
    tiers: tuple[Tier, ...] = OF_THE_GROUP
    only_to: AgentId | None = None
    first_to: AgentId | None = None


class Free(Struct, frozen=True):
    """A ready agent whose link is alive. ``since``: when they last became free; the longest available comes first."""

    agent: AgentId
    queues: frozenset[QueueId]
    since: datetime
    phone: str = ""


class Given(Struct, frozen=True):
    contact: ContactId
    agent: AgentId
    code: RouteCode


def assign(waiting: Iterable[Waiting], free: Iterable[Free]) -> list[Given]:
    """What is meant for somebody first of all is given to them first. Then the oldest contact first, each to the first tier
    that has somebody free; ties go by id.

    Of those who have the same tiers nobody is overtaken, and no agent stays free while a contact waits that they may have.
    """
    available = sorted(free, key=lambda one: (one.since, one.agent))
    in_order = sorted(waiting, key=lambda one: (one.since, one.contact))
    given: list[Given] = []

    def give(contact: Waiting, found: tuple[Free, RouteCode]) -> None:
        agent, code = found
        available.remove(agent)
        given.append(Given(contact.contact, agent.agent, code))

    for contact in in_order:
        if contact.first_to is not None and (first := _named(contact, contact.first_to, available)) is not None:
            give(contact, first)
    served = {one.contact for one in given}
    for contact in in_order:
        if not available:
            break
        if contact.contact not in served and (found := chosen(contact, available)) is not None:
            give(contact, found)
    return given


def chosen(contact: Waiting, available: Sequence[Free]) -> tuple[Free, RouteCode] | None:
    """``available``: the longest available first."""
    if contact.only_to is not None:
        return _named(contact, contact.only_to, available)
    if contact.first_to is not None and (first := _named(contact, contact.first_to, available)) is not None:
        return first
    able = [one for one in available if one.agent not in contact.not_to]
    for tier in contact.tiers:
        if tier.phones is None:
            found = next((one for one in able if contact.queue in one.queues), None)
        else:
            by_phone = {one.phone: one for one in able}
            found = next((by_phone[phone] for phone in tier.phones if phone in by_phone), None)
        if found is not None:
            return found, tier.code
    return None


def _named(contact: Waiting, agent: AgentId, available: Sequence[Free]) -> tuple[Free, RouteCode] | None:
    """Whichever group they serve: the code is of the tier to which they belong, and if of none, everybody's."""
    found = next((one for one in available if one.agent == agent), None)
    if found is None:
        return None
    theirs = (tier.code for tier in contact.tiers if _belongs(found, contact.queue, tier))
    return found, next(theirs, RouteCode.EVERYBODY)


def _belongs(agent: Free, queue: QueueId, tier: Tier) -> bool:
    return queue in agent.queues if tier.phones is None else agent.phone in tier.phones
