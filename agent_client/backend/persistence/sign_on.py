"""The phone that is rung for a sign-on test (A9): whose it is, and whether it has rung."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from agent_client.protocol.names import AgentId

from .prepared import Prepared
from .tables import agents

_THEM = agents.c.id == bindparam("wanted")
_WRITTEN = Prepared(update(agents).where(_THEM))
_RANG_AT = Prepared(select(agents.c.leg_rang_at).where(_THEM))
_LEG = Prepared(select(agents.c.leg_id).where(_THEM))
_WITH_LEG = Prepared(select(agents.c.id).where(agents.c.leg_id == bindparam("wanted")))
_UNDER_TEST = Prepared(select(agents.c.id).where(agents.c.leg_id.is_not(None)))


def begin(conn: Connection, agent_id: AgentId, leg: str) -> None:
    _WRITTEN.run(conn, wanted=agent_id, leg_id=leg, leg_rang_at=None)


def end(conn: Connection, agent_id: AgentId) -> None:
    _WRITTEN.run(conn, wanted=agent_id, leg_id=None, leg_rang_at=None)


def rang(conn: Connection, agent_id: AgentId, at: datetime) -> None:
    _WRITTEN.run(conn, wanted=agent_id, leg_rang_at=at)


def rang_at(conn: Connection, agent_id: AgentId) -> datetime | None:
    at: datetime | None = _RANG_AT.value(conn, wanted=agent_id)
    return at


def leg_of(conn: Connection, agent_id: AgentId) -> str | None:
    leg: str | None = _LEG.value(conn, wanted=agent_id)
    return leg


def with_leg(conn: Connection, leg: str) -> AgentId | None:
    found = _WITH_LEG.value(conn, wanted=leg)
    return None if found is None else AgentId(found)


def under_test(conn: Connection) -> list[AgentId]:
    """Whose phone is being tested now."""
    return [AgentId(number) for number in _UNDER_TEST.values(conn)]
