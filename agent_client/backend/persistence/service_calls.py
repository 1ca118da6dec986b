"""The calls to the service number (A15): what was said on each, so that a call that is told of twice does nothing twice."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Connection, delete, insert, select, update

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import CallId
from agent_client.protocol.names import AgentId

from .tables import service_calls

Said: TypeAlias = tuple[Prompt | int, ...]


def add(conn: Connection, call: CallId, at: datetime, agent: AgentId | None, said: Said) -> None:
    """``agent``: None for a phone that is nobody's."""
    conn.execute(insert(service_calls).values(call_id=call, at=at, agent_id=agent, said=said, over=False))


def said(conn: Connection, call: CallId) -> Said | None:
    """None: the call is not known."""
    found = conn.execute(select(service_calls.c.said).where(service_calls.c.call_id == call)).one_or_none()
    return None if found is None else tuple(_prompt(one) for one in found.said)


def _prompt(said: str | int) -> Prompt | int:
    return said if isinstance(said, int) else Prompt(said)


def over(conn: Connection, call: CallId) -> AgentId | None:
    """The call is. Whose it was, if it was going on until now."""
    mine = (service_calls.c.call_id == call, service_calls.c.over.is_(False))
    agent = conn.scalar(select(service_calls.c.agent_id).where(*mine))
    if agent is None:
        return None
    conn.execute(update(service_calls).where(*mine).values(over=True))
    return AgentId(agent)


def going_on(conn: Connection) -> list[CallId]:
    """As far as is known."""
    return [CallId(one) for one in conn.scalars(select(service_calls.c.call_id).where(service_calls.c.over.is_(False)))]


def prune(conn: Connection, before: datetime) -> None:
    conn.execute(delete(service_calls).where(service_calls.c.at < before))
