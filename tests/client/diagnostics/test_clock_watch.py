"""Warned of once, again after a jump, and no more when it is right."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from agent_client.client.diagnostics.clock_watch import Warned

LIMIT = 30
NOTHING = Warned()


def off(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def test_nothing_is_known_and_nothing_said() -> None:
    assert NOTHING.after(None, LIMIT) is NOTHING
    assert NOTHING.after(off(30), LIMIT) is NOTHING
    assert Warned(off(90)).after(None, LIMIT) == Warned(off(90))


def test_a_day_and_back() -> None:
    warned = NOTHING.after(off(86_400), LIMIT)
    assert warned == Warned(off(86_400))
    assert warned.after(off(86_401.3), LIMIT) is warned, "said already"
    assert warned.after(off(-86_400), LIMIT) == Warned(off(-86_400)), "it jumped"
    assert warned.after(off(0.2), LIMIT) == NOTHING


def test_it_does_not_waver_with_the_clock() -> None:
    warned = NOTHING.after(off(30.1), LIMIT)
    assert warned.after(off(29.9), LIMIT) is warned
    assert warned.after(off(30.1), LIMIT) is warned
    assert warned.after(off(23.9), LIMIT) == NOTHING


@given(st.lists(st.floats(-1e5, 1e5), min_size=1, max_size=20), st.integers(1, 600))
def test_whoever_is_not_warned_has_a_clock_within_the_limit(course: list[float], limit: int) -> None:
    warned = NOTHING
    for seconds in course:
        warned = warned.after(off(seconds), limit)
        exact = abs(off(seconds).total_seconds())
        if warned.off is None:
            assert exact <= limit
        else:
            assert exact > limit * 0.8
            assert abs((off(seconds) - warned.off).total_seconds()) <= max(limit, 1.0)
