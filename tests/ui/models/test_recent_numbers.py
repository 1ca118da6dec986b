"""The latest first, each once, no more than fit."""

from __future__ import annotations

from ui.models.recent_numbers import MOST, RecentNumbers


def test_the_latest_first_and_each_once() -> None:
    recent = RecentNumbers()
    for number in ("1", "2", "", "1"):
        recent.add(number)
    assert recent.numbers() == ("1", "2")
    for at in range(20):
        recent.add(str(100 + at))
    assert len(recent.numbers()) == MOST
    assert recent.numbers()[0] == "119"
