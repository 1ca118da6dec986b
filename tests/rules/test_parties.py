"""The table of D5, line by line as the document has it, and what of it a contact allows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agent_client.protocol.contacts import CadVariable, Contact, Recording
from agent_client.protocol.names import (
    CallbackOrigin,
    Channel,
    ContactId,
    ContactState,
    Direction,
    OnHold,
    Part,
    QueueId,
    RecordingState,
)
from agent_client.rules.parties import (
    CONSULTED,
    CUSTOMER,
    OWNER,
    TABLE,
    ContactAction,
    Hindrance,
    allowed,
    hindrance,
)

A, S, H = ContactAction, ContactState, OnHold
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CALL = Contact(
    id=ContactId(1),
    version=1,
    direction=Direction.INBOUND,
    state=S.CONNECTED,
    queue=QueueId(1),
    ani="+31201234567",
    dnis="+31800100200",
    queued_at=NOW,
    recording=Recording(state=RecordingState.RECORDING, since=NOW),
    can_mute=True,
    cad=(CadVariable(key="case", label="Case", editable=True), CadVariable(key="iban", label="IBAN", secure=True)),
)


def at(state: ContactState, on_hold: OnHold | None = None, part: Part = Part.OWNER, **more: object) -> Contact:
    return replace(CALL, state=state, on_hold=on_hold, part=part, **more)


def possible(*situation: object, **more: object) -> frozenset[ContactAction]:
    return allowed(at(*situation, **more))  # type: ignore[arg-type]


def test_D1_end_is_disabled_on_hold() -> None:
    assert A.END in possible(S.CONNECTED)
    assert A.END not in possible(S.HELD, H.CUSTOMER)
    assert hindrance(at(S.HELD, H.CUSTOMER), A.END) is Hindrance.CUSTOMER_ON_HOLD


def test_D1_whom_the_phone_holds_the_phone_takes_back() -> None:
    talks = possible(S.CONNECTED, held_at_phone_since=NOW)
    assert {A.TRANSFER, A.PAUSE_RECORDING, A.MUTE, A.EDIT_VARIABLES} <= talks
    assert not talks & {A.HOLD, A.RESUME, A.CONSULT, A.DIGITS, A.END}
    for action in A.HOLD, A.CONSULT, A.DIGITS, A.END:
        assert hindrance(at(S.CONNECTED, held_at_phone_since=NOW), action) is Hindrance.HELD_AT_PHONE
    assert A.RESUME not in possible(S.HELD, H.CUSTOMER, held_at_phone_since=NOW), "it would not take them back"
    assert A.END in possible(S.RINGING, direction=Direction.OUTDIAL, held_at_phone_since=NOW), "nobody is on hold yet"


def test_D5_in_a_consult_whom_the_phone_holds_can_be_left_and_passed_on() -> None:
    for on_hold in H.CUSTOMER, H.CONSULTED:
        left = possible(S.CONSULTING, on_hold, held_at_phone_since=NOW)
        assert {A.END_CONSULT, A.TRANSFER} <= left
        assert not left & {A.HOLD, A.RESUME, A.CONFERENCE, A.DIGITS}
    assert A.END in possible(S.CONFERENCE, held_at_phone_since=NOW), "the two others go on talking"
    asked = at(S.CONSULTING, H.CUSTOMER, Part.CONSULTED, held_at_phone_since=NOW)
    assert A.END_CONSULT in allowed(asked)
    assert (hindrance(asked, A.DIGITS), hindrance(asked, A.END)) == (Hindrance.HELD_AT_PHONE, Hindrance.CONSULTED_ONLY)


def test_D3_transfer_and_conference_wait_until_the_consult_is_accepted_and_resume_does_not() -> None:
    asked = possible(S.CONSULT_REQUESTED, H.CUSTOMER)
    assert A.RESUME in asked
    assert not asked & {A.TRANSFER, A.CONFERENCE}
    assert hindrance(at(S.CONSULT_REQUESTED, H.CUSTOMER), A.CONFERENCE) is Hindrance.CONSULT_NOT_ACCEPTED
    for on_hold in H.CUSTOMER, H.CONSULTED:
        assert {A.TRANSFER, A.CONFERENCE, A.END_CONSULT} <= possible(S.CONSULTING, on_hold)


def test_D3_hold_and_resume_swap_the_two() -> None:
    assert A.RESUME in possible(S.CONSULTING, H.CUSTOMER) and A.HOLD not in possible(S.CONSULTING, H.CUSTOMER)
    assert A.HOLD in possible(S.CONSULTING, H.CONSULTED) and A.RESUME not in possible(S.CONSULTING, H.CONSULTED)


@pytest.mark.parametrize("on_hold", [H.CUSTOMER, H.CONSULTED])
def test_D5_agent_2_neither_resumes_nor_ends_nor_wraps_up_nor_edits(on_hold: OnHold) -> None:
    may = possible(S.CONSULTING, on_hold, Part.CONSULTED)
    assert A.END_CONSULT in may
    assert not may & {A.RESUME, A.HOLD, A.END, A.WRAP_UP, A.EDIT_VARIABLES, A.TRANSFER, A.CONFERENCE}
    assert hindrance(at(S.CONSULTING, on_hold, Part.CONSULTED), A.END) is Hindrance.CONSULTED_ONLY


def test_D5_agent_2_has_no_wrap_up_at_all() -> None:
    assert all(A.WRAP_UP not in actions for actions in CONSULTED.values())
    assert S.WRAP_UP not in {state for state, _ in CONSULTED}


def test_D5_the_customer_can_only_leave() -> None:
    assert set(CUSTOMER.values()) == {frozenset({"leave"})}


def test_D5_only_the_owner_consults_and_never_twice_at_once() -> None:
    consulting = [situation for situation, actions in OWNER.items() if A.CONSULT in actions]
    assert {state for state, _ in consulting} == {S.CONNECTED, S.HELD}
    assert all(A.CONSULT not in actions for actions in CONSULTED.values())


def test_D8_recording_is_not_paused_during_consult_or_conference() -> None:
    recording = {A.PAUSE_RECORDING, A.RESUME_RECORDING}
    for part, situations in TABLE.items():
        for (state, _), actions in situations.items():
            if state in (S.CONSULT_REQUESTED, S.CONSULTING, S.CONFERENCE) or part is Part.CONSULTED:
                assert not actions & recording
    assert A.PAUSE_RECORDING in possible(S.CONNECTED)
    paused = Recording(state=RecordingState.PAUSED, since=NOW, until=NOW + timedelta(seconds=30))
    assert possible(S.CONNECTED, recording=paused) & recording == {A.RESUME_RECORDING}
    assert not possible(S.CONNECTED, recording=None) & recording


def test_D9_both_agents_edit_only_where_both_have_the_customer() -> None:
    assert A.EDIT_VARIABLES in possible(S.CONFERENCE, None, Part.CONSULTED)
    assert A.EDIT_VARIABLES in possible(S.WRAP_UP)
    assert A.EDIT_VARIABLES not in possible(S.CONNECTED, cad=(CadVariable(key="a", label="A"),))
    assert A.SHOW_SECURE not in possible(S.CONNECTED, cad=(CadVariable(key="a", label="A", secure=True, filled=False),))


def test_D10_wrap_up_is_extended_as_long_as_the_queue_lets_it() -> None:
    assert A.EXTEND not in possible(S.WRAP_UP)
    assert possible(S.WRAP_UP, extensions=1) >= {A.EXTEND, A.WRAP_UP}


def test_C3_answered_from_the_desktop_where_the_phone_can_and_once() -> None:
    assert A.ANSWER not in possible(S.RINGING)
    assert possible(S.RINGING, can_answer=True) >= {A.ANSWER, A.DECLINE}
    assert not possible(S.CONNECTING, can_answer=True) & {A.ANSWER}
    assert not possible(S.RINGING, can_answer=True, answered_at=NOW) & {A.ANSWER, A.DECLINE}


def test_what_one_dialled_is_ended_and_what_came_is_declined() -> None:
    assert possible(S.RINGING, direction=Direction.OUTDIAL) & {A.END, A.DECLINE} == {A.END}
    assert possible(S.RINGING) & {A.END, A.DECLINE} == {A.DECLINE}
    assert possible(S.RINGING, None, Part.CONSULTED, direction=Direction.CONSULT) == {A.DECLINE}


def test_C5_a_web_callback_is_cancelled_where_it_may_be() -> None:
    asked = {"direction": Direction.CALLBACK, "origin": CallbackOrigin.WEB}
    assert A.CANCEL in possible(S.RINGING, can_cancel=True, **asked)
    assert A.CANCEL not in possible(S.RINGING, **asked)


def test_D11_a_preview_is_dialled_or_skipped_before_any_phone_rings() -> None:
    assert possible(S.CONNECTING, direction=Direction.PREVIEW) >= {A.ANSWER, A.DECLINE}


@pytest.mark.parametrize("channel", [Channel.CHAT, Channel.EMAIL, Channel.SOCIAL])
def test_what_is_written_is_neither_held_nor_transferred(channel: Channel) -> None:
    assert possible(S.CONNECTED, channel=channel) == {A.END, A.EDIT_VARIABLES, A.SHOW_SECURE}
    assert possible(S.RINGING, channel=channel) == {A.ANSWER, A.DECLINE}


@given(
    part=st.sampled_from(list(Part)),
    state=st.sampled_from(list(S)),
    on_hold=st.none() | st.sampled_from(list(H)),
    action=st.sampled_from(list(A)),
    channel=st.sampled_from(list(Channel)),
)
def test_nothing_is_possible_that_the_table_does_not_know(
    part: Part, state: ContactState, on_hold: OnHold | None, action: ContactAction, channel: Channel
) -> None:
    contact = at(state, on_hold, part, channel=channel)
    if action in allowed(contact):
        assert action in TABLE[part][state, on_hold]
        assert hindrance(contact, action) is None
