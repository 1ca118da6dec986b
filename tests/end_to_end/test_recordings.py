"""A recorded call is heard inside the program (D8): from the time line, to its end, and that is logged."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from agent_client.protocol.names import Phase, RecordingState
from agent_client.workstation.sound_card import SoundCard
from ui.models.player import Stage


def entry_of(agent):
    """The call in the time line, once its recording can be heard."""
    return next((entry for entry in agent.window.customer.history.line.entries() if entry.sound), None)


async def test_D8_a_recorded_call_is_played_from_the_time_line(centre, team, sit_down):
    anna = sit_down(team.anna)
    anna.desk.sound = SoundCard(mute=True)
    await anna.signed_on()
    call, contact = await anna.talk_to(team.known, team.taped)
    for state in (RecordingState.PAUSED, RecordingState.RECORDING):
        await anna.press("Ctrl+Shift+P")
        await anna.until(
            lambda state=state: anna.state.contacts[contact.id].recording.state is state, f"the recording {state}"
        )
    await centre.hang_up(call)
    await anna.until_phase(Phase.WRAP_UP)
    entry = await anna.until(lambda: entry_of(anna), "the recording in the time line")
    assert (entry.sound, "recorded 0:" in entry.who) == ("Play", True)
    line, bar = anna.window.customer.line, anna.window.customer.history.player
    past = anna.window.customer.history.known.call(entry.key[1])
    assert past.recording.seconds > 0
    assert not bar.isVisible()

    line.setFocus()
    line.setTextCursor(line.document().find("Inbound"))
    QTest.keyClick(line, Qt.Key.Key_Space)
    await anna.until(lambda: bar.isVisible() and bar.player.stage is Stage.ENDED, "all of it to be played")
    assert bar.player.position == pytest.approx(past.recording.seconds, abs=0.01)
    assert bar.player.title.endswith(team.anna.name)

    await anna.hands.click(bar.close_button)
    await anna.until(lambda: not bar.isVisible(), "the bar to go")
    asked = "SELECT count(*) FROM recording_hearings JOIN recordings ON name = recording_name WHERE interaction_id = ?"
    assert centre.rows(asked, past.interaction) == [(1,)]
    await anna.wrap_up()


async def test_D8_without_a_sound_card_one_sentence_says_so(centre, team, sit_down, monkeypatch):
    anna = sit_down(team.anna)
    monkeypatch.setattr("miniaudio.get_enabled_backends", lambda: set())
    await anna.signed_on()
    call, _ = await anna.talk_to(team.known, team.taped)
    await centre.hang_up(call)
    entry = await anna.until(lambda: entry_of(anna), "the recording in the time line")
    history = anna.window.customer.history
    history.line.sound_wanted.emit(entry.key)
    await anna.until(lambda: history.player.player.stage is Stage.FAILED, "the reason")
    assert history.player.problem.text().startswith("This computer has no sound")
    await anna.wrap_up()
