"""What a row says of its entry: claims before all else, appointments with their time, who wished for the call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest
from msgspec.structs import replace

from agent_client.client.store.state import State
from agent_client.protocol.callbacks import Appointment, Callback, Claim
from agent_client.protocol.names import CallbackId, CallbackOrigin, Section
from ui.models.callback_lines import Line
from ui.panels.callback_words import (
    Looking,
    appointment_mark,
    counter,
    counts,
    described,
    local_time,
    marked_text,
    origin_text,
    overdue,
    second,
    time_ahead,
    tip,
    when,
)


@pytest.fixture
def state(seen: ModuleType) -> State:
    return replace(seen.WAITING, centre=replace(seen.CENTRE, time_zone="Europe/Amsterdam"))


@pytest.fixture
def looking(seen: ModuleType, state: State) -> Looking:
    return Looking(state, seen.NOW)


@pytest.fixture
def hoffmann(state: State) -> Callback:
    return state.callbacks[CallbackId(3)]


def promised(seen: ModuleType, entry: Callback, minutes: float, agent: object = None, remark: str = "") -> Callback:
    at = seen.NOW + timedelta(minutes=minutes)
    return replace(entry, appointment=Appointment(at=at, agent=agent, by=seen.BRAM, remark=remark))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "Due now"),
        (59.9, "Due now"),
        (60, "Overdue 1 min"),
        (12 * 60 + 30, "Overdue 12 min"),
        (3600, "Overdue 1 h"),
        (86399, "Overdue 23 h"),
        (86400, "Overdue 1 day"),
        (3 * 86400, "Overdue 3 days"),
    ],
)
def test_how_long_something_is_overdue(seconds: float, words: str) -> None:
    assert overdue(seconds) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 24, 22, 30, tzinfo=UTC), "Today 23:30"),
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "Tomorrow 00:30"),
        (datetime(2026, 11, 25, 8, 0, tzinfo=UTC), "Tomorrow 09:00"),
        (datetime(2026, 11, 27, 8, 0, tzinfo=UTC), "Fri 09:00"),
        (datetime(2026, 12, 2, 8, 0, tzinfo=UTC), "2 Dec 09:00"),
    ],
)
def test_when_by_the_centres_clock(at: datetime, words: str, seen: ModuleType) -> None:
    assert time_ahead(at, seen.NOW, "Europe/Amsterdam") == words


def test_whose_appointment_it_is_and_whether_it_is_late(seen: ModuleType, state: State, hoffmann: Callback) -> None:
    def mark(minutes: float, agent: object = None) -> tuple[str, bool]:
        made = promised(seen, hoffmann, minutes, agent).appointment
        assert made is not None
        return appointment_mark(made, state, seen.NOW)

    assert mark(84, seen.ANNA) == ("Today 16:30 · for you", False)
    assert mark(84, seen.BRAM) == ("Today 16:30 · for Bram", False)
    assert mark(84) == ("Today 16:30", False)
    assert mark(-12, seen.ANNA) == ("Overdue 12 min · for you", True)
    assert mark(0) == ("Due now", True)


def test_what_is_late_stands_out_for_those_who_should_see_to_it(
    seen: ModuleType, looking: Looking, hoffmann: Callback
) -> None:
    said = {
        name: second(Line(promised(seen, hoffmann, -5, agent)), looking)
        for name, agent in (("mine", seen.ANNA), ("others", seen.BRAM), ("anyones", None))
    }
    assert {name: (one.late, one.ours) for name, one in said.items()} == {
        "mine": (True, True),
        "others": (True, False),
        "anyones": (True, True),
    }
    closed = replace(promised(seen, hoffmann, -5, seen.ANNA), section=Section.DONE)
    assert second(Line(closed), looking).mark == ""
    assert second(Line(promised(seen, hoffmann, -5, seen.ANNA), 1, False), looking).mark == ""


def test_a_claim_goes_before_an_appointment(seen: ModuleType, looking: Looking, hoffmann: Callback) -> None:
    claimed = replace(promised(seen, hoffmann, -5, seen.ANNA), claim=Claim(seen.BRAM, seen.ago(12)))
    said = second(Line(claimed), looking)
    assert (said.mark, said.text, said.tone) == ("", "Bram is calling, 0:12", "call")


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (CallbackOrigin.WEB, "Web request"),
        (CallbackOrigin.QUEUE, "Asked by key"),
        (CallbackOrigin.AGENT, "Appointment"),
        (CallbackOrigin.UNKNOWN, ""),
        (None, ""),
    ],
)
def test_who_wished_for_the_call(
    origin: CallbackOrigin | None, words: str, looking: Looking, hoffmann: Callback
) -> None:
    entry = replace(hoffmann, origin=origin)
    assert (origin_text(entry)[0], bool(origin_text(entry)[1])) == (words, bool(words))
    assert second(Line(entry), looking).text == " · ".join(part for part in (words, "+49 30 2345670", "Sales") if part)


def test_the_queue_is_said_where_the_agent_wants_it(looking: Looking, hoffmann: Callback) -> None:
    assert second(Line(hoffmann), replace(looking, show_group=False)).text == "+49 30 2345670"


def test_attempts_are_told_as_long_as_somebody_has_to_call(seen: ModuleType, looking: Looking, state: State) -> None:
    tried = state.callbacks[CallbackId(20)]
    assert second(Line(tried), looking).text.startswith("2 attempts, 13:36 · ")
    reopened = replace(tried, section=Section.OPEN)
    assert second(Line(reopened), looking).text.startswith("2 attempts, 13:36 · ")
    given_up = replace(tried, section=Section.NOT_REACHED, closed_at=seen.NOW, closed_by=seen.BRAM)
    assert second(Line(given_up), looking).text.startswith("Bram · ")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("+12125550123", "09:06 there"),
        ("+61291234567", "Wed 01:06 there · at night"),
        ("+31206241180", ""),
        ("+49302345670", ""),
        ("204", ""),
        ("", ""),
    ],
)
def test_the_customers_clock_where_it_is_another(number: str, words: str, looking: Looking, hoffmann: Callback) -> None:
    assert local_time(replace(hoffmann, number=number), looking.state, looking.now) == words


def test_counters_and_times_of_rows(looking: Looking, seen: ModuleType, state: State) -> None:
    thrice = replace(state.callbacks[CallbackId(1)], times=(seen.ago(1080), seen.ago(4000)), calls=25)
    assert counter(Line(thrice)) == "×25"
    assert counter(Line(thrice, 0)) == ""
    assert counter(Line(thrice, 1)) == "23 more before"
    assert counter(Line(replace(thrice, calls=1))) == ""
    assert when(Line(thrice), seen.NOW) == "13:48"
    assert when(Line(thrice, 1), seen.NOW) == "12:59"
    done = state.callbacks[CallbackId(30)]
    assert when(Line(done), seen.NOW) == "13:49"


def test_everything_a_row_says_is_said_to_those_who_cannot_see_it(
    seen: ModuleType, looking: Looking, hoffmann: Callback
) -> None:
    entry = replace(promised(seen, hoffmann, -12, seen.ANNA), calls=2)
    assert described(Line(entry), looking) == (
        "Kanzlei Hoffmann & Partner · ×2 · 13:22 · Overdue 12 min · for you · +49 30 2345670 · Sales"
    )


def test_the_tip_says_what_a_row_has_no_room_for(seen: ModuleType, looking: Looking, hoffmann: Callback) -> None:
    entry = replace(
        promised(seen, hoffmann, 84, None, "About the offer"),
        calls=2,
        attempts=1,
        tried_at=seen.ago(600),
        number="+12125550123",
        origin=CallbackOrigin.WEB,
    )
    assert tip(Line(entry), looking).splitlines() == [
        "Kanzlei Hoffmann & Partner · Hoffmann",
        "+1 212-555-0123 · 09:06 there",
        "Sales",
        "Web request",
        "Today 16:30",
        "About the offer",
        "First call Today 13:07",
        "Last call Today 13:22",
        "1 attempt · the last Today 13:56",
    ]


def test_who_gave_a_name_with_the_request_is_called_so(looking: Looking, state: State) -> None:
    keller = replace(state.callbacks[CallbackId(5)], name="Frau Keller")
    assert described(Line(keller), looking).startswith("Frau Keller · ")
    assert second(Line(keller), looking).text == "+49 30 901820 · Sales"
    assert marked_text(replace(keller, section=Section.DONE), state) == "Done: Frau Keller"
    assert marked_text(replace(keller, section=Section.NOT_REACHED), state) == "Not reached: Frau Keller"


def test_a_row_is_painted_again_only_when_its_words_change(
    seen: ModuleType, hoffmann: Callback, looking: Looking
) -> None:
    """Within one minute of the clock: with the next all are."""
    now, soon = seen.NOW, seen.NOW + timedelta(seconds=1)
    assert not counts(replace(hoffmann, claim=None, appointment=None), now, soon)
    assert counts(replace(hoffmann, claim=Claim(agent=seen.BRAM, since=now)), now, soon)
    for seconds, changes in ((0.5, True), (-59.5, True), (30, False), (-30, False)):
        entry = promised(seen, replace(hoffmann, claim=None), seconds / 60)
        before, after = (second(Line(entry), replace(looking, now=at)) for at in (now, soon))
        assert counts(entry, now, soon) is changes
        assert (before != after) is changes
