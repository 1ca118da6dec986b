"""Everything that concerns one agent, read at one moment (design §2)."""

from __future__ import annotations

from datetime import timedelta

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, callbacks, centre, contact_view, queue_standing
from agent_client.backend.ports.units import Tx
from agent_client.protocol.agents import Me
from agent_client.protocol.centre import Queue
from agent_client.protocol.cursor import CENTRE, SUPERVISING, agent_stream, queue_stream
from agent_client.protocol.names import AgentId, QueueId, Role
from agent_client.protocol.sessions import Snapshot

from .administering import SUPERVISE

CLOSED_DAYS = 8
"""Whatever period an agent chooses (E5) is there."""
MOST_CALLBACKS = 5_000


def followed(agent: AgentId, queues: tuple[QueueId, ...], role: Role = Role.AGENT) -> frozenset[str]:
    """The streams that concern an agent: their own, their queues', everybody's; and of who supervises how every queue
    stands."""
    more = {SUPERVISING} if role in SUPERVISE else frozenset[str]()
    return frozenset({agent_stream(agent), CENTRE, *(queue_stream(queue) for queue in queues), *more})


def snapshot(tx: Tx, who: Caller) -> Snapshot:
    me = agents.me(tx.conn, who.agent)
    entries = callbacks.current(tx.conn, me.queues, tx.now - timedelta(days=CLOSED_DAYS), MOST_CALLBACKS)
    return Snapshot(
        now=tx.now,
        me=me,
        centre=centre.centre(tx.conn),
        queues=_queues(tx, me),
        agents=agents.all_presences(tx.conn),
        contacts=contact_view.of_agent(tx.conn, who.agent),
        callbacks=entries,
        sections=callbacks.counts(tx.conn, me.queues),
    )


def _queues(tx: Tx, me: Me) -> tuple[Queue, ...]:
    """Whoever supervises sees how all of them stand; which are their own, ``me`` says."""
    if me.role in SUPERVISE:
        return queue_standing.every(tx.conn)
    return tuple(queue_standing.of(tx.conn, queue) for queue in me.queues)
