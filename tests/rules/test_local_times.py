"""Typed wall times against a plain walk through the hours, in the zones with the oddest clocks; and the customer's clock."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.rules import local_times
from agent_client.rules.local_times import (
    Exact,
    Skipped,
    There,
    Twice,
    clock_name,
    known,
    meaning,
    place,
    there,
    wall,
    zone,
    zones_of_country,
    zones_of_customer,
    zones_of_number,
)

ODD = (
    "Europe/Prague",
    "Europe/Dublin",  # winter is the exception there
    "Africa/Casablanca",  # an hour less in Ramadan
    "Australia/Lord_Howe",  # half an hour
    "Pacific/Apia",  # left a whole day out
    "Pacific/Kiritimati",
    "Pacific/Kwajalein",
    "America/St_Johns",
    "America/Sao_Paulo",  # changed at midnight
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Antarctica/Troll",  # two hours
    "Pacific/Chatham",
    "America/New_York",
    "Europe/London",
    "UTC",
)
PRAGUE = zone("Europe/Prague")


def at(day: str, clock: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock))


def utc(day: str, clock: str) -> datetime:
    return at(day, clock).replace(tzinfo=UTC)


def all_instants(typed: datetime, in_zone: tzinfo) -> list[datetime]:
    """The plain reading: every quarter of an hour of two days around, looked at on the wall."""
    start = typed.replace(tzinfo=UTC) - timedelta(hours=27)
    steps = (start + timedelta(minutes=5 * n) for n in range(54 * 12 + 1))
    return [step for step in steps if wall(step, in_zone) == typed]


walls = st.datetimes(datetime(1975, 1, 1), datetime(2040, 1, 1)).map(  # noqa: DTZ001 - a wall time has no zone
    lambda typed: typed.replace(minute=typed.minute // 5 * 5, second=0, microsecond=0)
)


@given(walls, st.sampled_from(ODD))
def test_it_means_what_the_wall_shows(typed: datetime, name: str) -> None:
    in_zone = zone(name)
    shown = all_instants(typed, in_zone)
    match meaning(typed, in_zone):
        case Exact(reading):
            assert shown == [reading.at]
        case Twice(first, second):
            assert shown == [first.at, second.at]
        case Skipped(since, until, before, after):
            assert shown == []
            assert since <= typed < until
            assert before.at < after.at
            assert wall(before.at, in_zone) == typed - (until - since)
            assert wall(after.at, in_zone) == typed + (until - since)


@cache
def turns() -> list[tuple[str, datetime]]:
    return [
        (name, turn)
        for name in ODD
        for turn in (datetime(1990, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(0, 24 * 365 * 38, 24))
        if wall(turn, zone(name)) - wall(turn - timedelta(days=1), zone(name)) != timedelta(days=1)
    ]


@given(st.deferred(lambda: st.sampled_from(turns())), st.integers(-36 * 12, 36 * 12))
def test_around_every_change_of_the_clock(turn: tuple[str, datetime], steps: int) -> None:
    name, day = turn
    shown = wall(day, zone(name)) + timedelta(minutes=5 * steps)
    test_it_means_what_the_wall_shows.hypothesis.inner_test(shown.replace(second=0), name)


@given(st.datetimes(datetime(1975, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), st.sampled_from(ODD))  # noqa: DTZ001
def test_every_instant_is_among_the_readings_of_its_wall(instant: datetime, name: str) -> None:
    match meaning(wall(instant, zone(name)), zone(name)):
        case Exact(reading):
            assert reading.at == instant
        case Twice(first, second):
            assert instant in (first.at, second.at)
        case Skipped():
            pytest.fail("the wall has just shown it")


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)), st.sampled_from(sorted(zoneinfo.available_timezones())))  # noqa: DTZ001
def test_any_zone_reads_any_year(typed: datetime, name: str) -> None:
    assert isinstance(meaning(typed, zone(name)), Exact | Skipped | Twice)


def test_the_hour_that_daylight_saving_removes() -> None:
    gap = meaning(at("2026-03-29", "02:30"), PRAGUE)
    assert isinstance(gap, Skipped)
    assert (gap.since, gap.until) == (at("2026-03-29", "02:00"), at("2026-03-29", "03:00"))
    assert (gap.before.at, gap.before.name) == (utc("2026-03-29", "00:30"), "CET")
    assert (gap.after.at, gap.after.name) == (utc("2026-03-29", "01:30"), "CEST")
    assert meaning(at("2026-03-29", "03:00"), PRAGUE) == Exact(local_times.Reading(utc("2026-03-29", "01:00"), "CEST"))
    assert isinstance(meaning(at("2026-03-29", "02:00"), PRAGUE), Skipped)
    assert isinstance(meaning(at("2026-03-29", "01:59"), PRAGUE), Exact)


def test_the_hour_that_comes_twice() -> None:
    twice = meaning(at("2026-10-25", "02:30"), PRAGUE)
    assert isinstance(twice, Twice)
    assert (twice.first.at, twice.first.name) == (utc("2026-10-25", "00:30"), "CEST")
    assert (twice.second.at, twice.second.name) == (utc("2026-10-25", "01:30"), "CET")


def test_half_an_hour_on_lord_howe() -> None:
    island = zone("Australia/Lord_Howe")
    gap = meaning(at("2026-10-04", "02:15"), island)
    assert isinstance(gap, Skipped)
    assert gap.until - gap.since == timedelta(minutes=30)
    assert (wall(gap.before.at, island), wall(gap.after.at, island)) == (
        at("2026-10-04", "01:45"),
        at("2026-10-04", "02:45"),
    )
    assert (gap.before.name, gap.after.name) == ("UTC+10:30", "UTC+11")


def test_dublin_whose_summer_is_the_rule() -> None:
    dublin = zone("Europe/Dublin")
    assert isinstance(meaning(at("2026-03-29", "01:30"), dublin), Skipped)
    twice = meaning(at("2026-10-25", "01:30"), dublin)
    assert isinstance(twice, Twice)
    assert (twice.first.name, twice.second.name) == ("IST", "GMT")


def test_a_day_that_never_was_beside_the_date_line() -> None:
    samoa = zone("Pacific/Apia")
    gap = meaning(at("2011-12-30", "12:00"), samoa)
    assert isinstance(gap, Skipped)
    assert (gap.since, gap.until) == (at("2011-12-30", "00:00"), at("2011-12-31", "00:00"))
    assert (wall(gap.before.at, samoa), wall(gap.after.at, samoa)) == (
        at("2011-12-29", "12:00"),
        at("2011-12-31", "12:00"),
    )


@pytest.mark.parametrize(
    "name", ["", "Nowhere/Atall", "America", "../etc/passwd", "/etc/localtime", "a\0b", "x" * 5000]
)
def test_a_zone_that_nobody_knows_is_utc(name: str) -> None:
    assert not known(name)
    assert zone(name) is UTC
    assert meaning(at("2026-03-29", "02:30"), zone(name)) == Exact(
        local_times.Reading(utc("2026-03-29", "02:30"), "UTC")
    )


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Europe/Prague", "CET"),
        ("America/Sao_Paulo", "UTC-3"),
        ("America/St_Johns", "NST"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("Atlantic/Azores", "UTC-1"),
        ("Etc/GMT", "GMT"),
        ("Antarctica/Troll", "UTC"),
    ],
)
def test_what_the_clock_is_called(name: str, called: str) -> None:
    assert clock_name(utc("2026-01-10", "12:00"), zone(name)) == called


def test_places() -> None:
    assert place("America/Argentina/Buenos_Aires") == "Buenos Aires"
    assert place("UTC") == "UTC"


@pytest.mark.parametrize(
    ("number", "zones"),
    [
        ("+420724118305", ("Europe/Prague",)),
        ("+4723456789", ("Europe/Oslo",)),
        ("+12125551234", ("America/New_York",)),
        ("+881612345678", ()),  # a satellite's
        ("204", ()),
        ("", ()),
        ("withheld", ()),
    ],
)
def test_zones_of_a_number(number: str, zones: tuple[str, ...]) -> None:
    assert zones_of_number(number) == zones


def test_zones_of_a_country() -> None:
    assert zones_of_country("cz") == ("Europe/Prague",)
    assert {"America/New_York", "Pacific/Honolulu"} < set(zones_of_country("US"))
    assert zones_of_country("") == zones_of_country("XX") == ()


def test_each_zone_of_the_table_is_known() -> None:
    countries = local_times._countries()
    assert len(countries) > 200
    assert all(known(name) for names in countries.values() for name in names)


def test_the_table_comes_from_the_package_where_the_system_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tzdata")
    monkeypatch.setattr(zoneinfo, "TZPATH", ())
    assert "Europe/Prague" in local_times._table()


def test_the_country_decides_between_a_numbers_zones() -> None:
    free = "+18005551234"
    assert len(zones_of_number(free)) > 20
    of_canadian = set(zones_of_customer(free, "CA"))
    assert "America/Toronto" in of_canadian
    assert "America/New_York" not in of_canadian
    assert zones_of_customer("204", "NO") == ("Europe/Oslo",)
    assert zones_of_customer("+4723456789", "US") == ("Europe/Oslo",), "the phone rings there"


NOON = utc("2026-11-24", "11:00")


def test_the_customers_clock() -> None:
    assert there(NOON, ("Europe/London",), PRAGUE) == There(at("2026-11-24", "11:00"), at("2026-11-24", "11:00"))
    assert there(NOON, ("Europe/Amsterdam", "Europe/Berlin"), PRAGUE) is None, "as here"
    assert there(NOON, (), PRAGUE) is None
    assert there(NOON, zones_of_number("+18005551234"), PRAGUE) is None, "from Guam to Halifax it may be any time"


def test_several_clocks_are_a_span() -> None:
    zones = zones_of_country("BR")
    assert there(NOON, zones, PRAGUE) == There(at("2026-11-24", "06:00"), at("2026-11-24", "09:00"))
    assert there(NOON, ("Europe/Prague", "Europe/London"), PRAGUE) == There(
        at("2026-11-24", "11:00"), at("2026-11-24", "12:00")
    )


def test_it_may_be_another_day_there() -> None:
    late = utc("2026-11-24", "20:00")
    span = there(late, ("Pacific/Auckland",), PRAGUE)
    assert span is not None
    assert span.earliest.date() == date(2026, 11, 25)
