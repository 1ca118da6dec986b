"""All that happened to the entries of the callback list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, Row, bindparam, select

from agent_client.backend.domain.callbacks import Moment
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.names import AgentId, CallbackId, CallbackMomentKind, ContactId, QueueId
from agent_client.protocol.time import seconds_between
from agent_client.protocol.why import Why

from .prepared import Prepared
from .rows import insert_one
from .tables import agents, callback_moments, contacts

_SPOKEN = (CallbackMomentKind.ANSWERED.value, CallbackMomentKind.REACHED.value)


def add(conn: Connection, entry: CallbackId, moment: Moment) -> None:
    insert_one(
        conn,
        callback_moments,
        callback_id=entry,
        kind=moment.kind.value,
        at=moment.at,
        agent_id=moment.agent,
        phone=moment.phone,
        queue_id=moment.queue,
        seconds=moment.seconds,
        until=moment.until,
        internal=moment.internal,
        voicemail=moment.voicemail,
        member=moment.member,
        contact_id=moment.contact,
        why=moment.why,
    )


_OF = Prepared(
    select(callback_moments).where(callback_moments.c.callback_id == bindparam("entry")).order_by(callback_moments.c.id)
)


def of(conn: Connection, entry: CallbackId) -> list[Moment]:
    """In the order in which they became known."""
    return [_moment(row) for row in _OF.rows(conn, entry=entry)]


def of_each(conn: Connection, entries: Collection[CallbackId]) -> dict[CallbackId, list[Moment]]:
    found: dict[CallbackId, list[Moment]] = defaultdict(list)
    query = select(callback_moments).where(callback_moments.c.callback_id.in_(entries))
    for row in conn.execute(query.order_by(callback_moments.c.id)):
        found[CallbackId(row.callback_id)].append(_moment(row))
    return found


def _moment(row: Any) -> Moment:
    return Moment(
        kind=CallbackMomentKind(row.kind),
        at=row.at,
        agent=None if row.agent_id is None else AgentId(row.agent_id),
        phone=row.phone,
        queue=None if row.queue_id is None else QueueId(row.queue_id),
        seconds=row.seconds,
        until=row.until,
        internal=row.internal,
        voicemail=row.voicemail,
        member=row.member,
        contact=None if row.contact_id is None else ContactId(row.contact_id),
        why=None if row.why is None else msgspec.convert(row.why, Why),
    )


def told(conn: Connection, entry: CallbackId) -> list[tuple[Moment, AgentBrief | None]]:
    """As `of`, with who did it, and how long was talked where a conversation of ours was what happened."""
    rows = conn.execute(
        select(
            callback_moments,
            agents.c.name.label("agent_name"),
            contacts.c.connected_at.label("talked_since"),
            contacts.c.ended_at.label("talked_until"),
        )
        .select_from(
            callback_moments.outerjoin(agents, agents.c.id == callback_moments.c.agent_id).outerjoin(
                contacts, contacts.c.id == callback_moments.c.contact_id
            )
        )
        .where(callback_moments.c.callback_id == entry)
        .order_by(callback_moments.c.id)
    )
    return [(replace(_moment(row), seconds=_seconds(row)), _who(row)) for row in rows]


def _seconds(row: Row[Any]) -> int | None:
    if row.kind in _SPOKEN and row.talked_since is not None:
        return None if row.talked_until is None else int(seconds_between(row.talked_since, row.talked_until))
    return None if row.seconds is None else int(row.seconds)


def _who(row: Row[Any]) -> AgentBrief | None:
    return None if row.agent_id is None else AgentBrief(AgentId(row.agent_id), row.agent_name, row.phone)
