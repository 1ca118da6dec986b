"""Whom an appointment is made with: the caller in hand, an entry of the callback list, a customer's card (E9). No widgets."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from agent_client.client.store.state import State
from agent_client.protocol.callbacks import Appointment, Callback, NewAppointment
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import Customer
from agent_client.protocol.names import AgentId, CallbackId, CustomerId, QueueId, Section
from agent_client.rules.dial_numbers import canonical

_UNDONE = frozenset({Section.OPEN, Section.ATTEMPTED})


class AppointmentSubject(Struct, frozen=True, kw_only=True):
    """``key``: whose draft it is. ``entry``: the one that gets the appointment; its number and queue stay as they are."""

    key: str
    name: str = ""
    """The customer's, or their company's; empty: nobody knows it."""
    numbers: tuple[str, ...] = ()
    country: str = ""
    queue: QueueId | None = None
    customer: CustomerId | None = None
    callback: CallbackId | None = None
    entry: Callback | None = None
    mine: bool = True
    """Who it is for at first: the agent who makes it, or any of the queue."""

    @property
    def appointment(self) -> Appointment | None:
        """The one that stands."""
        return None if self.entry is None else self.entry.appointment

    def wish(
        self, at: datetime, agent: AgentId | None, remark: str, number: str, queue: QueueId | None
    ) -> NewAppointment:
        if self.callback is not None:
            return NewAppointment(at=at, agent=agent, remark=remark, callback=self.callback)
        return NewAppointment(at=at, agent=agent, remark=remark, queue=queue, customer=self.customer, number=number)


def of_contact(contact: Contact, state: State, customer: Customer | None) -> AppointmentSubject:
    """``customer``: the contact's, where their card has come. What came by somebody else's queue goes on in one's own."""
    known = customer if customer is not None and contact.customer and contact.customer.id == customer.id else None
    mine = () if state.me is None else state.me.queues
    entry, callback = None, None
    if contact.queue in mine and contact.callback is not None:
        entry, callback = state.callbacks.get(contact.callback), contact.callback
    elif contact.queue in mine and contact.ani:
        entry = _undone(state, contact.queue, contact.ani)
    brief = contact.customer
    return AppointmentSubject(
        key=f"contact {contact.id}",
        name="" if brief is None else brief.name or brief.company,
        numbers=_without_doubles((contact.ani, *(known.numbers if known else ()))),
        country=known.country if known else "",
        queue=contact.queue if contact.queue in mine else next(iter(mine), None),
        customer=None if brief is None else brief.id,
        callback=entry.id if entry is not None else callback,
        entry=entry,
    )


def of_entry(entry: Callback, customer: Customer | None = None) -> AppointmentSubject:
    brief = entry.customer
    known = customer if customer is not None and brief is not None and brief.id == customer.id else None
    return AppointmentSubject(
        key=f"entry {entry.id}",
        name=entry.name if brief is None else brief.name or brief.company,
        numbers=(entry.number,) if entry.number else (),
        country=known.country if known else "",
        queue=entry.queue,
        customer=None if brief is None else brief.id,
        callback=entry.id,
        entry=entry,
        mine=False,
    )


def of_customer(customer: Customer, state: State) -> AppointmentSubject:
    """In the name of their project's queue, where it is one of the agent's."""
    mine = () if state.me is None else state.me.queues
    projects = () if state.centre is None else state.centre.projects
    project = next((one for one in projects if one.id == customer.project), None)
    queue = project.queue if project is not None and project.queue in mine else next(iter(mine), None)
    return AppointmentSubject(
        key=f"customer {customer.id}",
        name=customer.name or customer.company,
        numbers=_without_doubles(customer.numbers),
        country=customer.country,
        queue=queue,
        customer=customer.id,
    )


def _undone(state: State, queue: QueueId, number: str) -> Callback | None:
    """The entry that is there for this caller already: there is but one of a queue and a number."""
    country = "" if state.centre is None else state.centre.country
    wanted = canonical(number, country)
    if not wanted:
        return None
    entries = state.callbacks.values()
    return next(
        (one for one in entries if one.number == wanted and one.queue == queue and one.section in _UNDONE), None
    )


def _without_doubles(numbers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number for number in numbers if number))
