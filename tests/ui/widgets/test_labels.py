"""Labels: cut with a tooltip, counting without laying anything out again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.theme import Text, Theme
from ui.widgets.labels import ElidedLabel, Label, TimerLabel

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Heard(QObject):
    def __init__(self, *kinds: QEvent.Type) -> None:
        super().__init__()
        self.kinds = kinds
        self.events: list[tuple[QObject, QEvent.Type]] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in self.kinds:
            self.events.append((watched, event.type()))
        return False


def test_what_does_not_fit_is_cut_and_told_in_the_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("", Text.BODY)
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.say("Nordljus Värme och Ventilation AB")
    assert label.text().endswith("…")
    assert label.toolTip() == label.whole() == label.accessibleName() == "Nordljus Värme och Ventilation AB"
    label.resize(400, 20)
    label.show()
    assert (label.text(), label.toolTip()) == (label.whole(), "")


def test_an_empty_label_takes_no_room(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    label = Label("")
    row.addWidget(label)
    label.say("")
    assert label.isHidden()
    label.say("Refused.")
    assert not label.isHidden()
    assert not Label("x").isVisible()


def test_a_label_without_a_window_does_not_become_one(qtbot: QtBot) -> None:
    label = Label("")
    qtbot.addWidget(label)
    label.say("text")
    assert not label.isVisible()


@pytest.mark.parametrize(
    ("seconds", "padded", "shown"),
    [(0, True, "00:00"), (38, False, "0:38"), (605, False, "10:05"), (3661, True, "1:01:01"), (-5, True, "00:00")],
)
def test_it_counts_from_an_instant(seconds: int, padded: bool, shown: str, qtbot: QtBot) -> None:
    timer = TimerLabel(padded=padded)
    qtbot.addWidget(timer)
    timer.count_from(NOON)
    timer.tick(NOON + timedelta(seconds=seconds))
    assert timer.text() == shown


def test_it_counts_down_and_stops_at_zero(qtbot: QtBot) -> None:
    timer = TimerLabel()
    qtbot.addWidget(timer)
    timer.count_down(NOON)
    for before, shown in ((18, "0:18"), (17.4, "0:18"), (0.2, "0:01"), (0, "0:00"), (-3, "0:00")):
        timer.tick(NOON - timedelta(seconds=before))
        assert timer.text() == shown
    timer.count_down(None)
    timer.tick(NOON)
    assert timer.text() == ""


def test_the_time_stands_in_its_words(qtbot: QtBot) -> None:
    timer = TimerLabel(words="noch {time}")
    qtbot.addWidget(timer)
    timer.count_down(NOON)
    timer.tick(NOON - timedelta(seconds=42))
    assert timer.text() == "noch 0:42"


def test_a_second_repaints_the_timer_and_nothing_else(qtbot: QtBot, qapp: QApplication) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    timer, beside = TimerLabel(), Label("beside")
    row.addWidget(timer)
    row.addWidget(beside)
    timer.count_from(NOON)
    timer.tick(NOON + timedelta(seconds=10))
    with qtbot.waitExposed(window):
        window.show()
    qapp.processEvents()
    heard = Heard(QEvent.Type.Paint, QEvent.Type.LayoutRequest, QEvent.Type.Resize)
    for widget in (window, timer, beside):
        widget.installEventFilter(heard)
    timer.tick(NOON + timedelta(seconds=11))
    qapp.processEvents()
    timer.tick(NOON + timedelta(seconds=11.5))
    qapp.processEvents()
    assert [(watched, kind) for watched, kind in heard.events if watched is not window] == [(timer, QEvent.Type.Paint)]
    assert QEvent.Type.LayoutRequest not in {kind for _, kind in heard.events}


def test_labels_follow_the_text_size(qtbot: QtBot, qapp: QApplication) -> None:
    label, timer = Label("text"), TimerLabel(Text.TIMER)
    for widget in (label, timer):
        qtbot.addWidget(widget)
        widget.ensurePolished()
    theme.apply(qapp, Theme.LIGHT, 2)
    assert (label.font().pixelSize(), timer.font().pixelSize()) == (16, 34)
    theme.apply(qapp, Theme.LIGHT)
    assert (label.font().pixelSize(), timer.font().pixelSize()) == (13, 28)


def test_a_tone_is_a_colour_of_the_theme(qtbot: QtBot) -> None:
    label = Label("text")
    qtbot.addWidget(label)
    label.ensurePolished()
    label.set_tone("alarm")
    assert label.palette().windowText().color().name() == theme.look().tokens.alarm
