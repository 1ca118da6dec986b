"""How an event changes the state: one pure function. The newest version of a thing wins, whatever the order of arrival."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar, assert_never

from msgspec.structs import replace

from agent_client.protocol.agents import Me
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.centre import Centre
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import Customer, CustomerBrief
from agent_client.protocol.events import (
    AgentPresenceChanged,
    AgentStateChanged,
    CallbackEvent,
    CentreChanged,
    ContactEvent,
    ContactWithdrawn,
    ContactWrappedUp,
    CustomerLockChanged,
    CustomerSaved,
    CustomersChanged,
    Event,
    QueueChanged,
    RecordAdded,
    RecordCorrected,
    RecordingKept,
    SeatAsked,
    SessionEnded,
)
from agent_client.protocol.names import CallbackId, ContactId, ContactState, Section
from agent_client.protocol.sessions import Snapshot

from .layered import laid_over
from .state import Changed, Link, State

_NOBODYS = frozenset({ContactState.QUEUED, ContactState.ENDED})
"""States in which a contact is no agent's, by whatever event the client heard of it."""


class _Versioned(Protocol):
    @property
    def version(self) -> int: ...


def from_snapshot(snapshot: Snapshot, before: State | None = None) -> State:
    """What is known of the link is kept from ``before``: a snapshot says nothing of it."""
    before = State() if before is None else before
    return State(
        link=before.link,
        link_since=before.link_since,
        ended=before.ended,
        me=snapshot.me,
        centre=snapshot.centre,
        queues={queue.id: queue for queue in snapshot.queues},
        agents={agent.id: agent for agent in snapshot.agents},
        contacts={contact.id: contact for contact in snapshot.contacts if contact.state not in _NOBODYS},
        callbacks={entry.id: entry for entry in snapshot.callbacks},
        sections=dict(snapshot.sections),
    )


def step(state: State, event: Event) -> tuple[State, Changed]:
    """The state after the event, and what differs. An event that is older than what is kept changes nothing."""
    match event:
        case AgentStateChanged(me):
            return _me(state, me)
        case AgentPresenceChanged(agent):
            if _stale(state.agents.get(agent.id), agent):
                return state, Changed.NOTHING
            return replace(state, agents={**state.agents, agent.id: agent}), Changed.AGENTS
        case QueueChanged(queue):
            if _stale(state.queues.get(queue.id), queue):
                return state, Changed.NOTHING
            return replace(state, queues={**state.queues, queue.id: queue}), Changed.QUEUES
        case ContactEvent(contact):
            leaves = isinstance(event, ContactWithdrawn | ContactWrappedUp) or contact.state in _NOBODYS
            return _contact(state, contact, leaves=leaves)
        case CallbackEvent(entry, was):
            return _callback(state, entry, was)
        case CustomerSaved(customer):
            return _customer(state, customer)
        case RecordAdded() | RecordCorrected() | RecordingKept() | CustomersChanged() | CustomerLockChanged():
            return state, Changed.CUSTOMERS
        case CentreChanged(centre):
            return _centre(state, centre)
        case SeatAsked():
            return state, Changed.NOTHING  # said once, to whoever watches the events
        case SessionEnded(why):
            return replace(state, link=Link.ENDED, link_since=why.at, ended=why), Changed.LINK
        case _:
            assert_never(event)


T = TypeVar("T", bound=_Versioned)


def _stale(kept: T | None, new: T) -> bool:
    return kept is not None and (new.version < kept.version or new == kept)


def _me(state: State, me: Me) -> tuple[State, Changed]:
    if state.me is not None and state.me.id == me.id and _stale(state.me, me):
        return state, Changed.NOTHING
    return replace(state, me=me), Changed.ME


def _contact(state: State, contact: Contact, *, leaves: bool) -> tuple[State, Changed]:
    kept = state.contacts.get(contact.id)
    if kept is not None and contact.version < kept.version:
        return state, Changed.NOTHING
    if leaves:
        if kept is None:
            return state, Changed.NOTHING
        contacts = {**state.contacts}
        del contacts[contact.id]
    elif contact == kept:
        return state, Changed.NOTHING
    else:
        contacts = {**state.contacts, contact.id: contact}
    return replace(state, contacts=contacts), Changed.CONTACTS


def _centre(state: State, centre: Centre) -> tuple[State, Changed]:
    if _stale(state.centre, centre):
        return state, Changed.NOTHING
    return replace(state, centre=centre), Changed.CENTRE


def with_callbacks(state: State, entries: Iterable[Callback]) -> tuple[State, Changed]:
    """Older entries that the snapshot had no room for. They are counted already; what is known anew of one is kept."""
    new = {entry.id: entry for entry in entries if not _stale(state.callbacks.get(entry.id), entry)}
    if not new:
        return state, Changed.NOTHING
    return replace(state, callbacks=laid_over(state.callbacks, new)), Changed.CALLBACKS


def _callback(state: State, entry: Callback, was: Section | None) -> tuple[State, Changed]:
    kept = state.callbacks.get(entry.id)
    if _stale(kept, entry):
        return state, Changed.NOTHING
    callbacks = laid_over(state.callbacks, {entry.id: entry})
    sections = _recounted(state.sections, was if kept is None else _counted(kept), _counted(entry))
    return replace(state, callbacks=callbacks, sections=sections), Changed.CALLBACKS


def _counted(entry: Callback) -> Section | None:
    return entry.section if entry.listed else None


def _recounted(sections: dict[Section, int], before: Section | None, after: Section | None) -> dict[Section, int]:
    """The counts include entries that are not loaded."""
    if before is after:
        return sections
    counted = dict(sections)
    if before is not None:
        counted[before] = max(0, counted.get(before, 0) - 1)
    if after is not None:
        counted[after] = counted.get(after, 0) + 1
    return counted


def _customer(state: State, customer: Customer) -> tuple[State, Changed]:
    """Contacts and entries show the customer's name: it changes with the customer."""
    brief = CustomerBrief(customer.id, customer.name, customer.company)

    def outdated(thing: Contact | Callback) -> bool:
        return thing.customer is not None and thing.customer.id == brief.id and thing.customer != brief

    changed = Changed.CUSTOMERS
    contacts: dict[ContactId, Contact] = {
        contact.id: replace(contact, customer=brief) for contact in state.contacts.values() if outdated(contact)
    }
    if contacts:
        state, changed = replace(state, contacts={**state.contacts, **contacts}), changed | Changed.CONTACTS
    entries: dict[CallbackId, Callback] = {
        entry.id: replace(entry, customer=brief) for entry in state.callbacks.values() if outdated(entry)
    }
    if entries:
        state, changed = replace(state, callbacks=laid_over(state.callbacks, entries)), changed | Changed.CALLBACKS
    return state, changed
