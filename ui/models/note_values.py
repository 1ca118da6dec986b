"""What the placeholders of templates stand for at this moment. Pure, but for the words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from agent_client.client.store.state import State
from agent_client.protocol.centre import Template
from agent_client.protocol.contacts import CadVariable, Contact
from agent_client.protocol.customers import Customer
from agent_client.protocol.names import VariableKind
from agent_client.rules.dial_numbers import shown
from agent_client.rules.templates import Filled, Placeholder, filled
from ui.text import clock_time, day, day_and_time


def offered(
    state: State, contact: Contact | None, customer: Customer | None, now: datetime
) -> Sequence[tuple[Template, Filled]]:
    """The templates for this contact's queue and those for all, filled. Without a contact those of the agent's queues."""
    if state.centre is None:
        return ()
    mine = () if state.me is None else state.me.queues
    queues = mine if contact is None else (contact.queue,)
    values = note_values(state, contact, customer, now)
    return [
        (template, filled(template.text, values))
        for template in state.centre.templates
        if template.queue is None or template.queue in queues
    ]


def note_values(state: State, contact: Contact | None, customer: Customer | None, now: datetime) -> dict[str, str]:
    """``contact`` None: a note without a call. What belongs to a call is then left to be seen as it is written."""
    country = "" if state.centre is None else state.centre.country
    values = {} if contact is None else {one.key: _readable(one) for one in contact.cad if not one.secure}
    brief = None if contact is None else contact.customer
    known = customer or brief
    number = (contact.ani if contact is not None else "") or next(iter(customer.numbers if customer else ()), "")
    values[Placeholder.DATE] = day(now)
    values[Placeholder.TIME] = clock_time(now)
    values[Placeholder.NUMBER] = shown(number, country) if number else ""
    if known is not None:
        values[Placeholder.CUSTOMER] = known.name or known.company
        values[Placeholder.COMPANY] = known.company
    if state.me is not None:
        values[Placeholder.AGENT] = state.me.name
    if contact is not None and state.centre is not None:
        values |= _names(state, contact)
    return values


def _names(state: State, contact: Contact) -> dict[str, str]:
    assert state.centre is not None
    queues = {queue.id: queue.name for queue in state.centre.queues}
    queues |= {queue.id: queue.name for queue in state.queues.values()}
    projects = {project.id: project.name for project in state.centre.projects}
    return {
        Placeholder.QUEUE: queues.get(contact.queue, ""),
        Placeholder.PROJECT: "" if contact.project is None else projects.get(contact.project, ""),
    }


def _readable(variable: CadVariable) -> str:
    if variable.kind is VariableKind.DATE_TIME:
        try:
            return day_and_time(datetime.fromisoformat(variable.value))
        except ValueError:
            return variable.value
    return variable.value
