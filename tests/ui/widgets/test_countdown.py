"""The countdown: its bar, and its last seconds in so many words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import theme
from ui.widgets import countdown
from ui.widgets.countdown import SOON, Countdown

START = datetime(2026, 11, 18, 12, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@pytest.fixture
def shown(qtbot: QtBot) -> Countdown:
    made = Countdown("wrap_up", "{time} left", "Ends in {time}", "Time left")
    qtbot.addWidget(made)
    made.resize(400, 30)
    made.show()
    made.count(START, after(60))
    return made


def test_the_time_goes_and_the_bar_with_it(shown: Countdown) -> None:
    for seconds, share, text in (
        (0, 1.0, "1:00 left"),
        (15, 0.75, "0:45 left"),
        (51, 0.15, "Ends in 0:09"),
        (70, 0, "Ends in 0:00"),
    ):
        shown.tick(after(seconds))
        assert (round(shown.bar.share(), 2), shown.text()) == (share, text)


def test_the_last_seconds_are_announced_once_for_each_end(shown: Countdown, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        countdown.QAccessible, "updateAccessibility", staticmethod(lambda event: said.append(event.message()))
    )
    for second in range(48, 56):
        shown.tick(after(second))
    assert said == [f"Ends in 0:{SOON}"]
    shown.count(START, after(90))
    shown.tick(after(56))
    assert shown.left.isVisible() and not shown.soon.isVisible()
    shown.tick(after(85))
    assert len(said) == 2


def test_what_does_not_end_by_itself_shows_nothing(shown: Countdown) -> None:
    shown.count(START, None)
    shown.tick(after(5))
    assert shown.isHidden()


def test_a_second_that_moves_no_pixel_paints_nothing(
    shown: Countdown, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown.count(START, after(100_000))
    shown.tick(after(0))
    qapp.processEvents()
    painted: list[int] = []
    monkeypatch.setattr(shown.bar, "update", lambda: painted.append(1))
    for second in range(10):
        shown.tick(after(second))
    assert painted == []
    shown.tick(after(50_000))
    assert painted == [1]


def test_the_bar_has_the_colour_of_its_phase(shown: Countdown, qapp: QApplication) -> None:
    shown.tick(after(30))
    qapp.processEvents()
    image = shown.bar.grab().toImage()
    middle = image.height() // 2
    assert image.pixelColor(10, middle).name() == theme.colour("wrap_up").name()
    assert image.pixelColor(image.width() - 10, middle).name() == theme.colour("line").name()
