"""Who can be given what is written, and how much of it they have."""

from __future__ import annotations

from sqlalchemy import Connection, and_, func, select

from agent_client.backend.domain.digital import Person
from agent_client.protocol.names import AgentId, AgentState, Channel, ContactState, QueueId

from .contacts import WITH_CALL
from .tables import agent_queues, agents, contacts, sessions

_MAY = (AgentState.READY, AgentState.OFFERED, AgentState.ON_CONTACT)
_OPEN = (*WITH_CALL, ContactState.WRAP_UP)


def people(conn: Connection) -> list[Person]:
    """Everybody who is ready or has a call, and has a screen that hears us."""
    found = conn.execute(
        select(agents.c.id, agents.c.state, agents.c.ready_since, sessions.c.phone, agent_queues.c.queue_id)
        .select_from(
            agents.join(sessions, sessions.c.agent_id == agents.c.id).join(
                agent_queues, and_(agent_queues.c.agent_id == agents.c.id, agent_queues.c.staffed)
            )
        )
        .where(
            agents.c.state.in_([state.value for state in _MAY]),
            agents.c.takes_contacts,
            sessions.c.ended_at.is_(None),
            sessions.c.link_lost_at.is_(None),
            sessions.c.remote.is_(False),
        )
        .order_by(agents.c.id)
    )
    open_now = _open(conn)
    made: dict[AgentId, Person] = {}
    for row in found:
        before = made.get(AgentId(row.id))
        made[AgentId(row.id)] = Person(
            agent=AgentId(row.id),
            phone=row.phone,
            queues=frozenset({QueueId(row.queue_id)}) | (frozenset() if before is None else before.queues),
            free=row.state == AgentState.READY.value,
            open=open_now.get(AgentId(row.id), 0),
            since=row.ready_since,
        )
    return list(made.values())


def _open(conn: Connection) -> dict[AgentId, int]:
    found = conn.execute(
        select(contacts.c.agent_id, func.count().label("open"))
        .where(
            contacts.c.channel != Channel.VOICE.value,
            contacts.c.agent_id.is_not(None),
            contacts.c.state.in_([state.value for state in _OPEN]),
        )
        .group_by(contacts.c.agent_id)
    )
    return {AgentId(row.agent_id): row.open for row in found}
