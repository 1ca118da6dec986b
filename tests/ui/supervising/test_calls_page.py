"""The recordings of the day's calls in the supervisors' window (D8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from agent_client.protocol.names import SoundState

Make = Callable[[str], Any]


@pytest.fixture
def window(situation: Make) -> Any:
    """Its third call was recorded; ``heard`` are those that were to be played."""
    made = situation("calls")
    made.heard = []
    made.calls.sound_wanted.connect(lambda call: made.heard.append(call.interaction))
    return made


def test_D8_the_chosen_calls_recording_is_played_by_button_and_by_key(window: Any) -> None:
    chosen = window.calls.rows.at(2).call.interaction
    assert window.aside.sound.isVisible() and window.aside.sound.isEnabled()
    window.aside.sound.click()
    window.calls.table.setFocus()
    QTest.keyClick(window.calls.table, Qt.Key.Key_Space)
    assert window.heard == [chosen, chosen]


@pytest.mark.parametrize(
    ("state", "words"),
    [(SoundState.COMING, "not here yet"), (SoundState.LOST, "lost"), (SoundState.DELETED, "deleted")],
)
def test_D8_why_one_cannot_be_heard(window: Any, state: SoundState, words: str) -> None:
    rows = list(window.calls.rows.rows())
    call = rows[2].call
    rows[2] = replace(rows[2], call=replace(call, recording=replace(call.recording, state=state)))
    window.calls.show_calls(rows, every=False)
    window.calls.table.choose(2)
    window.calls.show_aside()
    assert not window.aside.sound.isEnabled() and words in window.aside.sound.why_not
    window.calls.play()
    assert window.heard == []


def test_D8_a_call_that_nobody_took_has_none(window: Any) -> None:
    window.calls.table.choose(3)
    assert window.aside.sound.isHidden() or not window.aside.sound.isVisible()
    window.calls.play()
    assert window.heard == []
