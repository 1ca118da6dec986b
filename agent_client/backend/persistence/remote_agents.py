"""Agents who sign in by phone (A15): the numbers that are registered for them, and what their phones did."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, bindparam, literal, or_, select, update

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.names import AgentId, AgentState, Channel, ContactState, Direction, NotReadyReason, QueueId
from agent_client.protocol.remote import Registering, RemoteAgent

from .prepared import Prepared
from .tables import agent_queues, agents, callbacks, centre, contacts, queues, sessions

_RESTS = (NotReadyReason.RONA, NotReadyReason.DECLINED, NotReadyReason.UNREACHABLE, NotReadyReason.SIGNING_ON)
_PAST = (ContactState.ENDED, ContactState.UNKNOWN)
_LIVE = and_(sessions.c.ended_at.is_(None), sessions.c.remote)


class Registered(Struct, frozen=True, kw_only=True):
    id: AgentId
    name: str
    phone_number: str
    """Which is rung."""
    alternate_number: str
    """Which their phone shows, where that is another."""
    takes_contacts: bool
    locked: bool


def by_number(conn: Connection, number: str) -> Registered | None:
    """Whose phone this is, by either of their numbers; ``number`` as rules.dial_numbers.canonical writes it."""
    if not number:
        return None
    theirs = or_(agents.c.phone_number == number, agents.c.alternate_number == number)
    row = conn.execute(select(agents).where(theirs, agents.c.phone_number != "").limit(1)).one_or_none()
    if row is None:
        return None
    return Registered(
        id=AgentId(row.id),
        name=row.name,
        phone_number=row.phone_number,
        alternate_number=row.alternate_number,
        takes_contacts=row.takes_contacts,
        locked=row.locked_at is not None,
    )


def holder(conn: Connection, number: str) -> AgentId | None:
    """For whom it is registered, in whichever way."""
    theirs = or_(agents.c.phone_number == number, agents.c.alternate_number == number)
    found = conn.scalar(select(agents.c.id).where(theirs).limit(1))
    return None if found is None else AgentId(found)


def everybody(conn: Connection) -> tuple[RemoteAgent, ...]:
    """By name."""
    live = agents.outerjoin(sessions, and_(sessions.c.agent_id == agents.c.id, sessions.c.ended_at.is_(None)))
    found = conn.execute(
        select(agents, sessions.c.phone, sessions.c.remote).select_from(live).order_by(agents.c.name, agents.c.id)
    ).all()
    may, preselected = _queues(conn)
    return tuple(
        RemoteAgent(
            agent=AgentBrief(AgentId(row.id), row.name, row.phone or ""),
            user=row.user_name,
            registered=Registering(
                phone_number=row.phone_number,
                alternate_number=row.alternate_number,
                preselected=tuple(preselected[row.id]),
            ),
            may_staff=tuple(may[row.id]),
            signed_in=bool(row.remote),
        )
        for row in found
    )


def _queues(conn: Connection) -> tuple[dict[int, list[QueueId]], dict[int, list[QueueId]]]:
    """Of everybody: those that they may staff, and those of them that are preselected."""
    may, preselected = defaultdict[int, list[QueueId]](list), defaultdict[int, list[QueueId]](list)
    for row in conn.execute(select(agent_queues).order_by(agent_queues.c.agent_id, agent_queues.c.queue_id)):
        may[row.agent_id].append(QueueId(row.queue_id))
        if row.preselected:
            preselected[row.agent_id].append(QueueId(row.queue_id))
    return may, preselected


def set_service_number(conn: Connection, number: str) -> None:
    """As rules.dial_numbers.canonical writes it; empty: nobody can sign in by phone."""
    conn.execute(update(centre).values(service_number=number))


def numbers(conn: Connection, agent_id: AgentId) -> tuple[str, str]:
    row = conn.execute(select(agents.c.phone_number, agents.c.alternate_number).where(agents.c.id == agent_id)).one()
    return row.phone_number, row.alternate_number


def set_numbers(conn: Connection, agent_id: AgentId, phone_number: str, alternate_number: str) -> None:
    """As rules.dial_numbers.canonical writes them."""
    values = {"phone_number": phone_number, "alternate_number": alternate_number}
    conn.execute(update(agents).where(agents.c.id == agent_id).values(**values))


_SIGNED_IN = Prepared(select(sessions.c.id).where(_LIVE, sessions.c.agent_id == bindparam("wanted")).limit(1))
_TOOK = Prepared(
    update(sessions).where(_LIVE, sessions.c.agent_id == bindparam("wanted"), sessions.c.missed != 0).values(missed=0)
)
_RESTED = Prepared(
    select(agents.c.id)
    .join(sessions, and_(sessions.c.agent_id == agents.c.id, _LIVE))
    .where(
        agents.c.state == AgentState.NOT_READY.value,
        agents.c.not_ready.in_([literal(one.value) for one in _RESTS]),
        agents.c.until <= bindparam("now"),
    )
    .order_by(agents.c.id)
)


def signed_in(conn: Connection, agent_id: AgentId) -> bool:
    """By phone, now."""
    return _SIGNED_IN.value(conn, wanted=agent_id) is not None


def count_missed(conn: Connection, agent_id: AgentId) -> None:
    conn.execute(update(sessions).where(_LIVE, sessions.c.agent_id == agent_id).values(missed=sessions.c.missed + 1))


def forget_missed(conn: Connection, agent_id: AgentId) -> None:
    _TOOK.run(conn, wanted=agent_id)


def missed(conn: Connection, agent_id: AgentId) -> int:
    """So many calls in a row their phone did not take."""
    return conn.scalar(select(sessions.c.missed).where(_LIVE, sessions.c.agent_id == agent_id)) or 0


def rested(conn: Connection, now: datetime) -> list[AgentId]:
    """Who waits for what comes next by itself, and has waited long enough."""
    return [AgentId(number) for number in _RESTED.values(conn, now=now)]


def asked_to_call(conn: Connection) -> frozenset[AgentId]:
    """Who has a customer to call already, of those who get such wishes as text messages."""
    query = select(callbacks.c.claimed_by_id).join(
        sessions, and_(sessions.c.agent_id == callbacks.c.claimed_by_id, _LIVE)
    )
    return frozenset(AgentId(number) for number in conn.scalars(query))


def written_to(conn: Connection, since: datetime) -> frozenset[QueueId]:
    """Queues in which something written comes: it waits or is in somebody's hands now, or has come since then."""
    came = (contacts.c.direction == Direction.INBOUND.value, contacts.c.channel != Channel.VOICE.value)
    return _bringing(conn, since, *came)


def calling_out(conn: Connection, since: datetime) -> frozenset[QueueId]:
    """Queues whose agents call a campaign's customers."""
    return _bringing(conn, since, contacts.c.direction == Direction.PREVIEW.value)


def _bringing(conn: Connection, since: datetime, *which: ColumnElement[bool]) -> frozenset[QueueId]:
    """Each queue is looked up by the index, however many contacts there are."""
    mine = select(contacts.c.id).where(contacts.c.queue_id == queues.c.id, *which)
    living = mine.where(contacts.c.state.in_([one.value for one in ContactState if one not in _PAST]))
    lately = mine.where(contacts.c.state == ContactState.ENDED.value, contacts.c.queued_at >= since)
    found = conn.scalars(select(queues.c.id).where(or_(living.exists(), lately.exists())))
    return frozenset(QueueId(number) for number in found)
