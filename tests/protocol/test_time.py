"""Instants keep their milliseconds on the way to the database and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agent_client.protocol.time import after, from_millis, seconds_between, to_millis


@given(st.integers(0, 4_000_000_000_000))
def test_milliseconds_come_back(millis: int) -> None:
    assert to_millis(from_millis(millis)) == millis


def test_after_and_between_are_opposites() -> None:
    start = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)
    assert after(start, 18.5) - start == timedelta(seconds=18.5)
    assert seconds_between(start, after(start, 18.5)) == 18.5
