"""Who can be offered a contact now."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, and_, or_, select

from agent_client.protocol.names import AgentId, AgentState, QueueId

from .prepared import Prepared
from .tables import agent_queues, agents, sessions


class FreeAgent(Struct, frozen=True):
    id: AgentId
    phone: str
    queues: frozenset[QueueId]
    since: datetime
    """When they became free."""
    remote: bool = False
    """Signed in by phone (A15): nothing can be shown to them."""


_MAY = and_(
    agents.c.state == AgentState.READY.value,
    agents.c.takes_contacts,
    sessions.c.ended_at.is_(None),
    sessions.c.link_lost_at.is_(None),
    sessions.c.phone_lost_at.is_(None),
    or_(agents.c.keeps_line.is_(False), sessions.c.remote, sessions.c.line_up_at.is_not(None)),
)
_FREE = Prepared(
    select(agents.c.id, sessions.c.phone, agents.c.ready_since, sessions.c.remote, agent_queues.c.queue_id)
    .select_from(
        agents.join(sessions, sessions.c.agent_id == agents.c.id).outerjoin(
            agent_queues, and_(agent_queues.c.agent_id == agents.c.id, agent_queues.c.staffed)
        )
    )
    .where(_MAY)
    .order_by(agents.c.ready_since, agents.c.id)
)


def free(conn: Connection) -> list[FreeAgent]:
    """Ready, an agent at all (F3), their link and their phone alive, their line if it is kept; the longest available first."""
    found = _FREE.rows(conn)
    queues: dict[int, set[QueueId]] = {}
    for row in found:
        theirs = queues.setdefault(row.id, set())
        if row.queue_id is not None:
            theirs.add(QueueId(row.queue_id))
    people = {row.id: row for row in found}
    return [
        FreeAgent(AgentId(row.id), row.phone, frozenset(queues[row.id]), row.ready_since, row.remote)
        for row in people.values()
    ]


def serve(conn: Connection, queue: QueueId) -> list[AgentId]:
    """Who serves a group at all, signed in or not."""
    query = (
        select(agent_queues.c.agent_id)
        .join(agents, agents.c.id == agent_queues.c.agent_id)
        .where(agent_queues.c.queue_id == queue, agents.c.takes_contacts)
        .order_by(agent_queues.c.agent_id)
    )
    return [AgentId(number) for number in conn.scalars(query)]


_SERVED = Prepared(
    select(agent_queues.c.queue_id)
    .join(agents, agents.c.id == agent_queues.c.agent_id)
    .where(agents.c.takes_contacts)
    .distinct()
)


def served(conn: Connection) -> frozenset[QueueId]:
    """The groups that have agents."""
    return frozenset(QueueId(number) for number in _SERVED.values(conn))
