from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.client.clock import ServerClock

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Hands:
    """This computer's clocks, moved by hand."""

    def __init__(self) -> None:
        self.ticks = 1000.0
        self.wall = NOON

    def clock(self) -> ServerClock:
        return ServerClock(lambda: self.ticks, lambda: self.wall)


def seconds(later: datetime, earlier: datetime = NOON) -> float:
    return (later - earlier).total_seconds()


def test_before_any_answer_it_shows_this_computers_time():
    hands = Hands()
    clock = hands.clock()
    assert clock.now() == NOON
    assert clock.deviation() is None
    assert clock.round_trip is None


def test_it_follows_the_server_by_the_monotonic_clock_alone():
    hands = Hands()
    clock = hands.clock()
    clock.feed(1000.0, 1000.2, NOON)  # the server's noon was at 1000.1
    hands.ticks = 1010.1
    hands.wall = NOON + timedelta(days=400)
    assert seconds(clock.now()) == pytest.approx(10)
    assert clock.round_trip == pytest.approx(0.2)


def test_a_quick_answer_counts_for_more_than_a_newer_slow_one():
    hands = Hands()
    clock = hands.clock()
    clock.feed(1000.0, 1000.01, NOON)
    # 2 s on the way, nearly all of them on the way back: taken by itself this would be wrong by almost a second.
    clock.feed(1005.0, 1007.0, NOON + timedelta(seconds=5.005))
    hands.ticks = 1010.005
    assert seconds(clock.now()) == pytest.approx(10, abs=0.001)
    assert clock.round_trip == pytest.approx(2)


def test_after_this_computer_slept_older_answers_no_longer_count():
    hands = Hands()
    clock = hands.clock()
    clock.feed(1000.0, 1000.01, NOON)
    # An hour passed that the monotonic clock did not see; the way is slower now.
    clock.feed(1001.0, 1001.5, NOON + timedelta(seconds=3601))
    hands.ticks = 1001.25
    assert seconds(clock.now()) == pytest.approx(3601, abs=0.5)


def test_a_small_correction_backwards_stands_still_instead():
    hands = Hands()
    clock = hands.clock()
    clock.feed(1000.0, 1001.0, NOON)  # noon taken to be at 1000.5
    hands.ticks = 1002.0
    shown = clock.now()
    clock.feed(1002.0, 1002.0, NOON + timedelta(seconds=1.1))  # it was at 1000.9
    assert clock.now() == shown
    hands.ticks = 1003.0
    assert seconds(clock.now()) == pytest.approx(2.1)


def test_a_server_whose_clock_was_set_back_is_believed():
    hands = Hands()
    clock = hands.clock()
    clock.feed(1000.0, 1000.0, NOON)
    assert seconds(clock.now()) == pytest.approx(0)
    clock.feed(1005.0, 1005.0, NOON - timedelta(minutes=10))
    hands.ticks = 1005.0
    assert seconds(clock.now()) == pytest.approx(-600)


def test_deviation_is_positive_for_a_computer_that_is_ahead():
    hands = Hands()
    clock = hands.clock()
    clock.feed(1000.0, 1000.0, NOON)
    hands.wall = NOON + timedelta(seconds=90)
    assert clock.deviation() == timedelta(seconds=90)
    assert clock.deviation(NOON - timedelta(seconds=30)) == timedelta(seconds=-30)


@given(
    st.lists(
        st.tuples(st.floats(0.1, 10), st.floats(0, 2), st.floats(0, 2)),
        min_size=1,
        max_size=40,
    )
)
def test_the_error_is_never_more_than_half_the_best_round_trip(ways):
    """Whatever the ways there and back take: each answer bounds the offset, and the tightest bound is kept."""
    hands = Hands()
    clock = hands.clock()
    recent = []
    for pause, there, back in ways:
        sent = hands.ticks + pause
        served = sent + there
        hands.ticks = served + back
        clock.feed(sent, hands.ticks, NOON + timedelta(seconds=served - 1000.0))
        recent = [*recent, there + back][-12:]
    error = abs(-seconds(hands.wall) - clock.deviation(NOON + timedelta(seconds=hands.ticks - 1000.0)).total_seconds())
    assert error <= min(recent) / 2 + 1e-4


def test_another_clock_of_the_same_computer_knows_no_server_yet():
    hands = Hands()
    clock = hands.clock()
    clock.feed(1000.0, 1000.2, NOON + timedelta(hours=2))
    other = clock.another()
    assert other.deviation() is None
    assert other.wall() == clock.wall() == NOON
    assert clock.deviation() is not None
