from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from agent_client.client.clock import ServerClock
from agent_client.client.lasting import SLEPT_SECONDS, WARN_BEFORE, Gap, Lasting

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOMENT = timedelta(seconds=1)


def test_renewed_when_half_of_it_is_over():
    lasting = Lasting(NOON, NOON + HOUR, NOON + 12 * HOUR)
    assert not lasting.wants_renewal(NOON + HOUR / 2 - MOMENT)
    assert lasting.wants_renewal(NOON + HOUR / 2)


def test_not_renewed_where_only_the_password_helps():
    lasting = Lasting(NOON, NOON + HOUR, NOON + HOUR)
    assert not lasting.wants_renewal(NOON + HOUR)


def test_the_password_is_asked_for_in_time():
    lasting = Lasting(NOON, NOON + HOUR, NOON + 2 * HOUR)
    assert not lasting.wants_password(NOON + 2 * HOUR - WARN_BEFORE - MOMENT)
    assert lasting.wants_password(NOON + 2 * HOUR - WARN_BEFORE)


@pytest.mark.parametrize(
    ("monotonic", "wall", "slept"),
    [
        (4.0, 4.0, False),
        (4.0 + SLEPT_SECONDS, 4.0 + SLEPT_SECONDS, False),  # a busy computer
        (3600.0, 3600.0, True),  # where the one clock runs on in sleep
        (4.0, 3600.0, True),  # where it stands still
        (4.0, -86_400.0, True),  # the clock was set back by a day
    ],
)
def test_a_pause_that_was_sleep(monotonic, wall, slept):
    now = [0.0, NOON]
    gap = Gap(ServerClock(lambda: now[0], lambda: now[1]), 4.0)
    now[:] = [monotonic, NOON + timedelta(seconds=wall)]
    assert gap.slept() is slept
    gap.begin()
    assert not gap.slept()
