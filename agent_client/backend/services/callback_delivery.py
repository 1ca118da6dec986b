"""Bringing an entry of the callback list to an agent by itself: an appointment that is due, a customer who asked for a call
(C5, E9, E10). It waits in the queue like a call from then on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from agent_client.backend.domain.callbacks import Moment
from agent_client.backend.persistence import callbacks, centre, contacts, customers, given_values, projects
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.telephony import CallId
from agent_client.backend.ports.units import Tx
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import (
    CallbackId,
    CallbackMomentKind,
    CallbackOrigin,
    ContactState,
    Direction,
    WhyCode,
)
from agent_client.protocol.why import Why
from agent_client.rules.callback_actions import LISTED

from . import callback_judging, moments


def due(tx: Tx) -> list[CallbackId]:
    return callbacks.due(tx.conn, tx.now)


def next_due(tx: Tx) -> datetime | None:
    return callbacks.next_due(tx.conn)


def settle(tx: Tx, entry_id: CallbackId) -> None:
    """An appointment whose time has come. While somebody is calling the customer it comes of that call."""
    entry = callbacks.entry(tx.conn, entry_id)
    appointment = entry.appointment
    if entry.section not in LISTED or not entry.listed or entry.claim is not None:
        callbacks.change(tx.conn, entry_id, due_at=None)
        return
    at = tx.now if appointment is None else appointment.at
    why = Why(code=WhyCode.APPOINTMENT_DUE, at=tx.now, params={"at": at.isoformat()})
    deliver(tx, entry, since=at, why=why)


def deliver(tx: Tx, entry: Callback, *, since: datetime, why: Why | None = None) -> ContactRow:
    """``since``: from when on the customer waits, which is their place in the queue. What waits already keeps it."""
    waiting = contacts.to_call_back(tx.conn, entry.id)
    if waiting is not None:
        callbacks.change(tx.conn, entry.id, due_at=None)
        return waiting
    made = _contact(tx, entry, since, why)
    theirs = {} if entry.customer is None else customers.variables(tx.conn, entry.customer.id)
    named = {"name": entry.name} if entry.name else {}
    given_values.keep(tx.conn, tx.now, made.interaction, {**theirs, **named})
    moments.queued(tx, made, why)
    delivered = Moment(kind=CallbackMomentKind.DELIVERED, at=tx.now, queue=entry.queue, contact=made.id)
    callback_judging.noted(tx, entry.id, delivered, due_at=None, delivered_at=tx.now)
    centre.publish_queue(tx, entry.queue)
    tx.route()
    return made


def _contact(tx: Tx, entry: Callback, since: datetime, why: Why | None) -> ContactRow:
    project = projects.by_dnis(tx.conn, entry.dnis)
    agent = None if entry.appointment is None else entry.appointment.agent
    more: dict[str, Any] = {"only_to": None if agent is None else agent.id, "why": why}
    return contacts.add(
        tx.conn,
        now=since,
        direction=Direction.CALLBACK,
        state=ContactState.QUEUED,
        queue=entry.queue,
        project=None if project is None else project.id,
        ani=entry.number,
        dnis=entry.dnis,
        customer=None if entry.customer is None else entry.customer.id,
        call=CallId(""),
        callback=entry.id,
        origin=(entry.origin or CallbackOrigin.AGENT).value,
        **more,
    )
