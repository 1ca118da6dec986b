"""A campaign's preview calls (D11): the agent sees whom to call, and decides; then it is a call like any other."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from agent_client.backend.domain.caller import Caller
from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import centre, contact_view, contacts, customers, given_values, projects
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.telephony import CallId, CallOut
from agent_client.backend.ports.units import Tx
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import ContactId, ContactState, CustomerId, Direction, ProjectId, QueueId
from agent_client.protocol.refusals import BadNumber, NotPossibleNow
from agent_client.protocol.time import after
from agent_client.rules.dial_numbers import canonical
from agent_client.rules.parties import ContactAction

from . import contact_turns, moments, routing, targets
from .own_contacts import own

NUMBER, NAME = "number", "name"
MOST_KEY = 60


class BadCampaign(Exception):
    """The file cannot be used; the text says why, in words for whoever wrote it."""


def imported(tx: Tx, queue_name: str, text: str) -> int:
    """The lines of a CSV file whose header has ``number``, perhaps ``name``, and a variable's key in each other column.

    All or nothing; how many. Raises `BadCampaign`.
    """
    queue = _queue(tx, queue_name)
    rows = csv.DictReader(io.StringIO(text))
    header = [column.strip() for column in rows.fieldnames or ()]
    if NUMBER not in header:
        raise BadCampaign(f"the first line has no column {NUMBER!r}")
    if len(set(header)) != len(header):
        raise BadCampaign("the first line has a column twice")
    if not all(0 < len(column) <= MOST_KEY for column in header):
        raise BadCampaign(f"a column's name has 1 to {MOST_KEY} characters")
    rows.fieldnames = header
    made = 0
    for row in rows:
        if None in row:
            raise BadCampaign(f"line {rows.line_num} has more fields than the first line")
        values = {key: (value or "").strip() for key, value in row.items()}
        try:
            add(tx, queue=queue, number=values.pop(NUMBER), name=values.pop(NAME, ""), values=values)
        except BadNumber as error:
            raise BadCampaign(f"line {rows.line_num}: {error.params['number']!r} cannot be called") from None
        made += 1
    return made


def _queue(tx: Tx, name: str) -> QueueId:
    queues = {(row := centre.queue_row(tx.conn, queue)).name: row.id for queue in centre.queue_ids(tx.conn)}
    if name not in queues:
        raise BadCampaign(f"there is no queue {name!r}; there are: {', '.join(queues)}")
    return queues[name]


def add(tx: Tx, *, queue: QueueId, number: str, name: str, values: Mapping[str, str]) -> ContactId:
    """A customer who is not known by this number becomes one. Raises `BadNumber`."""
    to_call = canonical(number, centre.settings_row(tx.conn).country)
    if not to_call:
        raise BadNumber("not a dial number", number=number)
    project = projects.of_queue(tx.conn, queue)
    customer = _customer(tx, to_call, name, None if project is None else project.id)
    made = contacts.add(
        tx.conn,
        now=tx.now,
        direction=Direction.PREVIEW,
        state=ContactState.QUEUED,
        queue=queue,
        project=None if project is None else project.id,
        ani=to_call,
        dnis="" if project is None else project.dnis,
        customer=customer,
        call=CallId(""),
    )
    theirs = {} if customer is None else customers.variables(tx.conn, customer)
    given_values.keep(tx.conn, tx.now, made.interaction, {**theirs, **values})
    moments.queued(tx, made)
    centre.publish_queue(tx, queue)
    tx.route()
    return made.id


def _customer(tx: Tx, number: str, name: str, project: ProjectId | None) -> CustomerId | None:
    known = customers.find_by_number(tx.conn, number, project)
    if known is not None:
        return known.id
    if not name:
        return None
    return customers.create(tx.conn, CustomerFields(name=name, numbers=(number,)))


def dial(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    """The agent's phone, then the customer's. Raises `CallLimit`."""
    contact = own(tx, who, contact_id, version, ContactAction.ANSWER)
    if contact.leg is not None:
        raise NotPossibleNow("it is being dialled already", state=contact.state.value)
    targets.within_limit(tx)
    leg, call = routing.leg_for(contact), routing.call_for(tx, contact)
    until = after(tx.now, centre.queue_row(tx.conn, contact.queue).ring_seconds)
    contact_turns.take(tx, contact, Happening.ACCEPTED, leg=leg, call=call, ringing_at=None, until=until)
    tx.act(CallOut(leg, contact.phone, call, contact.ani, contact.dnis))
    return contact_view.shown(tx.conn, contacts.row(tx.conn, contact_id))


def skipped(contact: ContactRow) -> dict[str, Any]:
    """Back to the queue, and not to the same agent again."""
    return {} if contact.agent is None else {"not_to": (*contact.not_to, contact.agent)}
