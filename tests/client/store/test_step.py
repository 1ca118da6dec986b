from __future__ import annotations

from datetime import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agent_client.client.store.state import EMPTY, Changed, Link, State
from agent_client.client.store.step import from_snapshot, step, with_callbacks
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.callbacks import Callback, Claim
from agent_client.protocol.customers import Customer, CustomerBrief, Record
from agent_client.protocol.events import (
    EVENTS,
    AgentPresenceChanged,
    AgentStateChanged,
    CallbackAttempted,
    CallbackChanged,
    CallbackClaimed,
    CallbackDone,
    CallbackEvent,
    CallbackNotReached,
    CallbackOpened,
    CallbackReopened,
    ContactConnected,
    ContactEnded,
    ContactOffered,
    ContactUpdated,
    ContactWithdrawn,
    ContactWrappedUp,
    CustomerLockChanged,
    CustomerSaved,
    CustomersChanged,
    QueueChanged,
    RecordAdded,
    RecordCorrected,
    RecordingKept,
    SeatAsked,
    SessionEnded,
)
from agent_client.protocol.interactions import PastRecording
from agent_client.protocol.names import (
    AgentId,
    AgentState,
    CallbackId,
    ContactId,
    ContactState,
    CustomerId,
    InteractionId,
    QueueId,
    RecordId,
    Section,
    SoundState,
)

NOBODY = {Section.OPEN: 0, Section.ATTEMPTED: 0, Section.DONE: 0, Section.NOT_REACHED: 0}


@pytest.fixture
def state(things):
    return from_snapshot(
        things.snapshot(
            contacts=(things.contact(),),
            callbacks=(things.entry(),),
            sections={**NOBODY, Section.OPEN: 1, Section.DONE: 40},
        )
    )


SAID = (SeatAsked,)
"""What nothing of the state stands for."""
PASSING = (
    *SAID,
    RecordAdded,
    RecordCorrected,
    RecordingKept,
    SessionEnded,
    CustomerSaved,
    CustomerLockChanged,
    CustomersChanged,
)
VERSIONED = [name for name, kind in EVENTS.items() if kind not in PASSING]
BODIES = {
    "me": lambda things: things.me(version=2, state=AgentState.READY, not_ready=None),
    "agent": lambda things: things.presence(version=2, name="Bodil"),
    "queue": lambda things: things.queue(version=2, waiting=4),
    "contact": lambda things: things.contact(version=2, ani="+46"),
    "entry": lambda things: things.entry(version=2, calls=2),
    "customer": lambda things: Customer(id=CustomerId(9), version=2, name="Karel Nový"),
    "record": lambda things: Record(
        id=RecordId(1),
        customer=CustomerId(9),
        contact=None,
        number="",
        saved_at=things.noon,
        call_at=None,
        operator=AgentBrief(AgentId(7), "Anna"),
        text="x",
    ),
    "why": lambda things: things.why(),
    "centre": lambda things: replace(things.centre(), version=2, name="Another name"),
    "customer.lock_changed": lambda things: CustomerLockChanged(CustomerId(9), None),
    "seat.asked": lambda things: SeatAsked(AgentBrief(AgentId(8), "Bram"), "TC-1", things.noon),
    "recording.kept": lambda things: RecordingKept(
        InteractionId(7), PastRecording(state=SoundState.KEPT, began_at=things.noon)
    ),
    "customers.changed": lambda things: CustomersChanged(),
}


def sample(name, things):
    if name in BODIES:
        return BODIES[name](things)
    kind = EVENTS[name]
    field = msgspec.structs.fields(kind)[0]
    return kind(BODIES[field.name](things))


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_of_the_protocol_changes_something(state, things, name):
    _, changed = step(state, sample(name, things))
    assert bool(changed) is (EVENTS[name] not in SAID)


@pytest.mark.parametrize("name", VERSIONED)
def test_an_event_a_second_time_changes_nothing(state, things, name):
    event = sample(name, things)
    once, _ = step(state, event)
    assert step(once, event) == (once, Changed.NOTHING)


@pytest.mark.parametrize("name", VERSIONED)
def test_what_is_older_than_what_is_kept_changes_nothing(state, things, name):
    kind = EVENTS[name]
    field = msgspec.structs.fields(kind)[0]
    older = replace(BODIES[field.name](things), version=0)
    assert step(state, kind(older)) == (state, Changed.NOTHING)


def test_a_step_leaves_the_state_before_it_alone(state, things):
    before = msgspec.json.encode(state)
    for name in EVENTS:
        step(state, sample(name, things))
    assert msgspec.json.encode(state) == before


def test_a_snapshot_is_the_whole_state_but_for_the_link(things):
    before = State(link=Link.UP, link_since=things.noon, contacts={ContactId(1): things.contact(id=1)})
    after = from_snapshot(things.snapshot(), before)
    assert after.contacts == {}
    assert (after.link, after.link_since) == (Link.UP, things.noon)
    assert after.me == things.me()
    assert after.queues == {QueueId(1): things.queue()}
    assert from_snapshot(things.snapshot()).link is Link.NONE


def test_state_presence_and_queue_are_replaced_by_newer_ones(state, things):
    after, changed = step(state, AgentStateChanged(things.me(version=2, phone="300")))
    assert (after.me.phone, changed) == ("300", Changed.ME)
    after, changed = step(state, AgentPresenceChanged(things.presence(id=AgentId(11), name="New")))
    assert (set(after.agents), changed) == ({8, 11}, Changed.AGENTS)
    after, changed = step(state, QueueChanged(things.queue(version=2, waiting=4)))
    assert (after.queues[QueueId(1)].waiting, changed) == (4, Changed.QUEUES)


@pytest.mark.parametrize("kind", [ContactWithdrawn, ContactWrappedUp])
def test_contacts_that_are_withdrawn_or_wrapped_up_leave(state, things, kind):
    after, changed = step(state, kind(things.contact(version=2)))
    assert after.contacts == {}
    assert changed == Changed.CONTACTS


def test_a_contact_stays_through_its_wrap_up(state, things):
    wrapping = things.contact(version=2, state=ContactState.WRAP_UP)
    after, _ = step(state, ContactEnded(wrapping))
    assert after.contacts == {ContactId(5): wrapping}


def test_an_update_of_a_contact_that_was_wrapped_up_does_not_bring_it_back(state, things):
    ended = things.contact(version=3, state=ContactState.ENDED)
    after, _ = step(state, ContactWrappedUp(ended))
    after, changed = step(after, ContactUpdated(replace(ended, version=4)))
    assert (after.contacts, changed) == ({}, Changed.NOTHING)


def test_a_withdrawal_that_is_older_than_a_new_offer_takes_nothing_away(things):
    state, _ = step(EMPTY, ContactOffered(things.contact(version=5)))
    after, changed = step(state, ContactWithdrawn(things.contact(version=4)))
    assert (after, changed) == (state, Changed.NOTHING)


def test_a_contact_in_a_state_of_a_newer_server_is_kept(state, things):
    odd = things.contact(version=2, state=ContactState.UNKNOWN)
    after, _ = step(state, ContactConnected(odd))
    assert after.contacts[ContactId(5)] == odd


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        (CallbackAttempted, Section.ATTEMPTED),
        (CallbackDone, Section.DONE),
        (CallbackNotReached, Section.NOT_REACHED),
    ],
)
def test_an_entry_that_moves_is_counted_where_it_is(state, things, kind, section):
    after, changed = step(state, kind(things.entry(version=2, section=section)))
    expected = {**NOBODY, Section.DONE: 40}
    expected[section] += 1
    assert after.sections == expected
    assert changed == Changed.CALLBACKS
    back, _ = step(after, CallbackReopened(things.entry(version=3)))
    assert back.sections == state.sections


def test_an_entry_that_the_rules_hide_is_counted_no_more_and_is_back_when_they_show_it(state, things):
    before = dict(state.sections)
    hidden, changed = step(state, CallbackChanged(things.entry(version=2, listed=False)))
    assert changed == Changed.CALLBACKS
    assert hidden.sections[Section.OPEN] == before[Section.OPEN] - 1
    shown, _ = step(hidden, CallbackChanged(things.entry(version=3)))
    assert shown.sections == before


def test_older_entries_come_in_pages_and_take_nothing_newer_away(state, things):
    known = things.entry(version=5, calls=4)
    state, _ = step(state, CallbackChanged(known))
    older = things.entry(id=CallbackId(99), version=1)
    after, changed = with_callbacks(state, [older, things.entry(version=4)])
    assert changed == Changed.CALLBACKS
    assert after.callbacks[known.id] == known
    assert after.callbacks[CallbackId(99)] == older
    assert after.sections == state.sections
    assert with_callbacks(after, [older]) == (after, Changed.NOTHING)


def test_a_claim_moves_nothing(state, things):
    claimed = things.entry(version=2, claim=Claim(AgentBrief(AgentId(8), "Bo"), things.noon))
    after, _ = step(state, CallbackClaimed(claimed))
    assert after.sections == state.sections
    assert after.callbacks[CallbackId(3)].claim.agent.name == "Bo"


def test_a_closed_entry_too_old_for_the_list_is_counted_once(state, things):
    """A claim on one of yesterday's year: it was in the server's count all along."""
    old = things.entry(id=CallbackId(99), version=7, section=Section.DONE, closed_at=things.noon)
    after, _ = step(state, CallbackClaimed(old, Section.DONE))
    assert after.sections == state.sections
    assert CallbackId(99) in after.callbacks


def test_an_old_entry_that_is_opened_again_is_counted_no_more_where_it_was(state, things):
    counts = state.sections
    opened = things.entry(id=CallbackId(99), version=7, section=Section.OPEN)
    after, _ = step(state, CallbackReopened(opened, Section.DONE))
    assert after.sections[Section.OPEN] == counts[Section.OPEN] + 1
    assert after.sections[Section.DONE] == max(0, counts.get(Section.DONE, 0) - 1)


class TestCounts:
    """Whatever happens to entries, the counts are those of the entries."""

    @given(
        st.lists(
            st.tuples(st.integers(1, 6), st.sampled_from(list(NOBODY)), st.integers(1, 9)),
            max_size=40,
        )
    )
    def test_counts_follow_the_entries(self, moves):
        noon = datetime.fromisoformat("2026-03-02T12:00:00+00:00")
        state = replace(EMPTY, sections=dict(NOBODY))
        for number, section, version in moves:
            entry = Callback(
                id=CallbackId(number),
                version=version,
                queue=QueueId(1),
                section=section,
                number="1",
                dnis="2",
                first_at=noon,
                last_at=noon,
            )
            known = CallbackId(number) in state.callbacks
            kept = state.callbacks.get(CallbackId(number))
            event: CallbackEvent = CallbackDone(entry) if known else CallbackOpened(entry)
            state, _ = step(state, event)
            if kept is not None and version < kept.version:
                assert state.callbacks[CallbackId(number)] is kept
        counted = {**NOBODY}
        for entry in state.callbacks.values():
            counted[entry.section] += 1
        assert state.sections == counted


def test_a_customers_new_name_is_shown_wherever_the_old_one_was(state, things):
    state, _ = step(state, ContactUpdated(things.contact(version=2, customer=CustomerBrief(CustomerId(9), "Karel"))))
    after, changed = step(state, CustomerSaved(Customer(id=CustomerId(9), version=2, name="Karla", company="Firma")))
    brief = CustomerBrief(CustomerId(9), "Karla", "Firma")
    assert after.contacts[ContactId(5)].customer == brief
    assert after.callbacks[CallbackId(3)].customer == brief
    assert changed == Changed.CUSTOMERS | Changed.CONTACTS | Changed.CALLBACKS
    after, changed = step(state, CustomerSaved(Customer(id=CustomerId(1), version=2, name="Somebody")))
    assert (after, changed) == (state, Changed.CUSTOMERS)


def test_the_end_of_the_session_says_why(state, things):
    after, changed = step(state, SessionEnded(things.why()))
    assert (after.link, after.ended, changed) == (Link.ENDED, things.why(), Changed.LINK)
