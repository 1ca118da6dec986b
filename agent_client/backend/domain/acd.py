"""Automatic call distribution: who gets which waiting contact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from agent_client.protocol.names import AgentId, ContactId, QueueId


class Waiting(Struct, frozen=True):
    contact: ContactId
    queue: QueueId
    since: datetime
    not_to: frozenset[AgentId] = frozenset()
    """Agents who have passed it on to where it waits now (D7)."""


class Free(Struct, frozen=True):
    """A ready agent whose link is alive. ``since``: when they last became free; the longest available comes first."""

    agent: AgentId
    queues: frozenset[QueueId]
    since: datetime


def assign(waiting: Iterable[Waiting], free: Iterable[Free]) -> list[tuple[ContactId, AgentId]]:
    """The oldest contact first, each to the longest available agent of its queue; ties go by id.

    Within a queue nobody is overtaken, and no agent stays free while a contact of one of their queues waits.
    """
    available = sorted(free, key=lambda one: (one.since, one.agent))
    pairs: list[tuple[ContactId, AgentId]] = []
    for contact in sorted(waiting, key=lambda one: (one.since, one.contact)):
        chosen = next((one for one in available if _fits(contact, one)), None)
        if chosen is not None:
            available.remove(chosen)
            pairs.append((contact.contact, chosen.agent))
    return pairs


def _fits(contact: Waiting, agent: Free) -> bool:
    return contact.queue in agent.queues and agent.agent not in contact.not_to
