"""The periods of the callback list (E5): whole days of the centre's own zone, and weekends that do not count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agent_client.protocol.names import Period
from agent_client.rules.periods import shows, spans

PRAGUE = ZoneInfo("Europe/Prague")
ZONES = [
    "UTC",
    "Europe/Prague",
    "Europe/Oslo",
    "America/New_York",
    "America/Havana",  # the clocks change at midnight
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # by half an hour
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
]
KNOWN = [period for period in Period if period is not Period.UNKNOWN]
_moments = st.integers(0, 6 * 365 * 86_400).map(
    lambda seconds: datetime(2023, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def _days(period: Period, today: date, without: set[int]) -> set[date]:
    """Read off a calendar: every day of the month before and the week after, and which of them are meant."""
    calendar = [today + timedelta(days=number) for number in range(-31, 8)]
    working = [day for day in calendar if day.weekday() not in without]
    match period:
        case Period.TODAY:
            return {day for day in working if day == today}
        case Period.YESTERDAY:
            return {max(day for day in working if day < today)}
        case Period.LAST_2_DAYS:
            return set([day for day in working if day <= today][-2:])
        case Period.LAST_3_DAYS:
            return set([day for day in working if day <= today][-3:])
        case Period.WEEK:
            return {day for day in calendar if day.isocalendar()[:2] == today.isocalendar()[:2]}
        case Period.LAST_7_DAYS:
            return set([day for day in calendar if day <= today][-7:])
        case _:
            return set(calendar)


@given(
    period=st.sampled_from(KNOWN),
    now=_moments,
    minutes=st.integers(-14 * 1440, 3 * 1440),
    zone=st.sampled_from(ZONES),
    saturdays=st.booleans(),
    sundays=st.booleans(),
)
@example(Period.TODAY, datetime(2026, 3, 29, 12, tzinfo=UTC), -13 * 60, "Europe/Prague", False, False)
@example(Period.TODAY, datetime(2026, 11, 1, 20, tzinfo=UTC), -16 * 60, "America/Havana", False, False)
@example(Period.YESTERDAY, datetime(2026, 3, 9, 6, tzinfo=UTC), -24 * 60, "America/Havana", False, True)
def test_a_call_is_shown_exactly_when_its_day_is_meant(
    period: Period, now: datetime, minutes: int, zone: str, saturdays: bool, sundays: bool
) -> None:
    at = now + timedelta(minutes=minutes)
    here = ZoneInfo(zone)
    without = ({5} if saturdays else set()) | ({6} if sundays else set())
    meant = at.astimezone(here).date() in _days(period, now.astimezone(here).date(), without)
    assert shows(period, at, now, here, without_saturdays=saturdays, without_sundays=sundays) is meant


@given(
    period=st.sampled_from(KNOWN),
    now=_moments,
    later=st.integers(0, 26 * 3600),
    zone=st.sampled_from(ZONES),
    saturdays=st.booleans(),
    sundays=st.booleans(),
)
def test_a_period_is_the_same_until_the_centres_midnight(
    period: Period, now: datetime, later: int, zone: str, saturdays: bool, sundays: bool
) -> None:
    here = ZoneInfo(zone)
    then = now + timedelta(seconds=later)
    first = spans(period, now, here, without_saturdays=saturdays, without_sundays=sundays)
    second = spans(period, then, here, without_saturdays=saturdays, without_sundays=sundays)
    assert (then >= first.renew_at) is (then.astimezone(here).date() > now.astimezone(here).date())
    if then < first.renew_at:
        assert first == second


@pytest.mark.parametrize(
    ("period", "hours"),
    [(Period.TODAY, 23), (Period.LAST_2_DAYS, 47), (Period.WEEK, 167), (Period.LAST_7_DAYS, 167)],
)
def test_the_day_on_which_the_clocks_go_forward_has_23_hours(period: Period, hours: int) -> None:
    (span,) = spans(period, datetime(2026, 3, 29, 10, tzinfo=UTC), PRAGUE).spans
    assert span.until - span.since == timedelta(hours=hours)


def test_and_the_one_on_which_they_go_back_has_25() -> None:
    (span,) = spans(Period.TODAY, datetime(2026, 10, 25, 10, tzinfo=UTC), PRAGUE).spans
    assert (span.since, span.until) == (
        datetime(2026, 10, 24, 22, tzinfo=UTC),
        datetime(2026, 10, 25, 23, tzinfo=UTC),
    )


def test_a_call_five_minutes_before_the_centres_midnight_was_yesterday_wherever_the_agent_sits() -> None:
    now = datetime(2026, 7, 1, 8, tzinfo=UTC)
    late = datetime(2026, 6, 30, 21, 55, tzinfo=UTC)
    assert shows(Period.YESTERDAY, late, now, PRAGUE) and not shows(Period.TODAY, late, now, PRAGUE)
    assert shows(Period.TODAY, late + timedelta(minutes=5), now, PRAGUE)


def test_on_monday_what_was_missed_on_friday_is_yesterdays() -> None:
    monday, friday = datetime(2026, 3, 9, 8, tzinfo=UTC), datetime(2026, 3, 6, 15, tzinfo=UTC)
    saturday, sunday = friday + timedelta(days=1), friday + timedelta(days=2)

    def seen(period: Period, **without: bool) -> list[bool]:
        return [shows(period, at, monday, PRAGUE, **without) for at in (friday, saturday, sunday, monday)]

    both = {"without_saturdays": True, "without_sundays": True}
    assert seen(Period.YESTERDAY) == [False, False, True, False]
    assert seen(Period.YESTERDAY, without_sundays=True) == [False, True, False, False]
    assert seen(Period.YESTERDAY, **both) == [True, False, False, False]
    assert seen(Period.LAST_2_DAYS, **both) == [True, False, False, True]
    assert seen(Period.LAST_3_DAYS, without_saturdays=True) == [True, False, True, True]
    assert seen(Period.LAST_7_DAYS, **both) == [True, True, True, True], "weekends are left out of the first four"


def test_today_is_empty_on_a_day_that_is_left_out() -> None:
    saturday = datetime(2026, 3, 7, 12, tzinfo=UTC)
    assert spans(Period.TODAY, saturday, PRAGUE, without_saturdays=True).spans == ()
    assert not shows(Period.LAST_2_DAYS, saturday, saturday, PRAGUE, without_saturdays=True)
    assert shows(Period.LAST_2_DAYS, saturday - timedelta(days=2), saturday, PRAGUE, without_saturdays=True)


@pytest.mark.parametrize("period", [Period.ALL, Period.UNKNOWN])
def test_a_period_from_a_newer_server_hides_nothing(period: Period) -> None:
    now = datetime(2026, 3, 7, 12, tzinfo=UTC)
    for at in (datetime(1970, 1, 1, tzinfo=UTC), now, now + timedelta(days=365)):
        assert shows(period, at, now, PRAGUE, without_saturdays=True, without_sundays=True)
