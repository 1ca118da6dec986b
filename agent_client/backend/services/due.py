"""What falls due by the clock: unanswered ringing, sign-on tests, wrap-ups, the grace of a lost link.

Each is settled in a unit of its own, so that one that fails stops no other, and looks again whether it is due at all:
any may be run twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import agents, centre, contact_limits, contacts, interactions, sessions, sign_on
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import AgentId, CallbackId, ContactId, ContactState, CustomerId, InteractionId, QueueId
from agent_client.protocol.time import after

from . import (
    agent_states,
    announcing,
    callback_claims,
    callback_delivery,
    callback_rules,
    calls,
    contact_turns,
    listening,
    locks,
    recordings,
    remote_sign_in,
    requests,
    session_life,
    signing_in,
    unhandled,
    wrapping_up,
)


class Kind(StrEnum):
    CONTACT = "contact"
    SIGN_ON = "sign_on"
    GRACE = "grace"
    REMOTE = "remote"
    EXPIRY = "expiry"
    RECORDING = "recording"
    CLAIM = "claim"
    LOCK = "lock"
    APPOINTMENT = "appointment"
    UNHANDLED = "unhandled"
    ANNOUNCE = "announce"
    CALLBACK_RULES = "callback_rules"
    LISTENER = "listener"


class Due(Struct, frozen=True):
    """``id`` is a contact's, an agent's, for a recording an interaction's, for a claim or an appointment an entry's of the
    callback list, for callback rules a queue's, for a listener its own."""

    kind: Kind
    id: int


class Found(Struct, frozen=True):
    """What is due now, and when to look again; None: nothing is foreseen."""

    now: tuple[Due, ...]
    next: datetime | None


def find(tx: Tx) -> Found:
    settings = centre.settings_row(tx.conn)
    grace = timedelta(seconds=settings.grace_seconds)
    hears = settings.pbx_lost_at is None  # else what became of that which rings is known once the PBX is back
    found = [Due(Kind.CONTACT, contact.id) for contact in contact_limits.due(tx.conn, tx.now, ringing=hears)]
    found += [Due(Kind.SIGN_ON, me.id) for me in agents.due(tx.conn, tx.now) if _signs_on(tx, me.id)]
    found += [Due(Kind.GRACE, session.agent) for session in sessions.lost_until(tx.conn, tx.now - grace)]
    found += [Due(Kind.EXPIRY, session.agent) for session in session_life.over(tx)]
    found += [Due(Kind.REMOTE, agent) for agent in remote_sign_in.rested(tx)]
    found += [Due(Kind.RECORDING, one.id) for one in interactions.due(tx.conn, tx.now)]
    found += [Due(Kind.LOCK, customer) for customer in locks.over(tx)]
    found += [Due(Kind.CLAIM, entry) for entry in callback_claims.over(tx)]
    found += [Due(Kind.APPOINTMENT, entry) for entry in callback_delivery.due(tx)]
    found += [Due(Kind.UNHANDLED, contact.id) for contact in contact_limits.unhandled(tx.conn, tx.now)]
    found += [Due(Kind.ANNOUNCE, contact.id) for contact in contact_limits.to_announce(tx.conn, tx.now)]
    found += [Due(Kind.CALLBACK_RULES, queue) for queue in callback_rules.stale(tx)]
    found += [Due(Kind.LISTENER, listener) for listener in listening.due(tx) if hears]
    lost = sessions.earliest_lost(tx.conn)
    coming = [
        contact_limits.next_due(tx.conn, ringing=hears),
        contact_limits.next_ready(tx.conn, tx.now),
        agents.next_due(tx.conn),
        interactions.next_due(tx.conn),
        callback_claims.next_over(tx),
        session_life.next_over(tx),
        locks.next_over(tx),
        callback_delivery.next_due(tx),
        contact_limits.next_unhandled(tx.conn),
        listening.next_due(tx) if hears else None,
        contact_limits.next_announce(tx.conn),
        None if lost is None else lost + grace,
    ]
    return Found(tuple(found), min((one for one in coming if one is not None), default=None))


def _signs_on(tx: Tx, agent_id: AgentId) -> bool:
    return sign_on.leg_of(tx.conn, agent_id) is not None


def settle(tx: Tx, due: Due) -> None:
    match due.kind:
        case Kind.CONTACT:
            contact = contacts.row(tx.conn, ContactId(due.id))
            if contact.until is not None and contact.until <= tx.now:
                _contact(tx, contact)
        case Kind.SIGN_ON:
            agent_states.test_over(tx, agents.me(tx.conn, AgentId(due.id)))
        case Kind.GRACE:
            _grace(tx, AgentId(due.id))
        case Kind.EXPIRY:
            signing_in.end_expired(tx, AgentId(due.id))
        case Kind.REMOTE:
            remote_sign_in.rest_over(tx, AgentId(due.id))
        case Kind.RECORDING:
            recordings.shield_over(tx, InteractionId(due.id))
        case Kind.LOCK:
            locks.lease_over(tx, CustomerId(due.id))
        case Kind.CLAIM:
            callback_claims.lease_over(tx, CallbackId(due.id))
        case Kind.APPOINTMENT:
            callback_delivery.settle(tx, CallbackId(due.id))
        case Kind.UNHANDLED:
            unhandled.due(tx, contacts.row(tx.conn, ContactId(due.id)))
        case Kind.ANNOUNCE:
            announcing.due(tx, contacts.row(tx.conn, ContactId(due.id)))
        case Kind.CALLBACK_RULES:
            callback_rules.judge_some(tx, QueueId(due.id))
        case Kind.LISTENER:
            listening.time_over(tx, due.id)


def _contact(tx: Tx, contact: ContactRow) -> None:
    if contact.state is ContactState.WRAP_UP:
        wrapping_up.time_over(tx, contact)
    elif contact.leg_answered_at is not None:
        contact_turns.take(tx, contact, Happening.CUSTOMER_SILENT)
    elif contact.agent is not None and contact.leg is None:
        requests.time_over(tx, contact)
    elif contact.state is ContactState.CONNECTING and contact.leg is not None and contact.agent is not None:
        calls.leg_came_to_nothing(tx, contact, Happening.UNREACHABLE)  # the PBX never heard it ring
    else:
        calls.leg_came_to_nothing(tx, contact, Happening.NOT_ANSWERED)


def _grace(tx: Tx, agent_id: AgentId) -> None:
    seconds = centre.settings_row(tx.conn).grace_seconds
    session = sessions.live(tx.conn, agent_id)
    if session is None or session.link_lost_at is None or after(session.link_lost_at, seconds) > tx.now:
        return
    signing_in.end_lost(tx, session, seconds)


def run(tx: Tx) -> datetime | None:
    """Everything that is due, in one unit, and when to look again."""
    for one in find(tx).now:
        settle(tx, one)
    return find(tx).next
