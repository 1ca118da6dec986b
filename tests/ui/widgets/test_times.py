"""Times in rows: short, and only as long as they need to be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ui.widgets.times import clock_or_day, duration

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "short", "padded"),
    [
        (0, "0:00", "00:00"),
        (38, "0:38", "00:38"),
        (599, "9:59", "09:59"),
        (600, "10:00", "10:00"),
        (3600, "1:00:00", "1:00:00"),
        (36000, "10:00:00", "10:00:00"),
        (-3, "0:00", "00:00"),
    ],
)
def test_duration(seconds: float, short: str, padded: str) -> None:
    assert (duration(seconds), duration(seconds, padded=True)) == (short, padded)


def test_what_was_not_today_is_a_day() -> None:
    local = NOON.astimezone()
    assert clock_or_day(NOON, NOON) == f"{local:%H:%M}"
    assert clock_or_day(NOON - timedelta(days=3), NOON) == "21 Nov"
    assert clock_or_day(NOON, None) == f"{local:%H:%M}"
