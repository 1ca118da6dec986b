"""What customers who wait are told meanwhile: that they are not forgotten, their place in the queue, and that they may ask to
be called back (E10). ``contacts.announce_at`` says when each is spoken to next."""

from __future__ import annotations

from datetime import datetime

from agent_client.backend.persistence import centre, contact_limits, contacts
from agent_client.backend.persistence.centre import QueueRow
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import Announce
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import ContactState, QueueId
from agent_client.protocol.time import after

from . import queue_keys


def from_when(tx: Tx, queue: QueueId) -> datetime | None:
    """When somebody who begins to wait now is first spoken to; None: never."""
    return _next(tx, centre.queue_row(tx.conn, queue))


def rules_changed(tx: Tx, queue: QueueId) -> None:
    """Those who wait, wait by the new rules."""
    at = from_when(tx, queue)
    for contact in contacts.waiting_callers(tx.conn, queue):
        contact_limits.set_announce_at(tx.conn, contact.id, at)


def due(tx: Tx, contact: ContactRow) -> None:
    """Repeatable: who waits no more, or has just been spoken to, is left alone."""
    if contact.state is not ContactState.QUEUED or contact.announce_at is None or contact.announce_at > tx.now:
        return
    queue = centre.queue_row(tx.conn, contact.queue)
    contact_limits.set_announce_at(tx.conn, contact.id, _next(tx, queue))
    if queue.announce_seconds is not None and centre.settings_row(tx.conn).pbx_lost_at is None:
        tx.act(Announce(contact.call, _prompts(tx, contact, queue)))


def _next(tx: Tx, queue: QueueRow) -> datetime | None:
    if queue.announce_seconds is None:
        return None
    at = after(tx.now, queue.announce_seconds)
    tx.due(at)
    return at


def _prompts(tx: Tx, contact: ContactRow, queue: QueueRow) -> tuple[Prompt | int, ...]:
    said: list[Prompt | int] = [Prompt.PLEASE_WAIT]
    if queue.announces_place:
        said += [Prompt.PLACE_IN_QUEUE, _place(tx, contact)]
    if queue.callback_key.isdecimal() and queue_keys.may_be_called(tx, contact):
        said += [Prompt.CALLBACK_OFFER, int(queue.callback_key)]
    return tuple(said)


def _place(tx: Tx, contact: ContactRow) -> int:
    """1: the next."""
    waiting = [one.id for one in contacts.waiting_callers(tx.conn, contact.queue)]
    return waiting.index(contact.id) + 1
