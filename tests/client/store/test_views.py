from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_client.client.store import views
from agent_client.client.store.state import EMPTY, Link
from agent_client.client.store.step import from_snapshot
from agent_client.protocol.names import (
    AgentState,
    CallbackId,
    Channel,
    ContactId,
    ContactState,
    Direction,
    IdleReasonId,
    NotReadyReason,
    Phase,
    QueueId,
    Section,
)


@pytest.fixture
def state_of(things):
    """A state with the link up, of a snapshot with these fields."""

    def make(**fields):
        return replace(from_snapshot(things.snapshot(**fields)), link=Link.UP, link_since=things.noon)

    return make


def test_phase_follows_the_agents_state(state_of, things):
    assert views.phase(state_of()) is Phase.PAUSE
    assert views.phase(state_of(me=things.me(not_ready=NotReadyReason.RONA))) is Phase.RONA
    assert views.phase(state_of(me=things.me(state=AgentState.ON_CONTACT, not_ready=None))) is Phase.CALL


def test_a_lost_link_is_a_phase_whose_time_is_still_the_calls(state_of, things):
    state = state_of(me=things.me(state=AgentState.ON_CONTACT, not_ready=None, since=things.at(-300)))
    lost = replace(state, link=Link.DOWN, link_since=things.noon)
    assert views.phase(lost) is Phase.RECONNECTING
    assert views.phase_since(lost) == views.phase_since(state) == things.at(-300)


@pytest.mark.parametrize("link", [Link.NONE, Link.ENDED])
def test_without_a_session_there_is_no_phase(state_of, link):
    state = replace(state_of(), link=link)
    assert views.phase(state) is Phase.UNKNOWN
    assert views.phase_since(state) is None
    assert views.phase(EMPTY) is Phase.UNKNOWN
    assert views.phase(replace(EMPTY, link=Link.CONNECTING)) is Phase.UNKNOWN


def test_requests_are_what_rings_the_oldest_first(state_of, things):
    contacts = (
        things.contact(id=ContactId(1), state=ContactState.RINGING, queued_at=things.at(9)),
        things.contact(id=ContactId(2), state=ContactState.CONNECTING, queued_at=things.at(3)),
        things.contact(id=ContactId(3), state=ContactState.CONNECTED, queued_at=things.at(1)),
        things.contact(id=ContactId(4), state=ContactState.WRAP_UP, queued_at=things.at(0)),
    )
    state = state_of(contacts=contacts)
    assert [contact.id for contact in views.requests(state)] == [2, 1]
    assert views.current_contact(state).id == 3
    assert views.wrap_up_contact(state).id == 4
    assert views.current_contact(state_of()) is None
    assert views.wrap_up_contact(state_of()) is None


def test_requests_stand_by_channel_and_a_key_means_the_call(state_of, things):
    def ringing(number, **fields):
        return things.contact(id=ContactId(number), state=ContactState.RINGING, **fields)

    contacts = (
        ringing(1),
        ringing(2, channel=Channel.CHAT, queued_at=things.at(1)),
        ringing(3, channel=Channel.EMAIL, queued_at=things.at(9)),
        ringing(4, direction=Direction.CALLBACK, queued_at=things.at(2)),
    )
    state = state_of(contacts=contacts)
    assert [contact.id for contact in views.requests(state)] == [3, 2, 1]
    assert views.meant_request(state).id == 1
    assert views.outgoing(state).id == 4, "what the agent dialled asks for nothing"
    assert (views.meant_request(EMPTY), views.outgoing(EMPTY)) == (None, None)


def test_a_call_goes_before_the_chat_beside_it(state_of, things):
    call = things.contact(id=ContactId(1), state=ContactState.CONNECTED, connected_at=things.at(1))
    chat = things.contact(
        id=ContactId(2), channel=Channel.CHAT, state=ContactState.CONNECTED, connected_at=things.at(5)
    )
    assert views.current_contact(state_of(contacts=(call, chat))) == call
    assert views.current_contact(state_of(contacts=(chat,))) == chat


@pytest.mark.parametrize(
    "talking", [ContactState.HELD, ContactState.CONSULTING, ContactState.CONFERENCE, ContactState.UNKNOWN]
)
def test_a_conversation_goes_on_in_any_state_of_talking(state_of, things, talking):
    contact = things.contact(state=talking, connected_at=things.noon)
    assert views.current_contact(state_of(contacts=(contact,))) == contact


def test_a_section_lists_its_entries_newest_first(state_of, things):
    entries = (
        things.entry(id=CallbackId(1), last_at=things.at(1)),
        things.entry(id=CallbackId(2), last_at=things.at(5)),
        things.entry(id=CallbackId(3), last_at=things.at(3), queue=QueueId(2)),
        things.entry(id=CallbackId(4), section=Section.DONE),
    )
    state = state_of(callbacks=entries)
    assert [entry.id for entry in views.in_section(state, Section.OPEN)] == [2, 3, 1]
    assert [entry.id for entry in views.in_section(state, Section.OPEN, {QueueId(1)})] == [2, 1]
    assert views.in_section(state, Section.OPEN, ()) == []
    assert [entry.id for entry in views.in_section(state, Section.DONE)] == [4]


def test_waiting_counts_the_agents_own_queues(state_of, things):
    queues = (things.queue(waiting=2), things.queue(id=QueueId(2), name="Other", waiting=30))
    assert views.waiting(state_of(queues=queues)) == 2
    assert views.waiting(state_of(queues=queues, me=things.me(queues=(QueueId(1), QueueId(2))))) == 32
    assert views.waiting(EMPTY) == 0


def test_idle_reasons_have_names(state_of):
    assert views.idle_reason_name(state_of(), IdleReasonId(1)) == "Lunch"
    assert views.idle_reason_name(state_of(), IdleReasonId(99)) == ""
    assert views.idle_reason_name(state_of(), None) == ""
    assert views.idle_reason_name(EMPTY, IdleReasonId(1)) == ""
