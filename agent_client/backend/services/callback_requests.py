"""Customers who asked to be called back, on the web or while they waited: an entry of the callback list that is routed to an
agent like a call (C5, E10)."""

from __future__ import annotations

from datetime import datetime

from agent_client.backend.persistence import centre, contacts, customers, projects
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import CallbackOrigin, ContactId, QueueId
from agent_client.protocol.refusals import BadNumber
from agent_client.rules.dial_numbers import canonical

from . import callback_delivery, callback_list


def request(
    tx: Tx, *, number: str, name: str, queue: QueueId, origin: CallbackOrigin, since: datetime | None = None
) -> ContactId:
    """``since``: from when on they have waited. Somebody who asks a second time keeps their place. Raises `BadNumber`, and
    `NotFound` for the queue."""
    settings = centre.settings_row(tx.conn)
    centre.queue_row(tx.conn, queue)
    to_call = canonical(number, settings.country)
    if not to_call:
        raise BadNumber("not a dial number", number=number)
    asked = contacts.asked_for(tx.conn, to_call, queue)
    if asked is not None:
        return asked.id
    project = projects.of_queue(tx.conn, queue)
    customer = customers.find_by_number(tx.conn, to_call, None if project is None else project.id)
    entry = callback_list.requested(
        tx,
        queue=queue,
        number=to_call,
        dnis="" if project is None else project.dnis,
        customer=None if customer is None else customer.id,
        name=name.strip(),
        origin=origin,
    )
    return callback_delivery.deliver(tx, entry, since=since or tx.now).id
