"""Contacts as the database has them, from the queue to the end of wrap-up, and how they travel."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, func, not_, or_, select, update

from agent_client.backend.ports.telephony import CallId, LegId
from agent_client.protocol.contacts import Variable
from agent_client.protocol.names import (
    AgentId,
    AgentState,
    CallbackId,
    CallbackOrigin,
    Channel,
    ContactId,
    ContactState,
    CustomerId,
    Direction,
    EndedBy,
    IdleReasonId,
    InteractionId,
    NotReadyReason,
    OnHold,
    ProjectId,
    QueueId,
    RouteCode,
    TargetKind,
    WrapUpReasonId,
)
from agent_client.protocol.refusals import ContactChanged, NotFound
from agent_client.protocol.why import Why

from . import interactions
from .rows import insert_one
from .tables import contacts

TALKING = (
    ContactState.CONNECTED,
    ContactState.HELD,
    ContactState.CONSULT_REQUESTED,
    ContactState.CONSULTING,
    ContactState.CONFERENCE,
)
"""The states in which an agent has the customer, on hold or not; or, consulted, is in conversation with who has."""
WITH_CALL = (ContactState.QUEUED, ContactState.CONNECTING, ContactState.RINGING, *TALKING)
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
    interaction: InteractionId
    on_hold: OnHold | None
    on_hold_since: datetime | None
    consult_of: ContactId | None
    target_kind: TargetKind | None
    target: str
    not_to: tuple[AgentId, ...]
    ready_at: datetime | None
    tries: int
    can_mute: bool
    muted: bool
    origin: CallbackOrigin | None
    extensions: int
    text: str
    only_to: AgentId | None
    """The one agent to whom it is routed."""
    route_code: RouteCode | None
    unhandled_at: datetime | None
    announce_at: datetime | None
    held_at_phone_since: datetime | None
    """The agent's phone holds by its own key."""


_COLUMNS = {
    "queue": "queue_id",
    "project": "project_id",
    "customer": "customer_id",
    "call": "call_id",
    "leg": "leg_id",
    "agent": "agent_id",
    "wrap_up_reason": "wrap_up_reason_id",
    "callback": "callback_id",
    "interaction": "interaction_id",
    "consult_of": "consult_of_id",
    "only_to": "only_to_id",
}
_NAMED = {column: name for name, column in _COLUMNS.items()}
_FIELDS = tuple(_NAMED.get(column.name, str(column.name)) for column in contacts.c)
"""The names in `ContactRow`, in the order of the columns."""


def _row(row: Row[Any]) -> ContactRow:
    return msgspec.convert(dict(zip(_FIELDS, row, strict=True)), ContactRow)


def _one(conn: Connection, query: Select[Any], **given: object) -> ContactRow | None:
    """``given``: its parameters."""
    row = conn.execute(query.order_by(contacts.c.id.desc()).limit(1), given).one_or_none()
    return None if row is None else _row(row)


def many(conn: Connection, query: Select[Any], **given: object) -> list[ContactRow]:
    """What a query of the whole table's columns finds, the oldest first. ``given``: its parameters."""
    return [_row(row) for row in conn.execute(query.order_by(contacts.c.queued_at, contacts.c.id), given)]


def _in(*states: ContactState) -> Any:
    return contacts.c.state.in_([state.value for state in states])


_BY_ID = select(contacts).where(contacts.c.id == bindparam("wanted"))
_BY_CALL = select(contacts).where(contacts.c.call_id == bindparam("wanted"))
_CONSULT_OF = select(contacts).where(contacts.c.consult_of_id == bindparam("wanted"), _in(*WITH_CALL))
_CHANGED = update(contacts).where(contacts.c.id == bindparam("wanted"), contacts.c.version == bindparam("seen"))
"""Built once: no statements are asked more often."""


def row(conn: Connection, contact_id: ContactId) -> ContactRow:
    found = conn.execute(_BY_ID, {"wanted": contact_id}).one_or_none()
    if found is None:
        raise NotFound("no such contact")
    return _row(found)


def by_call(conn: Connection, call: CallId) -> ContactRow | None:
    return _one(conn, _BY_CALL, wanted=call)


def by_leg(conn: Connection, leg: LegId) -> ContactRow | None:
    return _one(conn, select(contacts).where(contacts.c.leg_id == leg))


def next_ready(conn: Connection, now: datetime) -> datetime | None:
    """When the next contact that waits may be routed."""
    at = contacts.c.ready_at
    return conn.scalar(select(at).where(_in(ContactState.QUEUED), at > now).order_by(at).limit(1))


def to_call_back(conn: Connection, entry: CallbackId) -> ContactRow | None:
    """The contact by which an entry of the callback list is being dealt with, from the queue to the conversation."""
    return _one(conn, select(contacts).where(contacts.c.callback_id == entry, _in(*WITH_CALL)))


def waiting_to_call(conn: Connection, number: str) -> list[ContactRow]:
    """Callbacks of this number that wait, or ring at an agent's."""
    waits = _in(ContactState.QUEUED, ContactState.CONNECTING, ContactState.RINGING)
    back = and_(contacts.c.direction == Direction.CALLBACK.value, contacts.c.callback_id.is_not(None))
    mine = and_(back, contacts.c.ani == number, contacts.c.origin.is_not(None))
    return many(conn, select(contacts).where(waits, mine))


def asked_for(conn: Connection, number: str, queue: QueueId) -> ContactRow | None:
    """Who asked this queue for a call, and has not been spoken to yet."""
    waiting = _in(ContactState.QUEUED, ContactState.CONNECTING, ContactState.RINGING)
    here = and_(contacts.c.ani == number, contacts.c.queue_id == queue, contacts.c.origin.is_not(None))
    return _one(conn, select(contacts).where(waiting, here))


def consult_of(conn: Connection, contact_id: ContactId) -> ContactRow | None:
    """The consulted side of a contact, while there is one."""
    return _one(conn, _CONSULT_OF, wanted=contact_id)


def of_interaction(conn: Connection, interaction: InteractionId) -> list[ContactRow]:
    """Those that agents still have in hand."""
    living = _in(*WITH_CALL, ContactState.WRAP_UP)
    return many(
        conn,
        select(contacts).where(contacts.c.interaction_id == interaction, contacts.c.agent_id.is_not(None), living),
    )


def calls_count(conn: Connection) -> int:
    """How many calls the centre has now: the customers' and the consulted parties' (D11). Who is only to be called has
    none yet."""
    has_call = or_(contacts.c.call_id != "", contacts.c.direction == Direction.CONSULT.value)
    spoken = contacts.c.channel == Channel.VOICE.value
    return conn.scalar(select(func.count()).select_from(contacts).where(_in(*WITH_CALL), spoken, has_call)) or 0


def waiting_callers(conn: Connection, queue: QueueId | None = None) -> list[ContactRow]:
    """Customers who wait on the line, in this group or in any."""
    waiting = select(contacts).where(_on_the_line())
    return many(conn, waiting if queue is None else waiting.where(contacts.c.queue_id == queue))


def unhandled(conn: Connection, now: datetime) -> list[ContactRow]:
    """Who waits on the line and should not any more (F7)."""
    return many(conn, select(contacts).where(_on_the_line(), contacts.c.unhandled_at <= now))


def next_unhandled(conn: Connection) -> datetime | None:
    at = contacts.c.unhandled_at
    return conn.scalar(select(at).where(_on_the_line(), at.is_not(None)).order_by(at).limit(1))


def to_announce(conn: Connection, now: datetime) -> list[ContactRow]:
    """Who waits on the line and is to be spoken to."""
    return many(conn, select(contacts).where(_on_the_line(), contacts.c.announce_at <= now))


def next_announce(conn: Connection) -> datetime | None:
    at = contacts.c.announce_at
    return conn.scalar(select(at).where(_on_the_line(), at.is_not(None)).order_by(at).limit(1))


def set_announce_at(conn: Connection, contact_id: ContactId, at: datetime | None) -> None:
    """No change that anybody sees: the version stays."""
    conn.execute(update(contacts).where(contacts.c.id == contact_id).values(announce_at=at))


def _on_the_line() -> ColumnElement[bool]:
    calls = and_(contacts.c.direction == Direction.INBOUND.value, contacts.c.channel == Channel.VOICE.value)
    return and_(_in(ContactState.QUEUED), calls)


def with_call(conn: Connection) -> list[ContactRow]:
    return many(conn, select(contacts).where(_in(*WITH_CALL)))


def rows_of_agent(conn: Connection, agent_id: AgentId) -> list[ContactRow]:
    """What an agent has in hand: not yet wrapped up."""
    return many(
        conn,
        select(contacts).where(
            _in(*WITH_CALL, ContactState.WRAP_UP),
            contacts.c.agent_id == agent_id,
        ),
    )


def due(conn: Connection, now: datetime, *, ringing: bool = True) -> list[ContactRow]:
    """Whose limit has passed: ringing, or wrap-up. Without ``ringing`` what rings is left out."""
    return many(conn, _limited(ringing).where(contacts.c.until <= now))


def next_due(conn: Connection, *, ringing: bool = True) -> datetime | None:
    query = _limited(ringing).with_only_columns(contacts.c.until).order_by(contacts.c.until).limit(1)
    return conn.scalar(query)


def _limited(ringing: bool) -> Select[Any]:
    query = select(contacts).where(contacts.c.until.is_not(None))
    rings = and_(_in(ContactState.CONNECTING, ContactState.RINGING), contacts.c.leg_id.is_not(None))
    return query if ringing else query.where(not_(rings))


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
        "target": "",
        "not_to": (),
        "tries": 0,
        "can_mute": False,
        "muted": False,
        "extensions": 0,
        "text": "",
        **more,
    }
    if "interaction" not in values:
        values["interaction"] = interactions.create(conn)
    return row(conn, ContactId(insert_one(conn, contacts, **_columns(values))))


def change(conn: Connection, contact: ContactRow, **values: Any) -> ContactRow:
    """Write fields of `ContactRow` by their names and raise the version. Raises `ContactChanged` if it moved on meanwhile."""
    situation = (contact.state, contact.on_hold)
    moves = (values.get("state", contact.state), values.get("on_hold", contact.on_hold)) != situation
    values["state_version"] = contact.version + 1 if moves else contact.state_version
    done = conn.execute(
        _CHANGED,
        {"wanted": contact.id, "seen": contact.version, "version": contact.version + 1, **_columns(values)},
    )
    if done.rowcount == 0:
        raise ContactChanged("the contact moved on")
    return row(conn, contact.id)


def set_customer(conn: Connection, contact_id: ContactId, customer_id: CustomerId) -> None:
    """Who it is about. `services.telling.publish` tells the agent."""
    conn.execute(update(contacts).where(contacts.c.id == contact_id).values(customer_id=customer_id))


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {_COLUMNS.get(name, name): value for name, value in values.items()}
