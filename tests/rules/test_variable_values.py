from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.protocol.names import VariableKind
from agent_client.rules.variable_values import cleaned, instant, is_value, on_one_line, rfc3339, room_left

TEXT, DATE = VariableKind.TEXT, VariableKind.DATE_TIME


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\nb", "a b"), ("a\tb\x00c", "a b c"), ("  x  ", "x"), ("\n", ""), ("a\u2028b", "a b"), ("é ✓ 😀", "é ✓ 😀")],
)
def test_a_value_is_one_line_without_control_characters(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


@given(st.text())
def test_what_is_kept_is_kept_as_it_is(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)
    assert len(on_one_line(text)) == len(text)


def test_256_characters_whatever_they_are_made_of() -> None:
    assert room_left("😀" * 256) == 0
    assert is_value(TEXT, "😀" * 256)
    assert not is_value(TEXT, "x" * 257)
    assert not is_value(TEXT, "a\nb")
    assert not is_value(TEXT, " a")


@pytest.mark.parametrize(
    "value", ["2026-11-24T10:30:00Z", "2026-11-24T10:30:00+01:00", "2026-11-24 10:30:00.5-05:30", ""]
)
def test_a_date_and_time_is_an_instant_or_nothing(value: str) -> None:
    assert is_value(DATE, value)


@pytest.mark.parametrize(
    "value",
    ["2026-11-24", "2026-11-24T10:30:00", "tomorrow", "24 Nov 2026, 10:30", "2026-13-24T10:30:00Z", "20261124T103000Z"],
)
def test_anything_else_is_no_date_and_time(value: str) -> None:
    assert not is_value(DATE, value)
    assert is_value(TEXT, value)


@given(
    st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)),  # noqa: DTZ001
    st.integers(min_value=-14, max_value=14),
)
def test_an_instant_is_written_and_read_to_the_second(moment: datetime, hours: int) -> None:
    there = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    assert instant(rfc3339(there)) == there.astimezone(UTC)
