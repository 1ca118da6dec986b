"""Who works on which customer's card, and until when the lease runs (F4). At most one session has a card."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from agent_client.protocol.names import AgentId, CustomerId, SessionId

from .prepared import Prepared
from .tables import customer_locks


class LockRow(Struct, frozen=True, kw_only=True):
    customer: CustomerId
    agent: AgentId
    session: SessionId
    since: datetime
    until: datetime


_OF = Prepared(select(customer_locks).where(customer_locks.c.customer_id == bindparam("wanted")))
_OVER = Prepared(
    select(customer_locks.c.customer_id)
    .where(customer_locks.c.until <= bindparam("now"))
    .order_by(customer_locks.c.until)
)
_OF_SESSION = Prepared(
    select(customer_locks.c.customer_id)
    .where(customer_locks.c.session_id == bindparam("wanted"))
    .order_by(customer_locks.c.customer_id)
)
_NEXT_OVER = Prepared(select(customer_locks.c.until).order_by(customer_locks.c.until).limit(1))


def of(conn: Connection, customer: CustomerId) -> LockRow | None:
    row = _OF.first(conn, wanted=customer)
    if row is None:
        return None
    return LockRow(
        customer=CustomerId(row.customer_id),
        agent=AgentId(row.agent_id),
        session=SessionId(row.session_id),
        since=row.since,
        until=row.until,
    )


def take(conn: Connection, lock: LockRow) -> None:
    """Of a card that nobody has."""
    conn.execute(
        insert(customer_locks).values(
            customer_id=lock.customer,
            agent_id=lock.agent,
            session_id=lock.session,
            since=lock.since,
            until=lock.until,
        )
    )


def pass_on(conn: Connection, customer: CustomerId, session: SessionId, until: datetime) -> None:
    """To another session of the same agent, or the same for longer."""
    conn.execute(
        update(customer_locks).where(customer_locks.c.customer_id == customer).values(session_id=session, until=until)
    )


def drop(conn: Connection, customer: CustomerId) -> bool:
    """False when nobody had it."""
    return conn.execute(delete(customer_locks).where(customer_locks.c.customer_id == customer)).rowcount == 1


def of_session(conn: Connection, session: SessionId) -> list[CustomerId]:
    return [CustomerId(number) for number in _OF_SESSION.values(conn, wanted=session)]


def renew(conn: Connection, session: SessionId, until: datetime) -> None:
    conn.execute(update(customer_locks).where(customer_locks.c.session_id == session).values(until=until))


def over(conn: Connection, now: datetime) -> list[CustomerId]:
    """Whose lease has run out."""
    return [CustomerId(number) for number in _OVER.values(conn, now=now)]


def next_over(conn: Connection) -> datetime | None:
    at: datetime | None = _NEXT_OVER.value(conn)
    return at
