"""Which agents can be consulted, and transferred to (D2, D7): the list offers by it, the server refuses by it."""

from __future__ import annotations

from agent_client.protocol.agents import Presence
from agent_client.protocol.names import AgentState, NotReadyReason

_REACHABLE = frozenset({NotReadyReason.PAUSE, NotReadyReason.IDLE})


def may_consult(agent: Presence) -> bool:
    """Available, or away from calls by their own choice: a question may disturb a pause, a RONA phone is not there."""
    paused = agent.state is AgentState.NOT_READY and agent.not_ready in _REACHABLE
    return may_transfer(agent) or (agent.linked and paused)


def may_transfer(agent: Presence) -> bool:
    """Only to who waits for a call, and whose client is there: never one in wrap-up, nor a dead seat."""
    return agent.linked and agent.state is AgentState.READY
