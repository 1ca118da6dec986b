"""Calls that nobody handles: the group has no room for them, or they have waited too long (F7).

``contacts.unhandled_at`` says when that is so. A call for which there was no room when it arrived is so from that instant on:
unless an agent is free for it at once, or room is made meanwhile.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import centre, contacts
from agent_client.backend.persistence.centre import CentreRow, QueueRow
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.telephony import EndCall
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import AgentId, ContactState, QueueId, Unhandled, WhyCode
from agent_client.protocol.time import after, seconds_between
from agent_client.protocol.why import Why

from . import contact_turns


def from_when(tx: Tx, queue: QueueId) -> datetime | None:
    """When a call that comes to this group now would be unhandled; None: never. Asked before it waits itself."""
    rules = centre.settings_row(tx.conn)
    room = centre.queue_row(tx.conn, queue).capacity
    full = room is not None and len(contacts.waiting_callers(tx.conn, queue)) >= room
    return tx.now if full and _acts(rules) else limit(rules, tx.now)


def limit(rules: CentreRow, queued_at: datetime) -> datetime | None:
    """How long a call may wait that has room."""
    if rules.unhandled_seconds is None or not _acts(rules):
        return None
    return after(queued_at, rules.unhandled_seconds)


def _acts(rules: CentreRow) -> bool:
    return rules.unhandled is Unhandled.END or (
        rules.unhandled is Unhandled.AGENT and rules.unhandled_agent is not None
    )


def limits_changed(tx: Tx) -> None:
    """Those who wait, wait by the new rules."""
    rules = centre.settings_row(tx.conn)
    for contact in contacts.waiting_callers(tx.conn):
        shown = contact.only_to is not None
        at = None if shown and rules.unhandled is Unhandled.AGENT else limit(rules, contact.queued_at)
        only_to = rules.unhandled_agent if shown and rules.unhandled is Unhandled.AGENT else None
        contacts.change(tx.conn, contact, unhandled_at=at, only_to=only_to)
        if at is not None:
            tx.due(at)


def due(tx: Tx, contact: ContactRow) -> None:
    """Repeatable: a call that is waiting no more, or may wait by now, is left alone."""
    if contact.state is not ContactState.QUEUED or contact.unhandled_at is None or contact.unhandled_at > tx.now:
        return
    rules = centre.settings_row(tx.conn)
    queue = centre.queue_row(tx.conn, contact.queue)
    full = contact.unhandled_at == contact.queued_at
    if full and _has_room_now(tx, contact, queue):
        at = limit(rules, contact.queued_at)
        contacts.change(tx.conn, contact, unhandled_at=at)
        if at is not None:
            tx.due(at)
        return
    happening = Happening.GROUP_FULL if full else Happening.WAITED_TOO_LONG
    params = {"group": queue.name, "capacity": str(queue.capacity)} if full else {"seconds": _waited(tx, contact)}
    if rules.unhandled is Unhandled.END:
        tx.act(EndCall(contact.call))
        contact_turns.take(tx, contact, happening, params=params)
    else:
        why = Why(code=WhyCode(happening.value), at=tx.now, params=params)
        contacts.change(tx.conn, contact, unhandled_at=None, only_to=rules.unhandled_agent, why=why)
        tx.route()


def _waited(tx: Tx, contact: ContactRow) -> str:
    return str(round(seconds_between(contact.queued_at, tx.now)))


def offered(tx: Tx, contact: ContactRow, agent: AgentId) -> dict[str, Any]:
    """What is to be written of a call that is being offered: there was room for it after all; and the designated agent
    reads why it is theirs."""
    values: dict[str, Any] = {}
    if contact.unhandled_at == contact.queued_at:
        values["unhandled_at"] = limit(centre.settings_row(tx.conn), contact.queued_at)
    if contact.only_to == agent and contact.why is not None:
        values["why"] = contact.why
    return values


def _has_room_now(tx: Tx, contact: ContactRow, queue: QueueRow) -> bool:
    before = [one for one in contacts.waiting_callers(tx.conn, queue.id) if one.id < contact.id]
    return queue.capacity is None or len(before) < queue.capacity
