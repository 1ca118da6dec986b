"""Which queues an agent may staff, which they do, and which are staffed where nobody can choose (A3)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, insert, select, update

from agent_client.protocol.names import AgentId, QueueId

from .prepared import Prepared
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


_THEIRS = (
    select(agent_queues.c.queue_id)
    .where(agent_queues.c.agent_id == bindparam("agent"))
    .order_by(agent_queues.c.queue_id)
)
_MAY = Prepared(_THEIRS)
_BOTH = Prepared(_THEIRS.add_columns(agent_queues.c.staffed))
_DOES = Prepared(_THEIRS.where(agent_queues.c.staffed))
_CHOSEN_BEFOREHAND = Prepared(_THEIRS.where(agent_queues.c.preselected))


def allowed(conn: Connection, agent_id: AgentId) -> tuple[QueueId, ...]:
    return _of(conn, agent_id, _MAY)


def both(conn: Connection, agent_id: AgentId) -> tuple[tuple[QueueId, ...], tuple[QueueId, ...]]:
    """Those that they staff, and those that they may."""
    found = _BOTH.rows(conn, agent=agent_id)
    may = tuple(QueueId(row.queue_id) for row in found)
    return tuple(QueueId(row.queue_id) for row in found if row.staffed), may


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


def _of(conn: Connection, agent_id: AgentId, which: Prepared) -> tuple[QueueId, ...]:
    return tuple(QueueId(number) for number in which.values(conn, agent=agent_id))
