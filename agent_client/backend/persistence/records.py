"""The records of a customer's history: added, read newest first, corrected; what was written first is never changed (F2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, Select, exists, insert, or_, select

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.customers import Correction, Record
from agent_client.protocol.names import AgentId, ContactId, CustomerId, RecordId
from agent_client.rules.record_filter import EVERYTHING, HistoryFilter, in_texts

from .rows import insert_one
from .tables import agents, record_corrections, records

PAGE = 30
_AT_ONCE = 250
"""So many records are read at a time while words are looked for."""
MOST_SEARCHED = 1000
"""So many are looked through for one page; the next page goes on behind them, whether or not anything was found."""


class Page(Struct, frozen=True):
    """``next``: what to ask with for the next page; None: there is no older record."""

    records: tuple[Record, ...]
    next: RecordId | None


def record(conn: Connection, record_id: RecordId, *, to_change: bool = False) -> Record | None:
    """``to_change``: nobody else changes it before this transaction ends."""
    query = _select().where(records.c.id == record_id)
    row = conn.execute(query.with_for_update(of=records) if to_change else query).one_or_none()
    return None if row is None else _read(conn, [row])[0]


def page(
    conn: Connection,
    customer: CustomerId,
    before: RecordId | None = None,
    limit: int = PAGE,
    wish: HistoryFilter = EVERYTHING,
) -> Page:
    """The customer's records older than ``before`` that are wished for, newest first."""
    query = _wished(customer, wish)
    words = wish.words
    if not words:
        rows = conn.execute(_older(query, before).limit(limit + 1)).all()
        shown = _read(conn, rows[:limit])
        return Page(shown, shown[-1].id if len(rows) > limit else None)
    found: list[Record] = []
    for _ in range(MOST_SEARCHED // _AT_ONCE):
        rows = conn.execute(_older(query, before).limit(_AT_ONCE)).all()
        for one in _read(conn, rows):
            if in_texts(words, one.text, *(correction.before for correction in one.corrections)):
                found.append(one)
                if len(found) == limit:
                    return Page(tuple(found), one.id)
        if len(rows) < _AT_ONCE:
            return Page(tuple(found), None)
        before = RecordId(rows[-1].id)
    return Page(tuple(found), before)


def add(
    conn: Connection,
    *,
    customer: CustomerId | None,
    contact: ContactId | None,
    number: str,
    saved_at: datetime,
    call_at: datetime | None,
    agent: AgentId,
    phone: str,
    text: str,
) -> RecordId:
    return RecordId(
        insert_one(
            conn,
            records,
            customer_id=customer,
            contact_id=contact,
            number=number,
            saved_at=saved_at,
            call_at=call_at,
            agent_id=agent,
            phone=phone,
            text=text,
        )
    )


def correct(conn: Connection, record_id: RecordId, *, at: datetime, agent: AgentId, text: str) -> None:
    conn.execute(insert(record_corrections).values(record_id=record_id, at=at, agent_id=agent, text=text))


def _select() -> Select[Any]:
    return select(records, agents.c.name.label("agent_name")).join(agents, agents.c.id == records.c.agent_id)


def _wished(customer: CustomerId, wish: HistoryFilter) -> Select[Any]:
    """But for the words: databases fold them each in its own way."""
    query = _select().where(records.c.customer_id == customer)
    if wish.since is not None:
        query = query.where(records.c.saved_at >= wish.since)
    if wish.until is not None:
        query = query.where(records.c.saved_at < wish.until)
    if wish.agent is not None:
        corrected = exists().where(
            record_corrections.c.record_id == records.c.id, record_corrections.c.agent_id == wish.agent
        )
        query = query.where(or_(records.c.agent_id == wish.agent, corrected))
    return query


def _older(query: Select[Any], before: RecordId | None) -> Select[Any]:
    query = query.order_by(records.c.id.desc())
    return query if before is None else query.where(records.c.id < before)


def _read(conn: Connection, rows: Sequence[Row[Any]]) -> tuple[Record, ...]:
    """With their corrections, which are asked for once for all of them."""
    later = _later(conn, [row.id for row in rows])
    return tuple(_record(row, later.get(row.id, ())) for row in rows)


def _later(conn: Connection, ids: list[int]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    if ids:
        for row in conn.execute(
            select(record_corrections, agents.c.name.label("agent_name"))
            .join(agents, agents.c.id == record_corrections.c.agent_id)
            .where(record_corrections.c.record_id.in_(ids))
            .order_by(record_corrections.c.id)
        ):
            found[row.record_id].append(row)
    return found


def _record(row: Row[Any], later: Sequence[Row[Any]]) -> Record:
    texts = [row.text, *(correction.text for correction in later)]
    return Record(
        id=RecordId(row.id),
        customer=None if row.customer_id is None else CustomerId(row.customer_id),
        contact=None if row.contact_id is None else ContactId(row.contact_id),
        number=row.number,
        saved_at=row.saved_at,
        call_at=row.call_at,
        operator=AgentBrief(AgentId(row.agent_id), row.agent_name, row.phone),
        text=texts[-1],
        corrections=tuple(
            Correction(one.at, AgentBrief(AgentId(one.agent_id), one.agent_name), before)
            for one, before in zip(later, texts, strict=False)
        ),
    )
