"""The centre's day in figures and calls: of each agent, of each queue, and the calls themselves page by page (H1, B4).

The sums are made by the database. Whatever the question, it looks at the day's rows alone, however many years there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import BigInteger, ColumnElement, Connection, and_, case, exists, func, not_, or_, select, type_coerce

from agent_client.protocol.customers import CustomerBrief
from agent_client.protocol.interactions import PastCall
from agent_client.protocol.names import (
    AgentId,
    Channel,
    ContactState,
    CustomerId,
    Direction,
    EndedBy,
    InteractionId,
    MomentKind,
    QueueId,
    WhyCode,
)
from agent_client.protocol.supervising import AgentFigures, QueueFigures, SupervisedCall
from agent_client.protocol.time import to_millis

from . import past_calls
from .tables import contacts, customers, interaction_moments

_DECLINED = WhyCode.DECLINED_BY_AGENT
_MISSED = frozenset(
    {
        WhyCode.RANG_NOT_ANSWERED,
        WhyCode.REQUEST_NOT_ACCEPTED,
        WhyCode.PHONE_BUSY,
        WhyCode.PHONE_UNREACHABLE,
    }
)
_BEGINS = (MomentKind.ANSWERED, MomentKind.TOOK_OVER)
"""Of a conversation with who called the centre."""
_OWNED = contacts.c.direction != Direction.CONSULT.value
_ONLY_WANTED = and_(contacts.c.state == ContactState.QUEUED.value, contacts.c.direction != Direction.INBOUND.value)
"""Somebody is to be called, and has not been."""


class Wanted(Struct, frozen=True, kw_only=True):
    """Which of the day's calls. ``digits`` stand somewhere in the customer's number."""

    agent: AgentId | None = None
    queue: QueueId | None = None
    digits: str = ""


def of_agents(conn: Connection, since: datetime, now: datetime) -> dict[AgentId, AgentFigures]:
    """A conversation belongs to the day in which it began."""
    spoken = func.coalesce(_millis(contacts.c.ended_at), to_millis(now)) - _millis(contacts.c.connected_at)
    talked = conn.execute(
        select(contacts.c.agent_id, func.count().label("handled"), func.sum(spoken).label("millis"))
        .where(contacts.c.connected_at >= since, contacts.c.agent_id.is_not(None), _OWNED)
        .group_by(contacts.c.agent_id)
    )
    handled: Counter[int] = Counter()
    millis: Counter[int] = Counter()
    for row in talked:
        handled[row.agent_id], millis[row.agent_id] = row.handled, int(row.millis)
    for agent, lasted in _broken_off(conn, since):
        handled[agent] += 1
        millis[agent] += lasted
    missed, declined = _not_taken(conn, since)
    return {
        AgentId(agent): AgentFigures(
            handled=handled[agent],
            talk_seconds=millis[agent] // 1000,
            missed=missed[agent],
            declined=declined[agent],
        )
        for agent in {*handled, *missed, *declined}
    }


def _broken_off(conn: Connection, since: datetime) -> list[tuple[int, int]]:
    """Conversations whose agent's session ended in the middle: the agent, and how many milliseconds. The customer waits
    again, and their contact knows the agent no more; the time line does. Who was called by the centre never waits again."""
    moments = interaction_moments.c
    withdrawn = (moments.kind == MomentKind.WITHDRAWN.value, moments.at >= since, moments.agent_id.is_not(None))
    left = select(moments.interaction_id).where(*withdrawn, moments.why.is_(None))
    inbound = exists().where(
        contacts.c.interaction_id == moments.interaction_id, contacts.c.direction == Direction.INBOUND.value
    )
    kinds = [kind.value for kind in (MomentKind.OFFERED, *_BEGINS, MomentKind.WITHDRAWN)]
    found = conn.execute(
        select(moments.interaction_id, moments.agent_id, moments.kind, moments.at)
        .where(moments.interaction_id.in_(left), moments.kind.in_(kinds), inbound)
        .order_by(moments.id)
    )
    began: dict[tuple[int, int | None], datetime] = {}
    broken = []
    for interaction, agent, kind, at in found:
        start = began.pop((interaction, agent), None)
        if kind in _BEGINS:
            began[interaction, agent] = at
        elif kind == MomentKind.WITHDRAWN.value and start is not None and start >= since:
            broken.append((agent, to_millis(at) - to_millis(start)))
    return broken


def _not_taken(conn: Connection, since: datetime) -> tuple[Counter[int], Counter[int]]:
    missed: Counter[int] = Counter()
    declined: Counter[int] = Counter()
    moments = interaction_moments.c
    found = conn.execute(
        select(moments.agent_id, moments.why).where(
            moments.kind == MomentKind.WITHDRAWN.value,
            moments.at >= since,
            moments.agent_id.is_not(None),
            moments.why.is_not(None),
        )
    )
    for agent, why in found:
        code = WhyCode(why["code"])
        if code in _MISSED:
            missed[agent] += 1
        elif code is _DECLINED:
            declined[agent] += 1
    return missed, declined


def of_queues(conn: Connection, since: datetime) -> dict[QueueId, QueueFigures]:
    """Calls that came to the queue: passed on by an agent, too, but only what is spoken."""
    over = func.coalesce(_millis(contacts.c.connected_at), _millis(contacts.c.ended_at))
    waited = over - _millis(contacts.c.queued_at)
    gave_up = and_(contacts.c.connected_at.is_(None), contacts.c.ended_by == EndedBy.CUSTOMER.value)
    counted = conn.execute(
        select(
            contacts.c.queue_id,
            func.count().label("offered"),
            func.count(contacts.c.connected_at).label("answered"),
            func.sum(case((gave_up, 1), else_=0)).label("given_up"),
            func.sum(waited).label("waited"),
            func.count(waited).label("over"),
            func.max(waited).label("longest"),
        )
        .where(
            contacts.c.queued_at >= since,
            contacts.c.direction == Direction.INBOUND.value,
            contacts.c.channel == Channel.VOICE.value,
        )
        .group_by(contacts.c.queue_id)
    )
    return {
        QueueId(row.queue_id): QueueFigures(
            offered=row.offered,
            answered=row.answered,
            given_up=int(row.given_up),
            average_seconds=int(row.waited) // row.over // 1000 if row.over else 0,
            longest_seconds=int(row.longest or 0) // 1000,
        )
        for row in counted
    }


def calls(
    conn: Connection, since: datetime, wanted: Wanted, before: int | None, most: int
) -> tuple[tuple[SupervisedCall, ...], int | None]:
    """The latest first; and where the next page begins, None if there is none."""
    query = (
        select(contacts.c.interaction_id)
        .where(contacts.c.queued_at >= since, _OWNED, not_(_ONLY_WANTED), *_which(wanted))
        .group_by(contacts.c.interaction_id)
        .order_by(contacts.c.interaction_id.desc())
        .limit(most + 1)
    )
    if before is not None:
        query = query.where(contacts.c.interaction_id < before)
    found = [InteractionId(number) for number in conn.scalars(query)]
    page = found[:most]
    about = _about(conn, page)
    shown = tuple(_call(call, *about[call.interaction]) for call in past_calls.read(conn, page))
    return shown, page[-1] if len(found) > most else None


def _which(wanted: Wanted) -> list[ColumnElement[bool]]:
    which: list[ColumnElement[bool]] = []
    if wanted.queue is not None:
        which.append(contacts.c.queue_id == wanted.queue)
    if wanted.digits:
        which.append(contacts.c.ani.contains(wanted.digits, autoescape=True))
    if wanted.agent is not None:
        was_theirs = exists().where(
            interaction_moments.c.interaction_id == contacts.c.interaction_id,
            interaction_moments.c.agent_id == wanted.agent,
        )
        which.append(or_(contacts.c.agent_id == wanted.agent, was_theirs))
    return which


def _about(
    conn: Connection, wanted: Collection[InteractionId]
) -> dict[InteractionId, tuple[QueueId, CustomerBrief | None]]:
    """The queue in which each is now, or was last; and its customer, if everybody may know them."""
    if not wanted:
        return {}
    joined = contacts.outerjoin(
        customers, and_(customers.c.id == contacts.c.customer_id, customers.c.owner_id.is_(None))
    )
    rows = conn.execute(
        select(contacts.c.interaction_id, contacts.c.queue_id, customers.c.id, customers.c.name, customers.c.company)
        .select_from(joined)
        .where(contacts.c.interaction_id.in_(wanted), _OWNED)
        .order_by(contacts.c.id)
    )
    known: dict[InteractionId, CustomerBrief | None] = defaultdict(lambda: None)
    queues: dict[InteractionId, QueueId] = {}
    for call, queue, customer, name, company in rows:
        queues[InteractionId(call)] = QueueId(queue)
        if customer is not None:
            known[InteractionId(call)] = CustomerBrief(CustomerId(customer), name, company)
    return {call: (queue, known[call]) for call, queue in queues.items()}


def _call(call: PastCall, queue: QueueId, customer: CustomerBrief | None) -> SupervisedCall:
    return SupervisedCall(call=call, queue=queue, customer=customer)


def _millis(column: ColumnElement[Any]) -> ColumnElement[int]:
    """An instant as it is kept, to be reckoned with."""
    return type_coerce(column, BigInteger)
