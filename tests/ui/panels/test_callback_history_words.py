"""The moments of an entry as people read them."""

from __future__ import annotations

from datetime import timedelta
from types import ModuleType

import pytest
from msgspec.structs import replace

from agent_client.client.store.state import State
from agent_client.protocol.callbacks import Appointment, CallbackHistory, CallbackMoment, Claim
from agent_client.protocol.names import CallbackId, CallbackMomentKind, CallbackOrigin, WhyCode
from agent_client.protocol.why import Why
from ui.panels.callback_history_words import facts, moment_entries, moment_entry, told

K = CallbackMomentKind


@pytest.fixture
def state(seen: ModuleType) -> State:
    return replace(seen.WAITING, centre=replace(seen.CENTRE, time_zone="Europe/Amsterdam"))


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        (K.MISSED, {"seconds": 47}, "Called, nobody took it · waited 0:47 · Support"),
        (
            K.MISSED,
            {"seconds": 3, "counts": False},
            "Called, nobody took it · waited 0:03 · Support · does not count by the rules",
        ),
        (K.REQUESTED, {}, "Asked for a call · Support"),
        (K.ANSWERED, {"seconds": 185}, "Called again and was answered · 3:05 · Support"),
        (K.ANSWERED, {}, "Called again and was answered · Support"),
        (K.TRIED, {"seconds": 18}, "Called back, not reached · rang 0:18"),
        (
            K.TRIED,
            {"seconds": 2, "counts": False},
            "Called back, not reached · rang 0:02 · does not count by the rules",
        ),
        (K.REACHED, {"seconds": 62}, "Called back and reached · 1:02"),
        (K.DONE, {}, "Marked Done"),
        (K.NOT_REACHED, {}, "Marked Not reached"),
        (K.REOPENED, {}, "Opened again"),
        (K.APPOINTMENT_CANCELLED, {}, "Appointment cancelled"),
        (K.DELIVERED, {}, "Put in the queue · Support"),
        (K.RELEASED, {}, "Given back without a try"),
        (K.UNKNOWN, {}, "Something else"),
    ],
)
def test_what_each_kind_says(
    kind: CallbackMomentKind, values: dict[str, object], words: str, seen: ModuleType, state: State
) -> None:
    moment = CallbackMoment(kind=kind, at=seen.ago(60), **{"queue": seen.SUPPORT, **values})
    assert told(moment, state, seen.NOW) == words


def test_an_appointment_says_when_for(seen: ModuleType, state: State) -> None:
    moment = CallbackMoment(kind=K.APPOINTED, at=seen.NOW, until=seen.NOW + timedelta(days=1))
    assert told(moment, state, seen.NOW) == "Appointment made · Tomorrow 15:06"


def test_why_is_said_where_the_words_do_not_say_it(seen: ModuleType, state: State) -> None:
    expired = Why(code=WhyCode.CLAIM_EXPIRED, at=seen.ago(5))
    later = Why(code=WhyCode.ANSWERED_LATER, at=seen.ago(5), params={"agent": "Bram"})
    released = told(CallbackMoment(kind=K.RELEASED, at=seen.ago(5), why=expired), state, seen.NOW)
    assert released.startswith("Given back without a try · ")
    assert (
        told(CallbackMoment(kind=K.ANSWERED, at=seen.ago(5), why=later), state, seen.NOW)
        == "Called again and was answered"
    )
    gave_up = Why(code=WhyCode.CALLER_GAVE_UP, at=seen.ago(5), params={"seconds": "7"})
    missed = CallbackMoment(kind=K.MISSED, at=seen.ago(5), seconds=7, why=gave_up)
    assert told(missed, state, seen.NOW) == "Called, nobody took it · waited 0:07"


def test_A15_nobody_says_of_a_text_message_that_nothing_was_tried(seen: ModuleType) -> None:
    sent = Why(code=WhyCode.SENT_AS_TEXT, at=seen.ago(5), params={"agent": "Dana"})
    said = told(CallbackMoment(kind=K.RELEASED, at=seen.ago(5), why=sent), seen.BASE, seen.NOW)
    assert said.startswith("Dana got the number as a text message")


def test_who_and_when_stand_above_and_what_does_not_count_is_dim(seen: ModuleType, state: State) -> None:
    moment = CallbackMoment(kind=K.TRIED, at=seen.ago(600), seconds=1, agent=seen.BRAM, phone="4711", counts=False)
    made = moment_entry(3, moment, state, seen.NOW)
    assert (made.key, made.when, made.who, made.dim) == (3, "Today 13:56", "Bram · 4711", True)
    elsewhere = CallbackMoment(kind=K.ANSWERED, at=seen.ago(600), phone="300")
    assert moment_entry(4, elsewhere, state, seen.NOW).who == "300"


def test_the_newest_stands_first_and_what_goes_on_before_it(seen: ModuleType, state: State) -> None:
    entry = replace(state.callbacks[CallbackId(1)], claim=Claim(seen.BRAM, seen.ago(5)))
    moments = (CallbackMoment(kind=K.MISSED, at=seen.ago(60)), CallbackMoment(kind=K.DONE, at=seen.ago(30)))
    made = moment_entries(CallbackHistory(entry=entry, moments=moments), state, seen.NOW)
    assert [(one.text, one.token) for one in made] == [
        ("Bram is calling", "call"),
        ("Marked Done", ""),
        ("Called, nobody took it", ""),
    ]


def test_what_else_is_known(seen: ModuleType, state: State) -> None:
    entry = replace(
        state.callbacks[CallbackId(1)],
        number="+12125550123",
        attempts=1,
        origin=CallbackOrigin.WEB,
        appointment=Appointment(at=seen.ago(720), agent=seen.ANNA, by=seen.BRAM, remark="About the offer"),
    )
    assert facts(entry, state, seen.NOW).splitlines() == [
        "+1 212-555-0123 · 09:06 there",
        "Sales · Web request · 3 calls · 1 attempt",
        "Overdue 12 min · for you · About the offer",
    ]
