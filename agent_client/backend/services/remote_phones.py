"""What is different for an agent who is signed in by phone (A15): they have no screen on which to do anything.

- Wrap-up ends by itself at once.
- Whose phone did not take a call rests a while and is ready again by themselves; after two in a row they are signed out.
  A phone that is busy is no such call: its owner talks.
"""

from __future__ import annotations

from datetime import datetime

from agent_client.backend.persistence import remote_agents
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import AgentId, WhyCode
from agent_client.protocol.time import after
from agent_client.protocol.why import Why

MOST_MISSED = 2
REST_SECONDS = 30


def on_the_phone(tx: Tx, agent_id: AgentId) -> bool:
    """Signed in by it, without a screen."""
    return remote_agents.signed_in(tx.conn, agent_id)


def wrap_up_seconds(tx: Tx, agent_id: AgentId | None, queue_seconds: int) -> int:
    """They have nothing to fill in, and no button to say that they are ready."""
    return 0 if agent_id is not None and remote_agents.signed_in(tx.conn, agent_id) else queue_seconds


def rest_until(tx: Tx, agent_id: AgentId, why: Why | None) -> datetime | None:
    """Their phone did not take a call. Until when nothing is offered; None: they choose for themselves, on a screen."""
    if not remote_agents.signed_in(tx.conn, agent_id):
        return None
    if why is None or why.code is not WhyCode.PHONE_BUSY:
        remote_agents.count_missed(tx.conn, agent_id)
    until = tx.now if given_up(tx, agent_id) else after(tx.now, REST_SECONDS)
    tx.due(until)
    return until


def given_up(tx: Tx, agent_id: AgentId) -> bool:
    return remote_agents.missed(tx.conn, agent_id) >= MOST_MISSED


def took_a_call(tx: Tx, agent_id: AgentId) -> None:
    remote_agents.forget_missed(tx.conn, agent_id)
