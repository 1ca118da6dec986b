"""Who gives a command: the agent behind the session that the request came with."""

from __future__ import annotations

from msgspec import Struct

from agent_client.protocol.names import AgentId, Role, SessionId


class Caller(Struct, frozen=True):
    agent: AgentId
    session: SessionId
    role: Role
    name: str
    phone: str
