"""Long work on the event loop: others come in between, the newest work counts, and nothing is done of what was left off."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from ui.models import slices
from ui.models.slices import Slices


@pytest.fixture
def work(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Slices:
    """Each step is a slice of its own."""
    monkeypatch.setattr(slices, "SLICE_SECONDS", 0.0)
    return Slices()


def counting(steps: int, seen: list[int]) -> Generator[None, None, str]:
    for step in range(steps):
        seen.append(step)
        yield
    return "done"


def test_others_come_in_between(work: Slices, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks: Iterator[float] = iter(range(10_000))
    monkeypatch.setattr(slices, "perf_counter", lambda: next(ticks))
    seen: list[int] = []
    between: list[int] = []
    other = QTimer(interval=0)
    other.timeout.connect(lambda: between.append(len(seen)))
    other.start()
    results: list[str] = []
    monkeypatch.setattr(slices, "SLICE_SECONDS", 1.5)
    work.start(counting(20, seen), results.append)
    assert (work.busy, seen) == (True, [])
    qtbot.waitUntil(lambda: bool(results))
    other.stop()
    assert (results, seen, work.busy) == (["done"], list(range(20)), False)
    assert len(set(between) - {0, 20}) > 3


def test_short_work_is_done_at_once(work: Slices) -> None:
    results: list[str] = []
    work.start(counting(5, []), results.append, at_once=True)
    assert (results, work.busy) == (["done"], False)


def test_the_newest_work_takes_the_place_of_the_one_before(work: Slices) -> None:
    first: list[int] = []
    results: list[str] = []
    work.start(counting(5, first), lambda _: results.append("first"))
    work.start(counting(3, []), lambda _: results.append("second"))
    work.finish()
    assert (first, results) == ([], ["second"])


def test_what_is_left_off_is_never_finished(work: Slices) -> None:
    results: list[str] = []
    work.start(counting(5, []), results.append)
    work.cancel()
    work.finish()
    assert (results, work.busy) == ([], False)


def test_its_end_may_begin_other_work(work: Slices) -> None:
    results: list[str] = []

    def first(_: str) -> None:
        results.append("first")
        work.start(counting(2, []), lambda _: results.append("second"))

    work.start(counting(2, []), first)
    work.finish()
    assert results == ["first", "second"]
