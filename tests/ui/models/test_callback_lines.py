"""Which entries pass, which lines they have, and in which order those stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.callbacks import Appointment, Callback, Claim
from agent_client.protocol.customers import CustomerBrief
from agent_client.protocol.names import AgentId, CallbackId, CustomerId, Period, QueueId, Section
from agent_client.rules.periods import spans
from agent_client.workstation.settings import CallbackSort
from ui.models.callback_lines import Arrangement, Line, due, in_period, lines, passes, place
from ui.models.callback_search import SearchTexts, query

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANNA, BRAM = AgentBrief(AgentId(1), "Anna"), AgentBrief(AgentId(2), "Bram")
TODAY = spans(Period.TODAY, NOON, UTC)


def entry(number: int, *hours: float, name: str = "", **more: object) -> Callback:
    """``hours`` before noon its calls were, the latest first."""
    times = tuple(NOON - timedelta(hours=each) for each in hours)
    made = Callback(
        id=CallbackId(number),
        version=1,
        queue=QueueId(1),
        section=Section.OPEN,
        number=f"+3120{number:07}",
        dnis="",
        customer=CustomerBrief(CustomerId(number), name) if name else None,
        calls=len(times),
        times=times,
        first_at=times[-1],
        last_at=times[0],
    )
    return replace(made, **more)


def appointment(hours: float, agent: AgentBrief | None = None) -> Appointment:
    return Appointment(at=NOON + timedelta(hours=hours), agent=agent, by=BRAM)


def ordered(wanted: Arrangement, *entries: Callback, now: datetime = NOON) -> list[tuple[int, int]]:
    """Entry and number of each line, from the top."""
    texts = SearchTexts()
    rows = [(place(line, wanted, texts, now), line) for one in entries for line in lines(one, wanted)]
    assert len({key for key, _ in rows}) == len(rows), "two lines have one place"
    return [(line.entry.id, line.number) for _, line in sorted(rows, key=lambda row: row[0])]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (CallbackSort.LATEST, [3, 1, 2, 4]),
        (CallbackSort.LONGEST, [2, 1, 3, 4]),
        (CallbackSort.CALLS, [2, 3, 1, 4]),
        (CallbackSort.NAME, [1, 2, 3, 4]),
    ],
)
def test_the_four_orders(sort: CallbackSort, order: list[int]) -> None:
    entries = (
        entry(4, 9, first_at=NOON),
        entry(2, 3, 20, 30, name="Bakker"),
        entry(1, 2, 10, name="Ärzte", calls=1),
        entry(3, 1, 2, name="Čapek"),
    )
    found = ordered(Arrangement(sort=sort, combine=True), *entries)
    assert [number for number, _ in found] == order


def test_closed_entries_stand_by_when_they_were_closed() -> None:
    early = entry(1, 1, section=Section.DONE, closed_at=NOON - timedelta(minutes=50))
    late = entry(2, 9, section=Section.DONE, closed_at=NOON - timedelta(minutes=5))
    assert [number for number, _ in ordered(Arrangement(section=Section.DONE), early, late)] == [2, 1]


def test_uncombined_calls_have_a_line_each_among_the_others() -> None:
    found = ordered(Arrangement(combine=False), entry(1, 1, 5), entry(2, 3))
    assert found == [(1, 2), (2, 0), (1, 1)]


def test_each_queue_says_how_its_calls_are_shown_unless_the_agent_does() -> None:
    mixed = Arrangement(apart=frozenset({QueueId(2)}))
    one, other = entry(1, 1, 5), entry(2, 2, 6, queue=QueueId(2))
    assert ordered(mixed, one, other) == [(1, 0), (2, 2), (2, 1)]
    assert len(ordered(replace(mixed, combine=True), one, other)) == 2
    assert len(ordered(replace(mixed, combine=False), one, other)) == 4


def test_calls_that_do_not_come_along_are_told_on_the_oldest_line() -> None:
    many = entry(1, 1, 2, 3, calls=25)
    assert [line.earlier for line in lines(many, Arrangement(combine=False))] == [0, 0, 22]
    assert [line.earlier for line in lines(many, Arrangement())] == [0]


def test_a_line_keeps_its_number_when_the_customer_calls_again() -> None:
    before = list(lines(entry(1, 2, 5), Arrangement(combine=False)))
    after = list(lines(entry(1, 1, 2, 5), Arrangement(combine=False)))
    assert {line.number: line.at for line in before}.items() <= {line.number: line.at for line in after}.items()


def test_due_appointments_of_ones_own_stand_above_all_the_longest_due_first() -> None:
    mine = Arrangement(me=ANNA.id)
    entries = (
        entry(1, 1),
        entry(2, 20, appointment=appointment(-1, ANNA)),
        entry(3, 30, appointment=appointment(-2)),
        entry(4, 40, appointment=appointment(-3, BRAM)),
        entry(5, 50, appointment=appointment(1, ANNA)),
        entry(6, 2, section=Section.OPEN),
    )
    for sort in CallbackSort:
        found = [number for number, _ in ordered(replace(mine, sort=sort), *entries)]
        assert found[:2] == [3, 2]
    assert due(entries[3], replace(mine, me=BRAM.id), NOON)
    assert not due(entries[4], mine, NOON)
    assert not due(replace(entries[2], section=Section.DONE), mine, NOON)


def test_of_uncombined_calls_the_first_line_alone_goes_up_with_the_appointment() -> None:
    found = ordered(Arrangement(me=ANNA.id, combine=False), entry(1, 9, 10, appointment=appointment(-1)), entry(2, 1))
    assert found == [(1, 2), (2, 0), (1, 1)]


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        (entry(1, 3), True),
        (entry(1, 30), False),
        (entry(1, 3, 30), True),
        (entry(1, 30, claim=Claim(ANNA, NOON)), True),
        (entry(1, 30, appointment=appointment(90)), True),
        (entry(1, 30, appointment=appointment(90), section=Section.DONE), False),
        (entry(1, 30, section=Section.DONE, closed_at=NOON), True),
        (entry(1, 50, section=Section.DONE, closed_at=NOON - timedelta(days=2)), False),
    ],
)
def test_what_falls_into_a_period(one: Callback, shown: bool) -> None:
    assert in_period(one, TODAY) is shown


def test_an_older_call_within_the_period_shows_the_entry_of_a_newer_one() -> None:
    yesterday = spans(Period.YESTERDAY, NOON, UTC)
    one = entry(1, 1, 20)
    assert in_period(one, yesterday)
    shown = list(lines(one, Arrangement(spans=yesterday, combine=False)))
    assert [line.at for line in shown] == [one.times[1]]
    assert shown[0].first


def test_an_entry_outside_of_the_period_still_has_a_line() -> None:
    promised = entry(1, 60, 70, appointment=appointment(5))
    assert [line.call for line in lines(promised, Arrangement(spans=TODAY, combine=False))] == [0]


def test_all_filters_hold_together() -> None:
    texts = SearchTexts()
    wanted = Arrangement(queues=frozenset({QueueId(2)}), spans=TODAY, query=query("ba"))
    fits = entry(1, 1, name="Bakker", queue=QueueId(2))
    assert passes(fits, wanted, texts)
    others = (
        replace(fits, id=CallbackId(2), queue=QueueId(1)),
        replace(fits, id=CallbackId(3), customer=CustomerBrief(CustomerId(3), "Visser")),
        entry(4, 40, name="Bakker", queue=QueueId(2)),
        replace(fits, id=CallbackId(5), listed=False),
    )
    assert not any(passes(other, wanted, texts) for other in others)


def test_a_line_of_a_whole_entry_is_of_its_latest_call() -> None:
    one = entry(1, 3, 5)
    assert (Line(one).at, Line(one).number, Line(one, 1).at) == (one.last_at, 0, one.times[1])
