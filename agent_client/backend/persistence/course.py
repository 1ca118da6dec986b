"""The time line of a call: every party, hold, transfer and automatic change, with its why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import Connection, Integer, bindparam, func, insert, select

from agent_client.backend.ports.units import Tx
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.interactions import Moment
from agent_client.protocol.names import AgentId, EndedBy, InteractionId, MomentKind
from agent_client.protocol.why import Why

from .prepared import Prepared
from .tables import agents, interaction_moments

NEWEST = 30
"""So many moments travel with a contact; the rest stands in the customer's history."""
MOST_OF_EACH = 200
"""So many of a call travel with the history: a call that was held and resumed all day must not swell it."""


_ADDED = Prepared(insert(interaction_moments))


def add(
    tx: Tx,
    interaction: InteractionId,
    kind: MomentKind,
    *,
    agent: AgentId | None = None,
    phone: str = "",
    to: str = "",
    why: Why | None = None,
    ended_by: EndedBy | None = None,
) -> None:
    _ADDED.run(
        tx.conn,
        interaction_id=interaction,
        at=tx.now,
        kind=kind.value,
        agent_id=agent,
        phone=phone,
        target=to,
        why=why,
        ended_by=None if ended_by is None else ended_by.value,
    )


_NEWEST = Prepared(
    select(interaction_moments, agents.c.name.label("agent_name"))
    .select_from(interaction_moments.outerjoin(agents, agents.c.id == interaction_moments.c.agent_id))
    .where(interaction_moments.c.interaction_id == bindparam("wanted"))
    .order_by(interaction_moments.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)


def newest(conn: Connection, interaction: InteractionId, most: int = NEWEST) -> tuple[Moment, ...]:
    """The oldest of them first."""
    found = _NEWEST.rows(conn, wanted=interaction, most=most)
    return tuple(_moment(row) for row in reversed(found))


def of_each(conn: Connection, wanted: Collection[InteractionId]) -> dict[InteractionId, tuple[Moment, ...]]:
    """Of each of these calls, the oldest first."""
    number = func.row_number().over(
        partition_by=interaction_moments.c.interaction_id, order_by=interaction_moments.c.id
    )
    of_them = select(interaction_moments, number.label("number")).where(
        interaction_moments.c.interaction_id.in_(wanted)
    )
    counted = of_them.subquery()
    query = (
        select(counted, agents.c.name.label("agent_name"))
        .select_from(counted.outerjoin(agents, agents.c.id == counted.c.agent_id))
        .where(counted.c.number <= MOST_OF_EACH)
        .order_by(counted.c.id)
    )
    found: dict[InteractionId, list[Moment]] = defaultdict(list)
    for row in conn.execute(query):
        found[InteractionId(row.interaction_id)].append(_moment(row))
    return {interaction: tuple(moments) for interaction, moments in found.items()}


def _moment(row: Any) -> Moment:
    return Moment(
        at=row.at,
        kind=MomentKind(row.kind),
        agent=None if row.agent_id is None else AgentBrief(AgentId(row.agent_id), row.agent_name, row.phone),
        to=row.target,
        why=None if row.why is None else msgspec.convert(row.why, Why),
        ended_by=None if row.ended_by is None else EndedBy(row.ended_by),
    )
