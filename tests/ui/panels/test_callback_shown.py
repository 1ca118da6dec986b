"""An agent's choice, the centre's own and the clock: what they come to together."""

from __future__ import annotations

from datetime import UTC, datetime
from types import ModuleType

import pytest
from msgspec.structs import replace

from agent_client.client.store.state import State
from agent_client.protocol.callbacks import CallbackPeriod
from agent_client.protocol.centre import Queue
from agent_client.protocol.names import Period, QueueId, Section
from agent_client.workstation.settings import CallbackChoice, CallbackSort
from ui.panels.callback_amounts import amounts, nothing_words
from ui.panels.callback_shown import arrangement, days, span_of, summary

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def state(seen: ModuleType) -> State:
    period = CallbackPeriod(period=Period.LAST_2_DAYS, without_sundays=True)
    return replace(seen.WAITING, centre=replace(seen.CENTRE, time_zone="Europe/Amsterdam", period=period))


def test_the_centres_days_hold_until_the_agent_chooses_others(state: State) -> None:
    assert days(CallbackChoice(), state) == state.centre.period
    mine = days(CallbackChoice(period=Period.YESTERDAY, without_sundays=False, without_saturdays=True), state)
    assert (mine.period, mine.without_saturdays, mine.without_sundays) == (Period.YESTERDAY, True, False)


def test_days_are_the_centres_and_sundays_are_left_out(state: State) -> None:
    shown = span_of(CallbackChoice(), state, MONDAY)
    assert shown is not None
    assert [span.since for span in shown.spans] == [
        datetime(2026, 11, 20, 23, tzinfo=UTC),
        datetime(2026, 11, 22, 23, tzinfo=UTC),
    ]


@pytest.mark.parametrize("period", [Period.ALL, Period.UNKNOWN])
def test_all_days_and_what_only_a_newer_server_knows_leave_nothing_out(period: Period, state: State) -> None:
    assert span_of(CallbackChoice(period=period), state, MONDAY) is None


def test_nothing_is_left_out_before_the_time_is_known(state: State) -> None:
    assert span_of(CallbackChoice(), state, None) is None


def test_queues_that_were_left_are_no_longer_chosen(seen: ModuleType, state: State) -> None:
    chosen = arrangement(CallbackChoice(queues=(seen.SALES, QueueId(99))), Section.DONE, "", state, None)
    assert (chosen.queues, chosen.section, chosen.me) == (frozenset({seen.SALES}), Section.DONE, seen.ME.id)
    assert arrangement(CallbackChoice(queues=(QueueId(99),)), Section.OPEN, "", state, None).queues is None


def test_each_queue_has_its_own_way_with_repeated_calls(seen: ModuleType, state: State) -> None:
    queues = {**state.queues, seen.SALES: replace(state.queues[seen.SALES], combine=False)}
    made = arrangement(CallbackChoice(), Section.OPEN, "", replace(state, queues=queues), None)
    assert made.apart == {seen.SALES}


@pytest.mark.parametrize(
    ("choice", "short"),
    [
        (CallbackChoice(period=Period.ALL), "Sales, Support"),
        (CallbackChoice(), "Last 2 days"),
        (CallbackChoice(queues=(QueueId(1),)), "Sales · Last 2 days"),
        (CallbackChoice(queues=(QueueId(1),), period=Period.ALL), "Sales"),
        (CallbackChoice(queues=(QueueId(99),), period=Period.ALL), "Sales, Support"),
    ],
)
def test_the_summary_is_short(choice: CallbackChoice, short: str, state: State) -> None:
    assert summary(choice, state)[0] == short


def test_many_queues_are_counted(seen: ModuleType, state: State) -> None:
    more = {QueueId(n): Queue(id=QueueId(n), name=f"Queue {n}", version=1) for n in range(3, 7)}
    many = replace(state, queues={**state.queues, **more}, me=replace(state.me, queues=(*state.me.queues, *more)))
    choice = CallbackChoice(period=Period.ALL)
    assert summary(choice, many)[0] == "All queues"
    assert summary(replace(choice, queues=tuple(more)), many)[0] == "4 queues"


def test_the_whole_choice_is_said_to_whoever_points_at_it(state: State) -> None:
    choice = CallbackChoice(sort=CallbackSort.NAME, combine=False, without_saturdays=True)
    assert summary(choice, state)[1] == (
        "What the list shows: Sales, Support · Last 2 days · without Saturdays · without Sundays · By name · A row for each call"
    )


def test_of_one_queue_and_all_days_nothing_is_left_out(seen: ModuleType, state: State) -> None:
    alone = replace(state, me=replace(state.me, queues=(seen.SALES,)))
    assert summary(CallbackChoice(period=Period.ALL), alone)[0] == "All days"


def test_the_server_counts_what_is_not_all_known(state: State) -> None:
    known = {Section.OPEN: 4, Section.DONE: 1}
    everything = arrangement(CallbackChoice(), Section.OPEN, "", state, None)
    assert amounts(state, known, everything, None)["done"] == 148
    assert amounts(state, known, everything, frozenset({Section.DONE})) == {"open": 4, "done": 148}


def test_of_a_choice_only_what_is_certain_is_counted(seen: ModuleType, state: State) -> None:
    known = {Section.OPEN: 4, Section.DONE: 1}
    unread = frozenset({Section.DONE})
    of_sales = arrangement(CallbackChoice(queues=(seen.SALES,)), Section.OPEN, "", state, None)
    assert amounts(state, known, of_sales, unread) == {"open": 4}
    lately = arrangement(CallbackChoice(), Section.OPEN, "", state, span_of(CallbackChoice(), state, MONDAY))
    assert amounts(state, known, lately, unread) == {"open": 4, "done": 1}
    searched = arrangement(CallbackChoice(), Section.OPEN, "ba", state, None)
    assert amounts(state, known, searched, unread) == {"open": 4, "done": 1}


def test_an_empty_list_says_why(seen: ModuleType, state: State) -> None:
    def words(choice: CallbackChoice, typed: str = "", section: Section = Section.OPEN) -> tuple[str, str]:
        made = nothing_words(section, arrangement(choice, section, typed, state, None))
        return made[1], made[3]

    assert words(CallbackChoice()) == ("Nobody waits for a call", "")
    assert words(CallbackChoice(), section=Section.NOT_REACHED) == ("Everybody was reached", "")
    assert words(CallbackChoice(queues=(seen.SALES,))) == ("Nobody waits for a call", "Show all")
    assert words(CallbackChoice(), "zzz") == ("Nobody found", "End the search")
