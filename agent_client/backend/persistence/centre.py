"""What the centre is made of: its settings, queues, projects and reasons. Who waits in a queue is in queue_standing.py."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, bindparam, func, insert, select, update

from agent_client.backend.ports.units import Tx
from agent_client.protocol.callbacks import CallbackPeriod, CallbackRules
from agent_client.protocol.centre import Centre, IdleReason, QueueName, WrapUpReason
from agent_client.protocol.cursor import CENTRE, SUPERVISING, queue_stream
from agent_client.protocol.events import CentreChanged, Event, QueueChanged
from agent_client.protocol.names import (
    AgentId,
    GroupKind,
    IdleReasonId,
    PasswordRule,
    QueueId,
    Unhandled,
    WrapUpReasonId,
)
from agent_client.protocol.refusals import NotFound

from . import projects, queue_standing, templates
from .prepared import Prepared
from .rows import insert_one
from .tables import centre as centre_table
from .tables import idle_reasons, queues, wrap_up_reasons

_PERIOD = CallbackPeriod()
_RULES = CallbackRules()


class CentreRow(Struct, frozen=True, kw_only=True):
    """The settings of the whole centre."""

    epoch: str
    name: str
    country: str
    sign_on_seconds: int
    grace_seconds: int
    most_calls: int | None
    most_digital: int
    noise_removal: bool
    noise_possible: bool
    """The PBX has what removes it."""
    shield_seconds: int | None
    version: int
    """Of all that clients are told of the centre."""
    time_zone: str
    period: CallbackPeriod
    operators: tuple[str, ...]
    """Everybody's phones, in the order in which they are tried (F5)."""
    fixed_target: str
    fixed_target_active: bool
    unhandled: Unhandled
    unhandled_agent: AgentId | None
    unhandled_seconds: int | None
    routing_version: int
    callbacking_version: int
    pbx_lost_at: datetime | None
    password_rule: PasswordRule
    password_days: int | None
    password_history: int
    lock_out_after: int | None
    reauthenticate_hours: int
    clock_limit_seconds: int
    service_number: str
    security_version: int
    recording_days: int | None
    """Until a recording is deleted; None: never."""


class ShownVariable(Struct, frozen=True):
    """A variable that the popover shows, and its label (C4)."""

    key: str
    label: str


class QueueRow(Struct, frozen=True, kw_only=True):
    """The settings of one queue."""

    id: QueueId
    name: str
    ring_seconds: int
    wrap_up_seconds: int
    variables: tuple[ShownVariable, ...]
    rules: CallbackRules
    rules_version: int
    """Of what the administrator decides of this group; entries of the callback list are judged by it."""
    retry_seconds: int
    records: bool
    web_cancel: bool
    wrap_up_extensions: int
    wrap_up_extend_seconds: int
    default_reason: WrapUpReasonId | None
    number: str
    kind: GroupKind
    capacity: int | None
    callback_key: str
    announce_seconds: int | None
    """Who waits is spoken to after so long, and so often; None: never."""
    announces_place: bool


def is_set_up(conn: Connection) -> bool:
    return conn.scalar(select(func.count()).select_from(centre_table)) != 0


_SETTINGS = Prepared(select(centre_table))


def settings_row(conn: Connection) -> CentreRow:
    (row,) = _SETTINGS.rows(conn)
    return CentreRow(
        epoch=row.epoch,
        name=row.name,
        country=row.country,
        sign_on_seconds=row.sign_on_seconds,
        grace_seconds=row.grace_seconds,
        most_calls=row.most_calls,
        most_digital=row.most_digital,
        noise_removal=row.noise_removal,
        noise_possible=row.noise_possible,
        shield_seconds=row.shield_seconds,
        version=row.version,
        time_zone=row.time_zone,
        period=msgspec.convert(row.callback_period, CallbackPeriod),
        operators=tuple(row.operators),
        fixed_target=row.fixed_target,
        fixed_target_active=row.fixed_target_active,
        unhandled=Unhandled(row.unhandled),
        unhandled_agent=None if row.unhandled_agent_id is None else AgentId(row.unhandled_agent_id),
        unhandled_seconds=row.unhandled_seconds,
        routing_version=row.routing_version,
        callbacking_version=row.callbacking_version,
        pbx_lost_at=row.pbx_lost_at,
        password_rule=PasswordRule(row.password_rule),
        password_days=row.password_days,
        password_history=row.password_history,
        lock_out_after=row.lock_out_after,
        reauthenticate_hours=row.reauthenticate_hours,
        clock_limit_seconds=row.clock_limit_seconds,
        service_number=row.service_number,
        security_version=row.security_version,
        recording_days=row.recording_days,
    )


_IDLE_REASONS = Prepared(select(idle_reasons).order_by(idle_reasons.c.id))
_WRAP_UP_REASONS = Prepared(select(wrap_up_reasons).order_by(wrap_up_reasons.c.id))
_QUEUE_NAMES = Prepared(select(queues.c.id, queues.c.name).order_by(queues.c.name))


def centre(conn: Connection) -> Centre:
    row = settings_row(conn)
    return Centre(
        version=row.version,
        name=row.name,
        country=row.country,
        projects=projects.every(conn),
        idle_reasons=tuple(IdleReason(IdleReasonId(found.id), found.name) for found in _IDLE_REASONS.rows(conn)),
        wrap_up_reasons=tuple(
            WrapUpReason(WrapUpReasonId(found.id), found.name) for found in _WRAP_UP_REASONS.rows(conn)
        ),
        queues=tuple(QueueName(QueueId(found.id), found.name) for found in _QUEUE_NAMES.rows(conn)),
        time_zone=row.time_zone,
        period=row.period,
        templates=templates.every(conn),
        pbx_lost_since=row.pbx_lost_at,
        clock_limit_seconds=row.clock_limit_seconds,
        password_rule=row.password_rule,
        password_history=row.password_history,
        noise_removal=row.noise_removal and row.noise_possible,
    )


_QUEUES = Prepared(select(queues).order_by(queues.c.id))
_QUEUE_IDS = Prepared(select(queues.c.id).order_by(queues.c.id))
_QUEUE = Prepared(select(queues).where(queues.c.id == bindparam("wanted")))


def queue_row(conn: Connection, queue_id: QueueId) -> QueueRow:
    row = _QUEUE.first(conn, wanted=queue_id)
    if row is None:
        raise NotFound("no such queue")
    return _queue_row(row)


def queue_rows(conn: Connection) -> list[QueueRow]:
    return [_queue_row(row) for row in _QUEUES.rows(conn)]


def _queue_row(row: Any) -> QueueRow:
    return QueueRow(
        id=QueueId(row.id),
        name=row.name,
        ring_seconds=row.ring_seconds,
        wrap_up_seconds=row.wrap_up_seconds,
        variables=msgspec.convert(row.variables, tuple[ShownVariable, ...]),
        rules=msgspec.convert(row.callback_rules, CallbackRules),
        rules_version=row.rules_version,
        retry_seconds=row.retry_seconds,
        records=row.records,
        web_cancel=row.web_cancel,
        wrap_up_extensions=row.wrap_up_extensions,
        wrap_up_extend_seconds=row.wrap_up_extend_seconds,
        default_reason=None if row.default_reason_id is None else WrapUpReasonId(row.default_reason_id),
        number=row.number,
        kind=GroupKind(row.kind),
        capacity=row.capacity,
        callback_key=row.callback_key,
        announce_seconds=row.announce_seconds,
        announces_place=row.announces_place,
    )


def queue_ids(conn: Connection) -> list[QueueId]:
    return [QueueId(number) for number in _QUEUE_IDS.values(conn)]


_NEXT_VERSION = Prepared(update(queues).where(queues.c.id == bindparam("wanted")).values(version=queues.c.version + 1))


def publish_queue(tx: Tx, queue_id: QueueId) -> None:
    """Tell everyone of the queue how it stands. Only the last telling of a transaction is kept: it says it all."""
    _NEXT_VERSION.run(tx.conn, wanted=queue_id)
    changed = QueueChanged(queue_standing.of(tx.conn, queue_id))
    for stream in (queue_stream(queue_id), SUPERVISING):
        _tell_last(tx, stream, changed)


def publish_centre(tx: Tx) -> None:
    """Tell everybody what the centre is made of now: its rules, templates, projects, time zone, or its way to the PBX."""
    tx.conn.execute(update(centre_table).values(version=centre_table.c.version + 1))
    _tell_last(tx, CENTRE, CentreChanged(centre(tx.conn)))


def set_pbx_lost(tx: Tx, since: datetime | None) -> None:
    """None: the PBX can be reached."""
    tx.conn.execute(update(centre_table).values(pbx_lost_at=since))
    publish_centre(tx)


def set_sound(conn: Connection, *, recording_days: int | None, noise_removal: bool) -> None:
    conn.execute(update(centre_table).values(recording_days=recording_days, noise_removal=noise_removal))


def set_noise_possible(tx: Tx, possible: bool) -> None:
    tx.conn.execute(update(centre_table).values(noise_possible=possible))
    publish_centre(tx)


def _tell_last(tx: Tx, stream: str, told: Event) -> None:
    said = (stream, type(told), _queue_of(told))
    tx.events[:] = [one for one in tx.events if (one[0], type(one[1]), _queue_of(one[1])) != said]
    tx.emit(stream, told)


def _queue_of(event: Event) -> QueueId | None:
    return event.queue.id if isinstance(event, QueueChanged) else None


_IDLE_REASON = Prepared(select(idle_reasons.c.id).where(idle_reasons.c.id == bindparam("wanted")))


def idle_reason_exists(conn: Connection, reason: IdleReasonId) -> bool:
    return _IDLE_REASON.value(conn, wanted=reason) is not None


_WRAP_UP_REASON = Prepared(select(wrap_up_reasons.c.name).where(wrap_up_reasons.c.id == bindparam("wanted")))


def wrap_up_reason_exists(conn: Connection, reason: WrapUpReasonId) -> bool:
    return _WRAP_UP_REASON.first(conn, wanted=reason) is not None


def wrap_up_reason_name(conn: Connection, reason: WrapUpReasonId) -> str:
    """Empty: there is no such reason."""
    return _WRAP_UP_REASON.value(conn, wanted=reason) or ""


def set_up(
    conn: Connection,
    *,
    name: str,
    country: str,
    sign_on_seconds: int = 20,
    grace_seconds: int = 60,
    most_calls: int | None = None,
    most_digital: int = 5,
    noise_removal: bool = True,
    shield_seconds: int | None = 30,
    time_zone: str = "UTC",
    period: CallbackPeriod = _PERIOD,
    reauthenticate_hours: int = 14,
) -> None:
    """The one row that makes a database a centre. The epoch tells its event log from every other."""
    conn.execute(
        insert(centre_table).values(
            id=1,
            epoch=secrets.token_hex(8),
            name=name,
            country=country,
            sign_on_seconds=sign_on_seconds,
            grace_seconds=grace_seconds,
            most_calls=most_calls,
            most_digital=most_digital,
            noise_removal=noise_removal,
            noise_possible=True,
            shield_seconds=shield_seconds,
            version=1,
            time_zone=time_zone,
            callback_period=period,
            operators=(),
            fixed_target="",
            fixed_target_active=False,
            unhandled=Unhandled.WAIT.value,
            routing_version=1,
            callbacking_version=1,
            password_rule=PasswordRule.STANDARD.value,
            password_history=5,
            reauthenticate_hours=reauthenticate_hours,
            clock_limit_seconds=30,
            service_number="",
            security_version=1,
        )
    )


def create_queue(
    conn: Connection,
    name: str,
    *,
    variables: tuple[ShownVariable, ...],
    ring_seconds: int = 18,
    wrap_up_seconds: int = 120,
    rules: CallbackRules = _RULES,
    retry_seconds: int = 300,
    records: bool = False,
    web_cancel: bool = False,
    wrap_up_extensions: int = 2,
    wrap_up_extend_seconds: int = 60,
    default_reason: WrapUpReasonId | None = None,
    number: str = "",
    kind: GroupKind = GroupKind.QUEUE,
    capacity: int | None = None,
    callback_key: str = "",
    announce_seconds: int | None = None,
    announces_place: bool = False,
) -> QueueId:
    made = insert_one(
        conn,
        queues,
        name=name,
        ring_seconds=ring_seconds,
        wrap_up_seconds=wrap_up_seconds,
        variables=variables,
        callback_rules=rules,
        rules_version=1,
        announce_seconds=announce_seconds,
        announces_place=announces_place,
        retry_seconds=retry_seconds,
        records=records,
        web_cancel=web_cancel,
        wrap_up_extensions=wrap_up_extensions,
        wrap_up_extend_seconds=wrap_up_extend_seconds,
        default_reason_id=default_reason,
        number=number,
        kind=kind.value,
        capacity=capacity,
        callback_key=callback_key,
        version=1,
    )
    return QueueId(made)


def create_idle_reason(conn: Connection, name: str) -> IdleReasonId:
    return IdleReasonId(insert_one(conn, idle_reasons, name=name))


def create_wrap_up_reason(conn: Connection, name: str) -> WrapUpReasonId:
    return WrapUpReasonId(insert_one(conn, wrap_up_reasons, name=name))
