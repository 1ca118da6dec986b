"""Which queues an agent may staff, which they do, and which are staffed where nobody can choose (A3)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Select, bindparam, insert, select, update

from agent_client.protocol.names import AgentId, QueueId

from .tables import agent_queues


def allow(conn: Connection, agents: Iterable[AgentId], queues: Iterable[QueueId]) -> None:
    """They may staff these too, and do."""
    wanted = list(queues)
    rows = [
        {"agent_id": agent, "queue_id": queue, "staffed": True, "preselected": True}
        for agent in agents
        for queue in wanted
    ]
    if rows:
        conn.execute(insert(agent_queues), rows)


_MAY = (
    select(agent_queues.c.queue_id)
    .where(agent_queues.c.agent_id == bindparam("agent"))
    .order_by(agent_queues.c.queue_id)
)
_DOES = _MAY.where(agent_queues.c.staffed)
_CHOSEN_BEFOREHAND = _MAY.where(agent_queues.c.preselected)


def allowed(conn: Connection, agent_id: AgentId) -> tuple[QueueId, ...]:
    return _of(conn, agent_id, _MAY)


def staffed(conn: Connection, agent_id: AgentId) -> tuple[QueueId, ...]:
    return _of(conn, agent_id, _DOES)


def preselected(conn: Connection, agent_id: AgentId) -> tuple[QueueId, ...]:
    return _of(conn, agent_id, _CHOSEN_BEFOREHAND)


def choose(conn: Connection, agent_id: AgentId, queues: Iterable[QueueId]) -> None:
    """These and no others of those they may staff."""
    mine, chosen = agent_queues.c.agent_id == agent_id, agent_queues.c.queue_id.in_(list(queues))
    conn.execute(update(agent_queues).where(mine).values(staffed=chosen))


def preselect(conn: Connection, agent_id: AgentId, queues: Iterable[QueueId]) -> None:
    """For when they cannot choose; what they staff now stays."""
    mine, chosen = agent_queues.c.agent_id == agent_id, agent_queues.c.queue_id.in_(list(queues))
    conn.execute(update(agent_queues).where(mine).values(preselected=chosen))


def _of(conn: Connection, agent_id: AgentId, which: Select[int]) -> tuple[QueueId, ...]:
    return tuple(QueueId(number) for number in conn.scalars(which, {"agent": agent_id}))
