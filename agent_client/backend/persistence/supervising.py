"""Everybody at once, as supervisors see them: sessions, accounts, what is in hand, cards that somebody works on (H1, A13)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from agent_client.protocol.agents import AgentBrief, Presence
from agent_client.protocol.customers import CustomerBrief
from agent_client.protocol.names import (
    AgentId,
    Channel,
    ContactId,
    ContactState,
    CustomerId,
    Direction,
    QueueId,
    Role,
    SessionId,
)
from agent_client.protocol.supervising import AgentFigures, CardInUse, InHand, Seated, SupervisedAgent

from . import listeners
from .sessions import Session, live
from .tables import agent_queues, agents, contacts, customer_locks, customers, sessions

_IN_HAND = [
    state.value
    for state in ContactState
    if state not in (ContactState.QUEUED, ContactState.ENDED, ContactState.UNKNOWN)
]
_NO_FIGURES = AgentFigures()


def everybody(
    conn: Connection, presences: tuple[Presence, ...], grace: timedelta, today: dict[AgentId, AgentFigures]
) -> tuple[SupervisedAgent, ...]:
    """In the order of the presences."""
    accounts = {row.id: row for row in conn.execute(_accounts())}
    staffed = _staffed(conn)
    in_hand = _in_hand(conn)
    return tuple(
        _agent(presence, accounts[presence.id], grace, staffed, in_hand, today.get(presence.id, _NO_FIGURES))
        for presence in presences
        if presence.id in accounts
    )


def living(conn: Connection, session: SessionId) -> Session | None:
    """None when it has ended."""
    agent = conn.scalar(select(sessions.c.agent_id).where(sessions.c.id == session, sessions.c.ended_at.is_(None)))
    return None if agent is None else live(conn, AgentId(agent))


def seated_at(conn: Connection, seat: str) -> list[Session]:
    """The sessions that live there."""
    there = select(sessions.c.agent_id).where(sessions.c.seat == seat, sessions.c.ended_at.is_(None))
    found = [live(conn, AgentId(agent)) for agent in conn.scalars(there.order_by(sessions.c.id)).all()]
    return [session for session in found if session is not None]


def cards(conn: Connection) -> tuple[CardInUse, ...]:
    """Those of the central list, the one that has been held longest first: nobody else waits for an agent's own."""
    joined = (
        customer_locks.join(customers, customers.c.id == customer_locks.c.customer_id)
        .join(agents, agents.c.id == customer_locks.c.agent_id)
        .join(sessions, sessions.c.id == customer_locks.c.session_id)
    )
    found = conn.execute(
        select(
            customer_locks,
            customers.c.name,
            customers.c.company,
            agents.c.name.label("agent_name"),
            sessions.c.phone,
            sessions.c.seat,
        )
        .select_from(joined)
        .where(customers.c.owner_id.is_(None))
        .order_by(customer_locks.c.since, customer_locks.c.customer_id)
    )
    return tuple(
        CardInUse(
            customer=CustomerBrief(CustomerId(row.customer_id), row.name, row.company),
            agent=AgentBrief(AgentId(row.agent_id), row.agent_name, row.phone),
            seat=row.seat,
            since=row.since,
        )
        for row in found
    )


def _accounts() -> Any:
    live = and_(sessions.c.agent_id == agents.c.id, sessions.c.ended_at.is_(None))
    return select(
        agents.c.id,
        agents.c.user_name,
        agents.c.role,
        agents.c.locked_at,
        agents.c.last_address,
        agents.c.last_start,
        agents.c.last_stop,
        sessions.c.id.label("session_id"),
        sessions.c.phone,
        sessions.c.seat,
        sessions.c.host,
        sessions.c.client,
        sessions.c.address,
        sessions.c.started_at,
        sessions.c.link_lost_at,
        sessions.c.phone_lost_at,
        sessions.c.line_up_at,
        sessions.c.remote,
    ).select_from(agents.outerjoin(sessions, live))


def _staffed(conn: Connection) -> dict[int, list[QueueId]]:
    found: dict[int, list[QueueId]] = defaultdict(list)
    wanted = select(agent_queues.c.agent_id, agent_queues.c.queue_id).where(agent_queues.c.staffed)
    for agent, queue in conn.execute(wanted.order_by(agent_queues.c.agent_id, agent_queues.c.queue_id)):
        found[agent].append(QueueId(queue))
    return found


def _in_hand(conn: Connection) -> dict[int, InHand]:
    """Of each agent the call before what is written, and the newest of several."""
    spoken_last = (contacts.c.channel == Channel.VOICE.value, contacts.c.id)
    rows = conn.execute(
        select(contacts).where(contacts.c.state.in_(_IN_HAND), contacts.c.agent_id.is_not(None)).order_by(*spoken_last)
    )
    listening = listeners.names(conn)
    return {row.agent_id: _held(row, listening.get(row.id, "")) for row in rows}


def _held(row: Row[Any], listener: str) -> InHand:
    wraps = row.state == ContactState.WRAP_UP.value and row.ended_at is not None
    return InHand(
        contact=ContactId(row.id),
        channel=Channel(row.channel),
        direction=Direction(row.direction),
        state=ContactState(row.state),
        queue=QueueId(row.queue_id),
        number=row.ani,
        since=row.ended_at if wraps else row.connected_at or row.ringing_at or row.queued_at,
        listener=listener,
        held_at_phone=row.held_at_phone_since is not None,
    )


def _agent(
    presence: Presence,
    row: Row[Any],
    grace: timedelta,
    staffed: dict[int, list[QueueId]],
    in_hand: dict[int, InHand],
    today: AgentFigures,
) -> SupervisedAgent:
    return SupervisedAgent(
        presence=presence,
        user=row.user_name,
        role=Role(row.role),
        queues=tuple(staffed.get(presence.id, ())),
        session=None if row.session_id is None else _seated(row, grace),
        contact=in_hand.get(presence.id),
        today=today,
        locked_since=row.locked_at,
        last_address=row.last_address or "",
        last_start=row.last_start,
        last_stop=row.last_stop,
    )


def _seated(row: Row[Any], grace: timedelta) -> Seated:
    lost: datetime | None = None if row.remote else row.link_lost_at
    return Seated(
        id=SessionId(row.session_id),
        phone=row.phone,
        seat=row.seat,
        host=row.host,
        address=row.address,
        client=row.client,
        started_at=row.started_at,
        link_lost_since=lost,
        until=None if lost is None else lost + grace,
        phone_lost_since=row.phone_lost_at,
        line_up_since=row.line_up_at,
        remote=row.remote,
    )
