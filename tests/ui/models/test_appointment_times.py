"""When an appointment is to be: typed as people do, in each language, and judged by the centre's clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.rules.local_times import zone
from ui import text
from ui.models.appointment_times import FURTHEST, Fault, is_night, judged, quick, written

PRAGUE = zone("Europe/Prague")
SUNDAY = datetime(2026, 11, 22, 13, 2, 10, tzinfo=UTC)  # 14:02:10 in Prague
SOON = SUNDAY.replace(second=0) + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    text.use("en")


def prague(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=PRAGUE).astimezone(UTC)


@pytest.mark.parametrize(
    ("language", "typed", "at"),
    [
        ("en", "in 30 min", SOON + timedelta(minutes=30)),
        ("en", "45m", SOON + timedelta(minutes=45)),
        ("en", "+1h30", SOON + timedelta(minutes=90)),
        ("en", "1 h 15 min", SOON + timedelta(minutes=75)),
        ("en", "in 2 hours", SOON + timedelta(hours=2)),
        ("cs", "za 2 hodiny", SOON + timedelta(hours=2)),
        ("de", "in 2 Stunden", SOON + timedelta(hours=2)),
        ("nl", "over 2 uur", SOON + timedelta(hours=2)),
        ("sv", "om 2 timmar", SOON + timedelta(hours=2)),
        ("nb", "om 2 timer", SOON + timedelta(hours=2)),
        ("en", "in 2 days", prague(24, 14, 3)),
        ("cs", "za 2 dny", prague(24, 14, 3)),
        ("en", "17:30", prague(22, 17, 30)),
        ("en", "17.30", prague(22, 17, 30)),
        ("en", "5 pm", prague(22, 17)),
        ("en", "16", prague(22, 16)),
        ("en", "today 17:30", prague(22, 17, 30)),
        ("en", "tomorrow 9:00", prague(23, 9)),
        ("en", "tomorrow", prague(23, 9)),
        ("en", "Tomorrow at 10", prague(23, 10)),
        ("de", "morgen 10 Uhr", prague(23, 10)),
        ("de", "übermorgen um 10:15", prague(24, 10, 15)),
        ("cs", "zítra v 9", prague(23, 9)),
        ("cs", "pozítří 9:30", prague(24, 9, 30)),
        ("nl", "morgen om 9 uur", prague(23, 9)),
        ("sv", "i morgon kl. 9", prague(23, 9)),
        ("nb", "i morgen kl. 09.15", prague(23, 9, 15)),
        ("en", "mon 9", prague(23, 9)),
        ("en", "Friday 14:30", prague(27, 14, 30)),
        ("en", "sun 15:00", prague(22, 15)),
        ("en", "sunday 9", prague(29, 9)),
        ("cs", "pá 14:30", prague(27, 14, 30)),
        ("cs", "fri 14:30", prague(27, 14, 30)),
        ("de", "Mi 8:30", prague(25, 8, 30)),
        ("de", "Mittwoch, 8:30", prague(25, 8, 30)),
        ("en", "24 Nov 10:30", prague(24, 10, 30)),
        ("en", "24 Nov", prague(24, 9)),
        ("en", "24 Nov 2026", prague(24, 9)),
        ("en", "24 Nov 2026, 10:30", prague(24, 10, 30)),
        ("en", "24/11 10:30", prague(24, 10, 30)),
        ("de", "24.11. 10:30", prague(24, 10, 30)),
        ("de", "24.11 10.30", prague(24, 10, 30)),
        ("cs", "3. 2. 9:00", prague(3, 9, month=2, year=2027)),
        ("cs", "3. února 9:00", prague(3, 9, month=2, year=2027)),
        ("sv", "2026-11-24 10:30", prague(24, 10, 30)),
        ("sv", "2026-11-24", prague(24, 9)),
    ],
)
def test_typed_as_people_do(language: str, typed: str, at: datetime) -> None:
    text.use(language)
    seen = judged(f"  {typed} ", SUNDAY, PRAGUE)
    assert (seen.at, seen.fault) == (at, None)


@pytest.mark.parametrize(
    "typed", ["soon", "25:00", "24", "31.2. 9:00", "30 parsecs", "24 Smarch", "in", "9:00 tomorrow evening", "9" * 400]
)
def test_what_is_no_time(typed: str) -> None:
    assert judged(typed, SUNDAY, PRAGUE).fault is Fault.UNREADABLE


@given(st.text(max_size=40))
def test_nothing_typed_fails(typed: str) -> None:
    seen = judged(typed, SUNDAY, PRAGUE)
    assert seen.at is None or SUNDAY < seen.at <= SUNDAY + FURTHEST
    assert not (seen.at and seen.fault)


@given(st.datetimes(datetime(2026, 11, 23), datetime(2028, 11, 1)))  # noqa: DTZ001
def test_what_is_written_is_read(moment: datetime) -> None:
    at = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    for code in ("en", "de", "cs"):
        text.use(code)
        assert judged(written(at, PRAGUE), SUNDAY, PRAGUE).at == at


def test_nothing_typed_is_no_fault() -> None:
    assert judged(" ", SUNDAY, PRAGUE) == judged("", SUNDAY, PRAGUE)
    assert judged("", SUNDAY, PRAGUE).fault is None


def test_the_past_is_refused_and_a_bare_time_offered_for_tomorrow() -> None:
    gone = judged("14:02", SUNDAY, PRAGUE)
    assert (gone.at, gone.fault) == (None, Fault.PAST)
    assert [offer.words for offer in gone.offers] == ["Tomorrow 14:02"]
    assert judged(gone.offers[0].text, SUNDAY, PRAGUE).at == prague(23, 14, 2)
    dated = judged("21 Nov 2026 9:00", SUNDAY, PRAGUE)
    assert (dated.fault, dated.offers) == (Fault.PAST, ())
    assert judged("14:03", SUNDAY, PRAGUE).at == prague(22, 14, 3)


def test_a_year_that_was_mistyped() -> None:
    assert judged("24 Nov 2062 10:00", SUNDAY, PRAGUE).fault is Fault.FAR


def test_the_hour_that_daylight_saving_removes_offers_the_same_time_before_and_after() -> None:
    seen = judged("28 Mar 2027 2:30", SUNDAY, PRAGUE)
    assert (seen.at, seen.fault) == (None, Fault.SKIPPED)
    assert seen.gap == (
        datetime(2027, 3, 28, 2),  # noqa: DTZ001
        datetime(2027, 3, 28, 3),  # noqa: DTZ001
    )
    assert [offer.words for offer in seen.offers] == ["01:30 CET", "03:30 CEST"]
    assert [judged(offer.text, SUNDAY, PRAGUE).at for offer in seen.offers] == [
        datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
    ]


def test_the_hour_that_comes_twice_offers_both() -> None:
    seen = judged("31.10.2027 2:30", SUNDAY, PRAGUE)
    assert (seen.at, seen.fault) == (None, Fault.TWICE)
    assert [offer.words for offer in seen.offers] == ["02:30 CEST", "02:30 CET"]
    both = [judged(offer.text, SUNDAY, PRAGUE).at for offer in seen.offers]
    assert both == [datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)]


def test_in_the_hour_that_comes_twice_only_what_is_ahead_is_offered() -> None:
    between = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)  # 02:45 CEST
    seen = judged("2:30", between, PRAGUE)
    assert (seen.fault, [offer.words for offer in seen.offers]) == (Fault.TWICE, ["02:30 CET"])
    both_gone = judged("2:30", between + timedelta(hours=1), PRAGUE)
    assert both_gone.fault is Fault.PAST


def test_in_so_many_hours_counts_hours_over_the_change_of_the_clock() -> None:
    before = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)  # midnight in Prague, summer time
    assert judged("in 5 h", before, PRAGUE).at == before + timedelta(hours=5)
    assert judged("in 1 day", before, PRAGUE).at == before + timedelta(hours=25), "the same time the next day"


def test_chosen_at_a_press() -> None:
    offers = quick(SUNDAY, PRAGUE)
    assert [offer.words for offer in offers] == ["In 30 min", "In 1 h", "Tomorrow 09:00"]
    assert [judged(offer.text, SUNDAY, PRAGUE).at for offer in offers] == [
        SOON + timedelta(minutes=30),
        SOON + timedelta(hours=1),
        prague(23, 9),
    ]


def test_on_a_friday_the_next_working_day_is_offered_beside_tomorrow() -> None:
    friday = SUNDAY - timedelta(days=2)
    assert [offer.words for offer in quick(friday, PRAGUE)][2:] == ["Tomorrow 09:00", "Mon 09:00"]
    text.use("cs")
    words = [offer.words for offer in quick(friday, PRAGUE)]
    assert words[3] == "po 09:00"


@pytest.mark.parametrize(("hour", "night"), [(7, True), (8, False), (20, False), (21, True), (3, True)])
def test_at_night_nobody_wants_to_be_called(hour: int, night: bool) -> None:
    assert is_night(datetime(2026, 11, 24, hour)) is night  # noqa: DTZ001
