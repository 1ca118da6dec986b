"""Contacts as the database has them, from the queue to the end of wrap-up, and how they travel."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, Select, select, update

from agent_client.backend.ports.telephony import CallId, LegId
from agent_client.protocol.contacts import Contact, Variable
from agent_client.protocol.names import (
    AgentId,
    AgentState,
    CallbackId,
    Channel,
    ContactId,
    ContactState,
    CustomerId,
    Direction,
    EndedBy,
    IdleReasonId,
    NotReadyReason,
    ProjectId,
    QueueId,
    WrapUpReasonId,
)
from agent_client.protocol.refusals import ContactChanged, NotFound
from agent_client.protocol.why import Why

from . import customers
from .rows import insert_one
from .tables import contacts

WITH_CALL = (ContactState.QUEUED, ContactState.CONNECTING, ContactState.RINGING, ContactState.CONNECTED)
"""The states in which there is a customer on the line, or about to be."""


class Before(Struct, frozen=True):
    """The agent's state before the contact, to which they return."""

    state: AgentState
    not_ready: NotReadyReason | None = None
    idle_reason: IdleReasonId | None = None


class ContactRow(Struct, frozen=True, kw_only=True):
    """A contact with what is the server's own business."""

    id: ContactId
    version: int
    state_version: int
    """The version with which the present state began: whoever saw it or a later one saw this state."""
    channel: Channel
    direction: Direction
    state: ContactState
    queue: QueueId
    project: ProjectId | None
    ani: str
    dnis: str
    customer: CustomerId | None
    variables: tuple[Variable, ...]
    call: CallId
    leg: LegId | None
    leg_answered_at: datetime | None
    can_answer: bool
    before: Before | None
    agent: AgentId | None
    phone: str
    queued_at: datetime
    ringing_at: datetime | None
    connected_at: datetime | None
    ended_at: datetime | None
    until: datetime | None
    ended_by: EndedBy | None
    wrap_up_reason: WrapUpReasonId | None
    callback: CallbackId | None
    why: Why | None


_COLUMNS = {
    "queue": "queue_id",
    "project": "project_id",
    "customer": "customer_id",
    "call": "call_id",
    "leg": "leg_id",
    "agent": "agent_id",
    "wrap_up_reason": "wrap_up_reason_id",
    "callback": "callback_id",
}
_NAMED = {column: name for name, column in _COLUMNS.items()}
_FIELDS = tuple(_NAMED.get(column.name, str(column.name)) for column in contacts.c)
"""The names in `ContactRow`, in the order of the columns."""


def _row(row: Row[Any]) -> ContactRow:
    return msgspec.convert(dict(zip(_FIELDS, row, strict=True)), ContactRow)


def _one(conn: Connection, query: Select[Any]) -> ContactRow | None:
    row = conn.execute(query.order_by(contacts.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _row(row)


def _many(conn: Connection, query: Select[Any]) -> list[ContactRow]:
    return [_row(row) for row in conn.execute(query.order_by(contacts.c.queued_at, contacts.c.id))]


def _in(*states: ContactState) -> Any:
    return contacts.c.state.in_([state.value for state in states])


def row(conn: Connection, contact_id: ContactId) -> ContactRow:
    found = _one(conn, select(contacts).where(contacts.c.id == contact_id))
    if found is None:
        raise NotFound("no such contact")
    return found


def by_call(conn: Connection, call: CallId) -> ContactRow | None:
    return _one(conn, select(contacts).where(contacts.c.call_id == call))


def by_leg(conn: Connection, leg: LegId) -> ContactRow | None:
    return _one(conn, select(contacts).where(contacts.c.leg_id == leg))


def queued(conn: Connection) -> list[ContactRow]:
    """Those who wait, the oldest first."""
    return _many(conn, select(contacts).where(_in(ContactState.QUEUED)))


def with_call(conn: Connection) -> list[ContactRow]:
    return _many(conn, select(contacts).where(_in(*WITH_CALL)))


def rows_of_agent(conn: Connection, agent_id: AgentId) -> list[ContactRow]:
    """What an agent has in hand: not yet wrapped up."""
    return _many(
        conn,
        select(contacts).where(
            _in(*WITH_CALL, ContactState.WRAP_UP),
            contacts.c.agent_id == agent_id,
        ),
    )


def of_agent(conn: Connection, agent_id: AgentId) -> tuple[Contact, ...]:
    """What an agent has in hand, as it travels."""
    return tuple(shown(conn, found) for found in rows_of_agent(conn, agent_id))


def due(conn: Connection, now: datetime) -> list[ContactRow]:
    """Whose limit has passed: ringing, or wrap-up."""
    return _many(conn, select(contacts).where(contacts.c.until <= now))


def next_due(conn: Connection) -> datetime | None:
    return conn.scalar(
        select(contacts.c.until).where(contacts.c.until.is_not(None)).order_by(contacts.c.until).limit(1)
    )


def shown(conn: Connection, contact: ContactRow) -> Contact:
    return Contact(
        id=contact.id,
        version=contact.version,
        channel=contact.channel,
        direction=contact.direction,
        state=contact.state,
        queue=contact.queue,
        project=contact.project,
        ani=contact.ani,
        dnis=contact.dnis,
        customer=None if contact.customer is None else customers.brief(conn, contact.customer),
        variables=contact.variables,
        can_answer=contact.can_answer,
        queued_at=contact.queued_at,
        ringing_at=contact.ringing_at,
        answered_at=contact.leg_answered_at,
        connected_at=contact.connected_at,
        ended_at=contact.ended_at,
        until=contact.until,
        ended_by=contact.ended_by,
        wrap_up_reason=contact.wrap_up_reason,
        callback=contact.callback,
        why=contact.why,
    )


def add(
    conn: Connection,
    *,
    now: datetime,
    direction: Direction,
    state: ContactState,
    queue: QueueId,
    project: ProjectId | None,
    ani: str,
    dnis: str,
    customer: CustomerId | None,
    call: CallId,
    **more: Any,
) -> ContactRow:
    """``more``: other fields of `ContactRow` by their names."""
    values: dict[str, Any] = {
        "version": 1,
        "state_version": 1,
        "channel": Channel.VOICE.value,
        "direction": direction.value,
        "state": state.value,
        "queue": queue,
        "project": project,
        "ani": ani,
        "dnis": dnis,
        "customer": customer,
        "variables": (),
        "call": call,
        "can_answer": False,
        "phone": "",
        "queued_at": now,
        **more,
    }
    return row(conn, ContactId(insert_one(conn, contacts, **_columns(values))))


def change(conn: Connection, contact: ContactRow, **values: Any) -> ContactRow:
    """Write fields of `ContactRow` by their names and raise the version. Raises `ContactChanged` if it moved on meanwhile."""
    moves = values.get("state", contact.state) != contact.state
    values["state_version"] = contact.version + 1 if moves else contact.state_version
    done = conn.execute(
        update(contacts)
        .where(contacts.c.id == contact.id, contacts.c.version == contact.version)
        .values(version=contact.version + 1, **_columns(values))
    )
    if done.rowcount == 0:
        raise ContactChanged("the contact moved on")
    return row(conn, contact.id)


def set_customer(conn: Connection, contact_id: ContactId, customer_id: CustomerId) -> None:
    """Who it is about. `services.calls.publish` tells the agent."""
    conn.execute(update(contacts).where(contacts.c.id == contact_id).values(customer_id=customer_id))


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {_COLUMNS.get(name, name): value for name, value in values.items()}
