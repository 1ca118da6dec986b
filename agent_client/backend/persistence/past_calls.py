"""The calls that stand in a customer's history: who had them, how they ended, what was said of them, and their moments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.interactions import Moment, PastCall, PastRecording
from agent_client.protocol.names import (
    AgentId,
    Channel,
    ContactId,
    CustomerId,
    Direction,
    EndedBy,
    InteractionId,
    MomentKind,
)
from agent_client.rules.record_filter import EVERYTHING, HistoryFilter, HistoryKind

from . import course, recordings
from .tables import agents, contacts, interaction_moments, interactions, queues, wrap_up_reasons

_HAD_THE_CUSTOMER = frozenset({MomentKind.ANSWERED, MomentKind.CONNECTED, MomentKind.TOOK_OVER})
_IN_CONVERSATION = _HAD_THE_CUSTOMER | {MomentKind.CONSULT_ACCEPTED}


def began(
    conn: Connection,
    customer: CustomerId,
    before: InteractionId,
    limit: int,
    wish: HistoryFilter = EVERYTHING,
) -> tuple[list[tuple[datetime, InteractionId]], bool]:
    """When the customer's calls before that one began, of those that are wished for, the newest first; and whether there
    are more."""
    began = func.min(contacts.c.queued_at)
    query = (
        select(contacts.c.interaction_id, began)
        .where(contacts.c.customer_id == customer, contacts.c.interaction_id < before)
        .group_by(contacts.c.interaction_id)
        .order_by(contacts.c.interaction_id.desc())
        .limit(limit + 1)
    )
    if wish.kind is HistoryKind.CALLBACKS:
        query = query.where(contacts.c.direction == Direction.CALLBACK.value)
    if wish.since is not None:
        query = query.having(began >= wish.since)
    if wish.until is not None:
        query = query.having(began < wish.until)
    if wish.agent is not None:
        query = query.where(_had_by(wish.agent))
    rows = conn.execute(query).all()
    return [(at, InteractionId(number)) for number, at in rows[:limit]], len(rows) > limit


def of_contacts(conn: Connection, numbers: Collection[ContactId]) -> set[InteractionId]:
    if not numbers:
        return set()
    found = conn.scalars(select(contacts.c.interaction_id).where(contacts.c.id.in_(numbers)))
    return {InteractionId(number) for number in found}


def read(conn: Connection, wanted: Collection[InteractionId]) -> tuple[PastCall, ...]:
    """The newest first."""
    if not wanted:
        return ()
    moments = course.of_each(conn, wanted)
    sounds = recordings.of_each(conn, wanted)
    by_call: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in conn.execute(_contacts(wanted)):
        by_call[row.interaction_id].append(row)
    return tuple(
        _past_call(
            InteractionId(number),
            by_call[number],
            moments.get(InteractionId(number), ()),
            sounds.get(InteractionId(number)),
        )
        for number in sorted(by_call, reverse=True)
    )


def who_had(conn: Connection, interaction: InteractionId) -> tuple[AgentId, ...]:
    """Everybody who was in conversation in this call, also who was only asked."""
    there = select(contacts.c.agent_id).where(
        contacts.c.interaction_id == interaction,
        contacts.c.connected_at.is_not(None),
        contacts.c.agent_id.is_not(None),
    )
    before = select(interaction_moments.c.agent_id).where(
        interaction_moments.c.interaction_id == interaction,
        interaction_moments.c.agent_id.is_not(None),
        interaction_moments.c.kind.in_([kind.value for kind in _IN_CONVERSATION]),
    )
    return tuple(AgentId(number) for number in sorted(conn.scalars(there.union(before))))


def _had_by(agent: AgentId) -> ColumnElement[bool]:
    """Whether the agent had the customer: as `_agents` reads it."""
    there = and_(contacts.c.agent_id == agent, contacts.c.connected_at.is_not(None))
    before = exists().where(
        interaction_moments.c.interaction_id == contacts.c.interaction_id,
        interaction_moments.c.agent_id == agent,
        interaction_moments.c.kind.in_([kind.value for kind in _HAD_THE_CUSTOMER]),
    )
    return or_(there, before)


def _contacts(wanted: Collection[InteractionId]) -> Any:
    joined = (
        contacts.join(interactions, interactions.c.id == contacts.c.interaction_id)
        .join(queues, queues.c.id == contacts.c.queue_id)
        .outerjoin(agents, agents.c.id == contacts.c.agent_id)
        .outerjoin(wrap_up_reasons, wrap_up_reasons.c.id == contacts.c.wrap_up_reason_id)
    )
    return (
        select(
            contacts,
            queues.c.name.label("queue_name"),
            agents.c.name.label("agent_name"),
            wrap_up_reasons.c.name.label("reason_name"),
            interactions.c.recording_name,
        )
        .select_from(joined)
        .where(contacts.c.interaction_id.in_(wanted))
        .order_by(contacts.c.id)
    )


def _past_call(
    interaction: InteractionId, rows: Sequence[Row[Any]], moments: tuple[Moment, ...], sound: PastRecording | None
) -> PastCall:
    owned = [row for row in rows if row.direction != Direction.CONSULT] or rows
    first = owned[0]
    ended = [row.ended_at for row in owned if row.ended_at is not None]
    last = max(owned, key=lambda row: (row.ended_at is None, row.ended_at or row.queued_at, row.id))
    return PastCall(
        interaction=interaction,
        contacts=tuple(ContactId(row.id) for row in rows),
        channel=Channel(first.channel),
        direction=Direction(first.direction),
        number=first.ani,
        queue=first.queue_name,
        started_at=min(row.queued_at for row in owned),
        connected_at=min((row.connected_at for row in owned if row.connected_at is not None), default=None),
        ended_at=max(ended) if len(ended) == len(owned) else None,
        ended_by=None if last.ended_by is None else EndedBy(last.ended_by),
        agents=_agents(owned, moments),
        reasons=tuple(dict.fromkeys(row.reason_name for row in owned if row.reason_name is not None)),
        recorded=any(row.recording_name is not None for row in rows),
        recording=sound,
        moments=moments,
    )


def _agents(owned: Iterable[Row[Any]], moments: Iterable[Moment]) -> tuple[AgentBrief, ...]:
    """By the time line first: a contact that went back to its queue no longer knows who had it before."""
    had = [moment.agent for moment in moments if moment.kind in _HAD_THE_CUSTOMER and moment.agent is not None]
    had += [
        AgentBrief(AgentId(row.agent_id), row.agent_name, row.phone)
        for row in owned
        if row.agent_id is not None and row.connected_at is not None
    ]
    return tuple({agent.id: agent for agent in reversed(had)}[number] for number in dict.fromkeys(a.id for a in had))
