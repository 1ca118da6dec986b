"""The badge: a word and a timer on the phase's colour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from agent_client.protocol.names import Phase
from ui import theme
from ui.widgets.phase_badge import PhaseBadge

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize("phase", list(Phase))
def test_it_is_filled_with_the_phases_colour_and_says_its_word(phase: Phase, qtbot: QtBot) -> None:
    badge = PhaseBadge()
    qtbot.addWidget(badge)
    badge.show_phase(phase, "Word", NOON)
    badge.tick(NOON + timedelta(seconds=252))
    assert (badge.word(), badge.timer(), badge.accessibleName()) == ("Word", "04:12", "Word")
    badge.resize(badge.sizeHint())
    image = badge.grab().toImage()
    assert image.pixelColor(2, 2).name() == theme.phase_colour(phase).name()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(10, 30)}
    assert theme.look().tokens.on_phase in seen


def test_it_grows_for_hours_and_for_long_words(qtbot: QtBot) -> None:
    badge = PhaseBadge()
    qtbot.addWidget(badge)
    badge.show_phase(Phase.CALL, "Call", NOON)
    badge.tick(NOON)
    short = badge.sizeHint().width()
    badge.tick(NOON + timedelta(hours=2))
    assert badge.timer() == "2:00:00"
    assert badge.sizeHint().width() > short
    badge.show_phase(Phase.RECONNECTING, "Verbindung wird wiederhergestellt", NOON)
    assert badge.sizeHint().width() > 2 * short


def test_without_a_beginning_there_is_no_timer(qtbot: QtBot) -> None:
    badge = PhaseBadge()
    qtbot.addWidget(badge)
    badge.show_phase(Phase.UNKNOWN, "Signing in", None)
    badge.tick(NOON)
    assert badge.timer() == ""
