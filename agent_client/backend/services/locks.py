"""Who works on which customer's card (F4): taken, given back, gone with its session. How a supervisor takes it
away is `intervening`'s.

A lock has a lease, as short as makes no difference to a colleague who waits for the card of somebody whose computer died.
When it runs out and its session is still there, pulsing, it goes on: an agent may think over a card for as long as they like.
"""

from __future__ import annotations

from datetime import datetime

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import locks, sessions
from agent_client.backend.persistence.locks import LockRow
from agent_client.backend.ports.units import Tx
from agent_client.protocol.customers import Customer
from agent_client.protocol.events import CustomerLockChanged
from agent_client.protocol.names import CustomerId, SessionId
from agent_client.protocol.time import after

from . import customers

LEASE_SECONDS = 60


def take(tx: Tx, who: Caller, customer_id: CustomerId) -> Customer:
    """The card is the agent's to edit; the answer is what it says now. Their newer session takes it over from their older
    one. Raises `NotFound`, `Forbidden`, `InUse`."""
    found = customers.to_change(tx, who, customer_id)
    until = after(tx.now, LEASE_SECONDS)
    tx.due(until)
    if found.lock is not None:
        locks.pass_on(tx.conn, found.id, who.session, until)
        return customers.existing(tx, found.id)
    locks.take(tx.conn, LockRow(customer=found.id, agent=who.agent, session=who.session, since=tx.now, until=until))
    taken = customers.existing(tx, found.id)
    tx.emit(customers.stream(tx, found.id), CustomerLockChanged(found.id, taken.lock))
    return taken


def release(tx: Tx, who: Caller, customer_id: CustomerId) -> None:
    """Nothing, where it is not the agent's any more."""
    lock = locks.of(tx.conn, customer_id)
    if lock is not None and lock.agent == who.agent:
        customers.unlocked(tx, customer_id)


def release_of_session(tx: Tx, session: SessionId) -> None:
    for customer_id in locks.of_session(tx.conn, session):
        customers.unlocked(tx, customer_id)


def renew(tx: Tx, session: SessionId) -> None:
    """All leases of a session that is there."""
    until = after(tx.now, LEASE_SECONDS)
    locks.renew(tx.conn, session, until)
    tx.due(until)


def over(tx: Tx) -> list[CustomerId]:
    return locks.over(tx.conn, tx.now)


def lease_over(tx: Tx, customer_id: CustomerId) -> None:
    """Repeatable: a lock that was renewed, or given back, is left alone."""
    lock = locks.of(tx.conn, customer_id)
    if lock is None or lock.until > tx.now:
        return
    if sessions.is_linked(tx.conn, lock.session):
        renew(tx, lock.session)
    else:
        customers.unlocked(tx, customer_id)


def next_over(tx: Tx) -> datetime | None:
    return locks.next_over(tx.conn)
