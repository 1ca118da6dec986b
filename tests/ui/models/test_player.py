"""Playing a recording step by step."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from agent_client.protocol.interactions import PastCall, PastRecording
from agent_client.protocol.names import Direction, InteractionId, SoundState
from ui.models.player import CLOSED, Player, Stage, failed, hurried, moved, opened, pressed, sought

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
CALL = PastCall(
    interaction=InteractionId(7),
    contacts=(),
    direction=Direction.INBOUND,
    number="",
    queue="Sales",
    started_at=BEGAN,
    recorded=True,
    recording=PastRecording(state=SoundState.KEPT, began_at=BEGAN, seconds=60.0),
)
STARTED = opened(CALL, "2 Mar")


def at(player: Player, position: float, there: float = 60.0, *, over: bool = False) -> Player:
    return moved(player, position=position, seconds=60.0, there=there, over=over)


def test_D8_it_plays_as_soon_as_there_is_something_to_hear() -> None:
    assert (STARTED.stage, STARTED.seconds, STARTED.sounds) == (Stage.STARTING, 60.0, True)
    assert at(STARTED, 0.0, there=0.0).stage is Stage.STARTING
    playing = at(STARTED, 0.0, there=2.0)
    assert (playing.stage, playing.there) == (Stage.PLAYING, 2.0)
    assert at(playing, 2.0, there=2.0).stage is Stage.STARTING, "it waits for the rest"
    assert at(playing, 60.0, over=True).stage is Stage.ENDED


def test_D8_the_one_button_pauses_goes_on_begins_anew_and_tries_again() -> None:
    playing = at(STARTED, 5.0)
    paused = pressed(playing)
    assert (paused.stage, paused.position, paused.sounds) == (Stage.PAUSED, 5.0, False)
    assert at(paused, 5.0).stage is Stage.PAUSED
    assert pressed(paused).stage is Stage.STARTING
    again = pressed(at(playing, 60.0, over=True))
    assert (again.stage, again.position) == (Stage.STARTING, 0.0)
    broken = failed(playing, "No sound.")
    assert (broken.stage, broken.problem, broken.sounds) == (Stage.FAILED, "No sound.", False)
    assert (pressed(broken).stage, pressed(broken).problem) == (Stage.STARTING, "")
    assert pressed(CLOSED) == CLOSED


@pytest.mark.parametrize(("wanted", "position"), [(-3.0, 0.0), (30.0, 30.0), (90.0, 60.0)])
def test_D8_one_seeks_within_it(wanted: float, position: float) -> None:
    found = sought(at(STARTED, 5.0), wanted)
    assert (found.position, found.stage) == (position, Stage.PLAYING)


def test_D8_who_goes_back_from_the_end_hears_on_and_a_pause_stays_one() -> None:
    ended = at(STARTED, 60.0, over=True)
    assert sought(ended, 55.0).stage is Stage.STARTING
    assert sought(ended, 60.0).stage is Stage.ENDED
    assert sought(pressed(at(STARTED, 5.0)), 9.0).stage is Stage.PAUSED


def test_what_comes_late_changes_nothing() -> None:
    broken = failed(STARTED, "No sound.")
    for late in (broken, CLOSED):
        assert at(late, 9.0) == late
        assert sought(late, 9.0) == late
    assert failed(CLOSED, "No sound.") == CLOSED


def test_its_length_is_known_from_the_sound_itself() -> None:
    unknown = opened(replace(CALL, recording=None), "2 Mar")
    assert unknown.seconds == 0.0
    assert moved(unknown, position=0.0, seconds=12.5, there=1.0, over=False).seconds == 12.5


def test_D8_the_speeds_follow_each_other_round() -> None:
    speeds = [player.speed for player in (STARTED, hurried(STARTED), hurried(hurried(STARTED)))]
    assert speeds == [1.0, 1.5, 2.0]
    assert hurried(hurried(hurried(STARTED))) == STARTED
    assert opened(CALL, "2 Mar", 1.5).speed == 1.5
