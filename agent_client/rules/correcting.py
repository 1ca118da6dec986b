"""Who may correct a record: who wrote it, and whoever answers for the agents."""

from __future__ import annotations

from agent_client.protocol.names import AgentId, Role

_ALL = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


def may_correct(author: AgentId, agent: AgentId, role: Role) -> bool:
    return agent == author or role in _ALL
