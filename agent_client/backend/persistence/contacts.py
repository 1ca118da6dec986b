"""Contacts as the database has them, from the queue to the end of wrap-up, and how they travel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    update,
)

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
from .prepared import Prepared
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


def _row(row: Sequence[Any]) -> ContactRow:
    return msgspec.convert(dict(zip(_FIELDS, row, strict=True)), ContactRow)


def in_states(*states: ContactState) -> ColumnElement[bool]:
    return contacts.c.state.in_([literal(state.value) for state in states])


def every(*which: ColumnElement[bool]) -> Prepared:
    """The oldest first."""
    return Prepared(select(contacts).where(*which).order_by(contacts.c.queued_at, contacts.c.id))


def _newest(*which: ColumnElement[bool]) -> Prepared:
    return Prepared(select(contacts).where(*which).order_by(contacts.c.id.desc()).limit(1))


def _one(conn: Connection, prepared: Prepared, **given: Any) -> ContactRow | None:
    row = prepared.first(conn, **given)
    return None if row is None else _row(row)


def many(conn: Connection, prepared: Prepared, **given: Any) -> list[ContactRow]:
    """What a query of the whole table's columns finds."""
    return [_row(row) for row in prepared.rows(conn, **given)]


_WANTED: BindParameter[Any] = bindparam("wanted")
_BY_ID = Prepared(select(contacts).where(contacts.c.id == _WANTED))
_BY_CALL = _newest(contacts.c.call_id == _WANTED)
_BY_LEG = _newest(contacts.c.leg_id == _WANTED)
_CONSULT_OF = _newest(contacts.c.consult_of_id == _WANTED, in_states(*WITH_CALL))
_CHANGED = Prepared(
    update(contacts).where(contacts.c.id == _WANTED, contacts.c.version == bindparam("seen")).returning(contacts)
)


def row(conn: Connection, contact_id: ContactId) -> ContactRow:
    found = _one(conn, _BY_ID, wanted=contact_id)
    if found is None:
        raise NotFound("no such contact")
    return found


def by_call(conn: Connection, call: CallId) -> ContactRow | None:
    return _one(conn, _BY_CALL, wanted=call)


def by_leg(conn: Connection, leg: LegId) -> ContactRow | None:
    return _one(conn, _BY_LEG, wanted=leg)


_TO_CALL_BACK = _newest(contacts.c.callback_id == _WANTED, in_states(*WITH_CALL))
_OFFERED = in_states(ContactState.QUEUED, ContactState.CONNECTING, ContactState.RINGING)
_WAITING_TO_CALL = every(
    _OFFERED,
    contacts.c.direction == Direction.CALLBACK.value,
    contacts.c.callback_id.is_not(None),
    contacts.c.ani == _WANTED,
    contacts.c.origin.is_not(None),
)
_ASKED_FOR = _newest(
    _OFFERED, contacts.c.ani == _WANTED, contacts.c.queue_id == bindparam("queue"), contacts.c.origin.is_not(None)
)


def to_call_back(conn: Connection, entry: CallbackId) -> ContactRow | None:
    """The contact by which an entry of the callback list is being dealt with, from the queue to the conversation."""
    return _one(conn, _TO_CALL_BACK, wanted=entry)


def waiting_to_call(conn: Connection, number: str) -> list[ContactRow]:
    """Callbacks of this number that wait, or ring at an agent's."""
    return many(conn, _WAITING_TO_CALL, wanted=number)


def asked_for(conn: Connection, number: str, queue: QueueId) -> ContactRow | None:
    """Who asked this queue for a call, and has not been spoken to yet."""
    return _one(conn, _ASKED_FOR, wanted=number, queue=queue)


def consult_of(conn: Connection, contact_id: ContactId) -> ContactRow | None:
    """The consulted side of a contact, while there is one."""
    return _one(conn, _CONSULT_OF, wanted=contact_id)


_IN_HAND = in_states(*WITH_CALL, ContactState.WRAP_UP)
_OF_INTERACTION = every(contacts.c.interaction_id == _WANTED, contacts.c.agent_id.is_not(None), _IN_HAND)
_OF_AGENT = every(_IN_HAND, contacts.c.agent_id == _WANTED)
_WITH_CALL = every(in_states(*WITH_CALL))
_CALLS = Prepared(
    select(func.count())
    .select_from(contacts)
    .where(
        in_states(*WITH_CALL),
        contacts.c.channel == Channel.VOICE.value,
        or_(contacts.c.call_id != "", contacts.c.direction == Direction.CONSULT.value),
    )
)


def of_interaction(conn: Connection, interaction: InteractionId) -> list[ContactRow]:
    """Those that agents still have in hand."""
    return many(conn, _OF_INTERACTION, wanted=interaction)


def rows_of_agent(conn: Connection, agent_id: AgentId) -> list[ContactRow]:
    """What an agent has in hand: not yet wrapped up."""
    return many(conn, _OF_AGENT, wanted=agent_id)


def with_call(conn: Connection) -> list[ContactRow]:
    return many(conn, _WITH_CALL)


def calls_count(conn: Connection) -> int:
    """How many calls the centre has now: the customers' and the consulted parties' (D11). Who is only to be called has
    none yet."""
    return int(_CALLS.value(conn))


ON_THE_LINE = and_(
    in_states(ContactState.QUEUED),
    contacts.c.direction == Direction.INBOUND.value,
    contacts.c.channel == Channel.VOICE.value,
)
_CALLERS = every(ON_THE_LINE)
_CALLERS_OF = every(ON_THE_LINE, contacts.c.queue_id == _WANTED)
_WRITTEN = Prepared(update(contacts).where(contacts.c.id == _WANTED))


def waiting_callers(conn: Connection, queue: QueueId | None = None) -> list[ContactRow]:
    """Customers who wait on the line, in this group or in any."""
    return many(conn, _CALLERS) if queue is None else many(conn, _CALLERS_OF, wanted=queue)


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
    changed = _one(
        conn, _CHANGED, wanted=contact.id, seen=contact.version, version=contact.version + 1, **_columns(values)
    )
    if changed is None:
        raise ContactChanged("the contact moved on")
    return changed


def set_customer(conn: Connection, contact_id: ContactId, customer_id: CustomerId) -> None:
    """Who it is about. `services.telling.publish` tells the agent."""
    _WRITTEN.run(conn, wanted=contact_id, customer_id=customer_id)


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {_COLUMNS.get(name, name): value for name, value in values.items()}
