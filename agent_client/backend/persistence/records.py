"""The records of a customer's history: added, read newest first, never changed (F2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.customers import Record
from agent_client.protocol.names import AgentId, ContactId, CustomerId, RecordId

from .rows import insert_one
from .tables import agents, records

PAGE = 30


def _select() -> Select[Any]:
    return select(records, agents.c.name.label("agent_name")).join(agents, agents.c.id == records.c.agent_id)


def _record(row: Row[Any]) -> Record:
    return Record(
        id=RecordId(row.id),
        customer=None if row.customer_id is None else CustomerId(row.customer_id),
        contact=None if row.contact_id is None else ContactId(row.contact_id),
        number=row.number,
        saved_at=row.saved_at,
        call_at=row.call_at,
        operator=AgentBrief(AgentId(row.agent_id), row.agent_name, row.phone),
        text=row.text,
    )


def record(conn: Connection, record_id: RecordId) -> Record:
    return _record(conn.execute(_select().where(records.c.id == record_id)).one())


def page(
    conn: Connection, customer: CustomerId, before: RecordId | None = None, limit: int = PAGE
) -> tuple[tuple[Record, ...], RecordId | None]:
    """The customer's records older than ``before``, newest first; and what to ask with for the next page."""
    query = _select().where(records.c.customer_id == customer).order_by(records.c.id.desc()).limit(limit + 1)
    if before is not None:
        query = query.where(records.c.id < before)
    rows = conn.execute(query).all()
    shown = tuple(_record(row) for row in rows[:limit])
    return shown, shown[-1].id if len(rows) > limit else None


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
