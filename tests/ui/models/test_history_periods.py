"""From when and until when: whole days on this computer's wall, typed ones with or without their year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ui.models.history_periods import HistoryPeriod, bounds, past_day

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)


def day_of(instant: datetime | None) -> date | None:
    if instant is None:
        return None
    local = instant.astimezone()
    assert (local.hour, local.minute, local.second) == (0, 0, 0)
    return local.date()


@pytest.mark.parametrize(
    ("period", "days"),
    [(HistoryPeriod.TODAY, 0), (HistoryPeriod.WEEK, 6), (HistoryPeriod.MONTH, 29), (HistoryPeriod.YEAR, 365)],
)
def test_from_the_midnight_of_a_day_on(period: HistoryPeriod, days: int) -> None:
    since, until = bounds(period, NOW)
    assert (day_of(since), until) == (NOW.astimezone().date() - timedelta(days=days), None)


def test_other_days_are_whole_and_either_may_be_missing() -> None:
    first, last = date(2026, 3, 28), date(2026, 3, 29)
    since, until = bounds(HistoryPeriod.OTHER, NOW, first, last)
    assert (day_of(since), day_of(until)) == (first, date(2026, 3, 30))
    assert bounds(HistoryPeriod.OTHER, NOW, None, None) == (None, None)
    assert bounds(HistoryPeriod.OTHER, NOW, first, None)[1] is None
    assert bounds(HistoryPeriod.OTHER, NOW, None, date.max) == (None, None)
    assert bounds(HistoryPeriod.ANY, NOW, first, last) == (None, None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("18 Nov 2025", date(2025, 11, 18)),
        ("2024-02-29", date(2024, 2, 29)),
        ("18 Nov", date(2026, 11, 18)),
        ("24 Nov", date(2026, 11, 24)),
        ("25 Nov", date(2025, 11, 25)),
        ("yesterday-ish", None),
        ("", None),
    ],
)
def test_a_day_without_its_year_is_the_last_such_day(text: str, day: date | None) -> None:
    assert past_day(text, NOW) == day


def test_on_a_29th_of_february() -> None:
    assert past_day("1 Mar", datetime(2024, 2, 29, 12, tzinfo=UTC)) == date(2023, 3, 1)
