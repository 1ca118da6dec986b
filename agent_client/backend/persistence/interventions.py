"""The log of what supervisors did to sessions, seats, cards and accounts: who, to whom, why (H1). Nothing is taken out of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, Select, select

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.names import AgentId, CustomerId, Intervention, Listening
from agent_client.protocol.supervising import LogLine

from .rows import insert_one
from .tables import agents, interventions

_by = agents.alias("by")
_whom = agents.alias("whom")


class Detail(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``about``: the customer's name at that time, for the card that was unlocked. ``how``: of listening."""

    customer: CustomerId | None = None
    about: str = ""
    how: Listening | None = None


_NOTHING = Detail()


def add(
    conn: Connection,
    at: datetime,
    by: AgentId,
    kind: Intervention,
    reason: str,
    *,
    agent: AgentId | None = None,
    seat: str = "",
    detail: Detail = _NOTHING,
) -> LogLine:
    made = insert_one(
        conn,
        interventions,
        at=at,
        by_id=by,
        agent_id=agent,
        seat=seat,
        kind=kind.value,
        reason=reason,
        detail=detail,
    )
    return _line(conn.execute(_select().where(interventions.c.id == made)).one())


def latest(conn: Connection, kind: Intervention, agent: AgentId) -> LogLine | None:
    """Of those to this agent."""
    theirs = (interventions.c.kind == kind.value, interventions.c.agent_id == agent)
    found = conn.execute(_select().where(*theirs).order_by(interventions.c.id.desc()).limit(1)).one_or_none()
    return None if found is None else _line(found)


def page(conn: Connection, before: int | None, most: int) -> tuple[tuple[LogLine, ...], int | None]:
    """The latest first; and where the next page begins, None if there is none."""
    query = _select().order_by(interventions.c.id.desc()).limit(most + 1)
    if before is not None:
        query = query.where(interventions.c.id < before)
    found = conn.execute(query).all()
    lines = tuple(_line(row) for row in found[:most])
    return lines, lines[-1].id if len(found) > most else None


def _select() -> Select[Any]:
    joined = interventions.join(_by, _by.c.id == interventions.c.by_id).outerjoin(
        _whom, _whom.c.id == interventions.c.agent_id
    )
    names = (_by.c.name.label("by_name"), _whom.c.name.label("whom"))
    return select(interventions, *names).select_from(joined)


def _line(row: Row[Any]) -> LogLine:
    detail = _NOTHING if row.detail is None else msgspec.convert(row.detail, Detail)
    return LogLine(
        id=row.id,
        at=row.at,
        by=AgentBrief(AgentId(row.by_id), row.by_name),
        kind=Intervention(row.kind),
        reason=row.reason,
        agent=None if row.agent_id is None else AgentBrief(AgentId(row.agent_id), row.whom),
        seat=row.seat,
        about=detail.about,
        how=detail.how,
    )
