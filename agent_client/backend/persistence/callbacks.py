"""The entries of the callback list: found, added, changed, claimed by one agent at a time (E1 to E3, E7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    literal,
    not_,
    or_,
    select,
    union,
    update,
)

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.callbacks import Appointment, Callback, Claim
from agent_client.protocol.customers import CustomerBrief
from agent_client.protocol.names import AgentId, CallbackId, CallbackOrigin, CustomerId, QueueId, Section, SessionId
from agent_client.protocol.refusals import NotFound
from agent_client.protocol.time import from_millis, to_millis
from agent_client.protocol.why import Why
from agent_client.rules.callback_actions import LISTED

from .prepared import Prepared
from .rows import insert_one
from .tables import agents, callbacks, customers, sessions

_closer = agents.alias("closer")
_claimer = agents.alias("claimer")
_appointed = agents.alias("appointed")
_appointer = agents.alias("appointer")
_claimer_session = sessions.alias("claimer_session")
_LISTED = [section.value for section in LISTED]


def _select() -> Select[Any]:
    return select(
        callbacks,
        customers.c.id.label("known_customer_id"),  # the list is for all to see, an agent's own customers are not
        customers.c.name.label("customer_name"),
        customers.c.company.label("customer_company"),
        _closer.c.name.label("closer_name"),
        _claimer.c.name.label("claimer_name"),
        _claimer_session.c.phone.label("claimer_phone"),
        _appointed.c.name.label("appointed_name"),
        _appointer.c.name.label("appointer_name"),
    ).select_from(
        callbacks.outerjoin(customers, and_(customers.c.id == callbacks.c.customer_id, customers.c.owner_id.is_(None)))
        .outerjoin(_closer, _closer.c.id == callbacks.c.closed_by_id)
        .outerjoin(_claimer, _claimer.c.id == callbacks.c.claimed_by_id)
        .outerjoin(_appointed, _appointed.c.id == callbacks.c.appointment_agent_id)
        .outerjoin(_appointer, _appointer.c.id == callbacks.c.appointment_by_id)
        .outerjoin(
            _claimer_session,
            and_(_claimer_session.c.agent_id == _claimer.c.id, _claimer_session.c.ended_at.is_(None)),
        )
    )


def _entry(row: Any) -> Callback:
    claim = None
    if row.claimed_by_id is not None:
        claim = Claim(AgentBrief(AgentId(row.claimed_by_id), row.claimer_name, row.claimer_phone or ""), row.claimed_at)
    return Callback(
        id=CallbackId(row.id),
        version=row.version,
        queue=QueueId(row.queue_id),
        section=Section(row.section),
        number=row.number,
        dnis=row.dnis,
        customer=None
        if row.known_customer_id is None
        else CustomerBrief(CustomerId(row.known_customer_id), row.customer_name, row.customer_company),
        calls=row.calls,
        attempts=row.attempts,
        first_at=row.first_at,
        last_at=row.last_at,
        tried_at=row.tried_at,
        closed_at=row.closed_at,
        closed_by=None if row.closed_by_id is None else AgentBrief(AgentId(row.closed_by_id), row.closer_name),
        claim=claim,
        why=None if row.why is None else msgspec.convert(row.why, Why),
        listed=row.listed,
        times=tuple(from_millis(millis) for millis in row.times),
        name=row.name,
        origin=None if row.origin is None else CallbackOrigin(row.origin),
        appointment=_appointment(row),
    )


def _appointment(row: Any) -> Appointment | None:
    """It is kept beside an entry that is closed, for the case that the entry is opened again."""
    if row.appointment_at is None or row.section not in _LISTED:
        return None
    agent = row.appointment_agent_id
    return Appointment(
        at=row.appointment_at,
        agent=None if agent is None else AgentBrief(AgentId(agent), row.appointed_name),
        by=AgentBrief(AgentId(row.appointment_by_id), row.appointer_name or ""),
        remark=row.remark,
        delivered_at=row.delivered_at,
    )


def _latest_first(query: Select[Any]) -> Select[Any]:
    return query.order_by(callbacks.c.last_at.desc(), callbacks.c.id.desc())


def _many(conn: Connection, query: Select[Any]) -> tuple[Callback, ...]:
    return tuple(_entry(row) for row in conn.execute(_latest_first(query)))


# What every call asks for is put together once.

_ONE = Prepared(_select().where(callbacks.c.id == bindparam("wanted")))
_OF_NUMBER = _select().where(callbacks.c.number == bindparam("number"))
_LIVES = callbacks.c.section.in_([literal(section) for section in _LISTED])
_TO_COMBINE = Prepared(_OF_NUMBER.where(callbacks.c.queue_id == bindparam("queue"), _LIVES))
_LIVING_OF_NUMBER = Prepared(_latest_first(_OF_NUMBER.where(or_(_LIVES, callbacks.c.closed_at >= bindparam("since")))))


def _claiming() -> Prepared:
    other = callbacks.alias("other")
    called = (
        select(other.c.id).where(
            other.c.number == callbacks.c.number, other.c.number != "", other.c.claimed_by_id.is_not(None)
        )
    ).exists()
    return Prepared(
        update(callbacks)
        .where(callbacks.c.id == bindparam("wanted"), callbacks.c.claimed_by_id.is_(None), not_(called))
        .values(
            version=callbacks.c.version + 1,
            claimed_by_id=bindparam("agent"),
            claimed_at=bindparam("now", type_=callbacks.c.claimed_at.type),
            claim_session_id=bindparam("session"),
            claim_until=bindparam("until", type_=callbacks.c.claim_until.type),
        )
    )


_CLAIM = _claiming()


def entry(conn: Connection, entry_id: CallbackId) -> Callback:
    row = _ONE.first(conn, wanted=entry_id)
    if row is None:
        raise NotFound("no such entry")
    return _entry(row)


def to_combine(conn: Connection, number: str, queue: QueueId) -> Callback | None:
    """The entry that is still to be dealt with, to which another unanswered call of this number belongs; what is on the
    list before what the rules keep off it. Withheld numbers never combine."""
    if not number:
        return None
    found = [_entry(row) for row in _TO_COMBINE.rows(conn, number=number, queue=queue)]
    return max(found, key=lambda one: (one.listed, one.last_at, one.id), default=None)


def of_number(conn: Connection, number: str, closed_since: datetime) -> tuple[Callback, ...]:
    """What is still to be dealt with for a number, in every queue, on the list or kept off it; and what was closed since."""
    if not number:
        return ()
    found = _LIVING_OF_NUMBER.rows(conn, number=number, since=closed_since)
    return tuple(_entry(row) for row in found)


def entries(conn: Connection, numbers: Collection[CallbackId]) -> dict[CallbackId, Callback]:
    return {one.id: one for one in _many(conn, _select().where(callbacks.c.id.in_(numbers)))}


def current(conn: Connection, queues: Sequence[QueueId], closed_since: datetime, limit: int) -> tuple[Callback, ...]:
    """Of these queues: all that is still to be dealt with, and what was closed since; the latest call first."""
    mine = callbacks.c.queue_id.in_(queues)
    each = (  # each by its own index: what was closed long ago is not looked at
        callbacks.c.section.in_(_LISTED),
        callbacks.c.closed_at >= closed_since,
        callbacks.c.claim_until.is_not(None),
    )
    ids = union(*(select(callbacks.c.id).where(mine, callbacks.c.listed, one) for one in each))
    return _many(conn, _select().where(callbacks.c.id.in_(ids)).limit(limit))


def page(
    conn: Connection, queues: Sequence[QueueId], section: Section | None, before: tuple[int, int] | None, limit: int
) -> tuple[Callback, ...]:
    """Of a section, or of all of them, what was called last before ``before`` (milliseconds and id), however long ago (E8).

    Each queue and section is read in the order of its index: a page costs the same however long the list is.
    """
    sections = [section] if section is not None else [one for one in Section if one is not Section.UNKNOWN]
    found = [
        (row.last_at, row.id)
        for queue in queues
        for one in sections
        for row in _newest(conn, queue, one, before, limit)
    ]
    newest = sorted(found, reverse=True)[:limit]
    return _many(conn, _select().where(callbacks.c.id.in_([number for _, number in newest])))


_LATEST = (
    select(callbacks.c.last_at, callbacks.c.id)
    .where(callbacks.c.queue_id == bindparam("queue"), callbacks.c.section == bindparam("section"), callbacks.c.listed)
    .order_by(callbacks.c.last_at.desc(), callbacks.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_NEWEST = Prepared(_LATEST)
_NEWEST_BEFORE = Prepared(
    _LATEST.where(
        callbacks.c.last_at <= bindparam("at"),
        or_(callbacks.c.last_at < bindparam("at"), callbacks.c.id < bindparam("number")),
    )
)


def _newest(
    conn: Connection, queue: QueueId, section: Section, before: tuple[int, int] | None, most: int
) -> Sequence[Any]:
    given = {"queue": queue, "section": section.value, "most": most}
    if before is None:
        return _NEWEST.rows(conn, **given)
    return _NEWEST_BEFORE.rows(conn, **given, at=from_millis(before[0]), number=before[1])


def counts(conn: Connection, queues: Sequence[QueueId]) -> dict[Section, int]:
    """How many entries each section has in all."""
    found = conn.execute(
        select(callbacks.c.section, func.count())
        .where(callbacks.c.queue_id.in_(queues), callbacks.c.listed)
        .group_by(callbacks.c.section)
    )
    known = {Section(section): number for section, number in found}
    return {section: known.get(section, 0) for section in Section if section is not Section.UNKNOWN}


def add(
    conn: Connection,
    *,
    queue: QueueId,
    number: str,
    dnis: str,
    customer: CustomerId | None,
    at: datetime,
    **more: Any,
) -> CallbackId:
    """A new entry; ``more``: other columns."""
    values: dict[str, Any] = {
        "version": 1,
        "queue_id": queue,
        "section": Section.OPEN.value,
        "number": number,
        "dnis": dnis,
        "customer_id": customer,
        "calls": 1,
        "attempts": 0,
        "first_at": at,
        "last_at": at,
        "listed": True,
        "judged": 1,
        "times": [to_millis(at)],
        "name": "",
        "remark": "",
        **more,
    }
    return CallbackId(insert_one(conn, callbacks, **values))


_CHANGED = Prepared(
    update(callbacks).where(callbacks.c.id == bindparam("wanted")).values(version=callbacks.c.version + 1)
)


def change(conn: Connection, entry_id: CallbackId, **values: Any) -> Callback:
    """Write columns and raise the version."""
    _CHANGED.run(conn, wanted=entry_id, **values)
    return entry(conn, entry_id)


def claim(
    conn: Connection,
    entry_id: CallbackId,
    agent_id: AgentId,
    session: SessionId | None,
    now: datetime,
    until: datetime,
) -> bool:
    """False when somebody has it already, or calls the same customer by another entry: of two who try, exactly one gets it
    (E7). ``until``: the lease."""
    return _CLAIM.run(conn, wanted=entry_id, agent=agent_id, session=session, now=now, until=until) == 1


def claim_of_number(conn: Connection, number: str) -> Claim | None:
    """Who is calling this customer back, by whichever entry."""
    found = _many(conn, _select().where(callbacks.c.number == number, callbacks.c.claimed_by_id.is_not(None)))
    return found[0].claim if found else None


def renew(conn: Connection, entry_id: CallbackId, until: datetime) -> None:
    conn.execute(update(callbacks).where(callbacks.c.id == entry_id).values(claim_until=until))


def claimed_in(conn: Connection, session: SessionId) -> list[CallbackId]:
    return [CallbackId(one) for one in _CLAIMED_IN.values(conn, session=session)]


def _earliest(at: Column[Any], *which: ColumnElement[bool]) -> Prepared:
    return Prepared(select(at).where(at.is_not(None), *which).order_by(at).limit(1))


_FREE = callbacks.c.claimed_by_id.is_(None)
_CLAIMED_IN = Prepared(select(callbacks.c.id).where(callbacks.c.claim_session_id == bindparam("session")))
_LEASES_OVER = Prepared(select(callbacks.c.id).where(callbacks.c.claim_until <= bindparam("now")))
_NEXT_LEASE = _earliest(callbacks.c.claim_until)
_DUE = Prepared(select(callbacks.c.id).where(callbacks.c.due_at <= bindparam("now"), _FREE))
_NEXT_DUE = _earliest(callbacks.c.due_at, _FREE)


def leases_over(conn: Connection, now: datetime) -> list[CallbackId]:
    return [CallbackId(one) for one in _LEASES_OVER.values(conn, now=now)]


def next_lease(conn: Connection) -> datetime | None:
    at: datetime | None = _NEXT_LEASE.value(conn)
    return at


def due(conn: Connection, now: datetime) -> list[CallbackId]:
    """What is to be delivered now, and nobody is calling already."""
    return [CallbackId(one) for one in _DUE.values(conn, now=now)]


def next_due(conn: Connection) -> datetime | None:
    at: datetime | None = _NEXT_DUE.value(conn)
    return at
