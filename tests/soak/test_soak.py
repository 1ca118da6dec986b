"""The short form of the soak: a few seconds of a busy shift, by the real program against the real centre."""

from __future__ import annotations

import sys

import pytest

from tests.soak.client import USUAL_TASKS
from tests.soak.figures import Figures, growth
from tests.soak.run import soak

A_WINDOW = 100
"""A main window has so many widgets, and more."""


def figures(minute: float, memory: float) -> Figures:
    return Figures(
        minute=minute,
        memory=memory,
        tasks=6,
        timers=1,
        waits=2,
        windows=1,
        widgets=1,
        shells=0,
        files=1,
        threads=1,
        entries=0,
    )


def test_growth_is_told_from_after_the_warm_up_by_the_middle_of_three():
    taken = [figures(minute, memory) for minute, memory in enumerate((50, 90, 100, 100, 300, 100, 110, 110, 500, 110))]
    assert growth(taken, 2) == pytest.approx(10)
    assert growth(taken[:3], 2) == 0


@pytest.mark.timeout(300)  # many processes, on whatever machine
@pytest.mark.skipif(sys.platform != "linux", reason="counts what /proc tells")
def test_a_short_busy_shift_leaves_nothing_running(tmp_path):
    said: list[str] = []
    outcome, status = soak(0.02, 10, 3, look_every=600, quiet=0, folder=tmp_path, say=said.append)
    assert (outcome.over, status) == (True, 0), (tmp_path / "log.txt").read_text()
    first, last = outcome.figures[0], outcome.figures[-1]
    assert first is not last
    assert sum(outcome.done.values()) > 0, outcome.missed
    assert last.shells < A_WINDOW, said
    assert last.tasks <= USUAL_TASKS + 1, (said, "one request may be under way")
    assert last.timers <= first.timers + 1, said
    assert last.threads <= first.threads + 1, said
    assert last.files <= first.files + 2, said
