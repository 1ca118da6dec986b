"""The queues that an agent staffs, as they choose (A3)."""

from __future__ import annotations

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, staffing
from agent_client.backend.ports.units import Tx
from agent_client.protocol.agents import Me
from agent_client.protocol.names import QueueId

from .signing_in import check_allowed


def choose(tx: Tx, who: Caller, queues: tuple[QueueId, ...]) -> Me:
    """What the agent has in hand stays theirs. Raises `QueueNotYours`."""
    check_allowed(tx, who.agent, queues)
    if set(queues) == set(staffing.staffed(tx.conn, who.agent)):
        return agents.me(tx.conn, who.agent)
    staffing.choose(tx.conn, who.agent, queues)
    me = agents.queues_changed(tx, who.agent)
    tx.route()
    return me
