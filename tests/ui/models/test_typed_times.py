"""What people type for a date and a time, in each of the languages."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, Qt

from ui import text
from ui.models.typed_times import first_day_of_week, read, written

HALF_PAST_TEN = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Prague")
    time.tzset()
    yield
    text.use("en")
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def country(monkeypatch: pytest.MonkeyPatch) -> object:
    """``country("en_US")``: what the computer says."""
    return lambda name: monkeypatch.setattr(QLocale, "system", staticmethod(lambda: QLocale(name)))


@pytest.mark.parametrize("code", sorted(text.languages()))
def test_what_is_written_is_read(code: str) -> None:
    text.use(code)
    for month in range(1, 13):
        moment = datetime(2026, month, 9, 7, 5).astimezone()
        assert read(written(moment)) == moment, written(moment)


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_read_and_written_is_the_same_wall_clock(moment: datetime) -> None:
    seen = read(f"{moment:%Y-%m-%d %H:%M}")
    assert seen is not None
    assert written(seen) == written(moment.replace(second=0).astimezone())


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("en", "24 Nov 2026, 10:30"),
        ("en", "24 november 2026 10.30"),
        ("en", "24/11/2026 10:30"),
        ("en", "24 Nov 2026 10:30 am"),
        ("en", "2026-11-24T10:30"),
        ("de", "24.11.2026 10:30"),
        ("de", "24.11.26, 10:30"),
        ("de", "24. November 2026 10:30"),
        ("cs", "24. 11. 2026 10:30"),
        ("cs", "24. listopadu 2026, 10:30"),
        ("nl", "24-11-2026 10:30"),
        ("sv", "2026-11-24 10:30"),
        ("nb", "24.11.2026 kl. 10:30"),
        ("nb", "24. november 2026 kl. 10.30"),
    ],
)
def test_typed_as_people_do(code: str, typed: str) -> None:
    text.use(code)
    assert read(f"  {typed} ") == HALF_PAST_TEN


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "tomorrow",
        "24 Nov 2026",
        "10:30",
        "31/02/2026 10:30",
        "24/11/2026 24:30",
        "24/11/2026 13:00 pm",
        "24 Smarch 2026 10:30",
    ],
)
def test_what_is_no_date_with_a_time(typed: str) -> None:
    assert read(typed) is None


def test_the_month_stands_first_only_where_the_computer_says_so(country) -> None:
    country("en_US")
    assert read("11/24/2026 10:30") == HALF_PAST_TEN
    assert first_day_of_week() is Qt.DayOfWeek.Sunday
    country("en_GB")
    assert read("24/11/2026 10:30") == HALF_PAST_TEN
    country("C")
    assert read("24/11/2026 10:30") == HALF_PAST_TEN
    assert first_day_of_week() is Qt.DayOfWeek.Monday
    text.use("de")
    country("en_US")  # an American computer whose agent works in German
    assert read("24.11.2026 10:30") == HALF_PAST_TEN
    assert first_day_of_week() is Qt.DayOfWeek.Monday


def test_afternoon_in_twelve_hours() -> None:
    seen = read("24/11/2026 12:15 pm")
    assert seen is not None
    assert (seen.hour, seen.minute) == (12, 15)
