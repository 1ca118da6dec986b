"""The bar under the history in which a recording is heard."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_client.protocol.names import InteractionId
from agent_client.rules.hearing import Gap
from ui.models.player import CLOSED, Player, Stage
from ui.panels.player_bar import PlayerBar

PLAYING = Player(
    stage=Stage.PLAYING,
    call=InteractionId(7),
    title="2 Mar",
    position=61.0,
    seconds=387.0,
    there=387.0,
    gaps=(Gap(10, None),),
)


@pytest.fixture
def bar(qtbot: QtBot) -> PlayerBar:
    made = PlayerBar()
    qtbot.addWidget(made)
    made.show_player(PLAYING)
    return made


def test_D8_it_is_there_only_while_something_is_played(bar: PlayerBar) -> None:
    assert not bar.isHidden()
    bar.show_player(CLOSED)
    assert bar.isHidden()


@pytest.mark.parametrize(
    ("stage", "name", "said"),
    [
        (Stage.STARTING, "Pause", "Loading…"),
        (Stage.PLAYING, "Pause", "1:01 of 6:27"),
        (Stage.PAUSED, "Play", "1:01 of 6:27"),
        (Stage.ENDED, "Play again", "1:01 of 6:27"),
    ],
)
def test_D8_the_button_says_what_it_does_now(bar: PlayerBar, stage: Stage, name: str, said: str) -> None:
    bar.show_player(replace(PLAYING, stage=stage))
    assert (bar.button.accessibleName(), bar.time.text(), bar.problem.isHidden()) == (name, said, True)


def test_D8_why_nothing_is_heard_stands_in_place_of_the_line(bar: PlayerBar) -> None:
    bar.show_player(replace(PLAYING, stage=Stage.FAILED, problem="No sound here."))
    assert (bar.problem.text(), bar.position.isHidden(), bar.button.accessibleName()) == (
        "No sound here.",
        True,
        "Try again",
    )


def test_D8_what_is_pressed_is_told(bar: PlayerBar) -> None:
    told: list[str] = []
    bar.pressed.connect(lambda: told.append("pressed"))
    bar.sought.connect(lambda seconds: told.append(f"{seconds:g}"))
    bar.closed.connect(lambda: told.append("closed"))
    bar.button.click()
    QTest.keyClick(bar.position, Qt.Key.Key_Right)
    QTest.keyClick(bar.position, Qt.Key.Key_Space)
    QTest.keyClick(bar.position, Qt.Key.Key_Escape)
    bar.close_button.click()
    assert told == ["pressed", "66", "pressed", "closed", "closed"]


def test_D8_the_speed_is_offered_where_there_is_one(bar: PlayerBar) -> None:
    told: list[bool] = []
    bar.hurried.connect(lambda: told.append(True))
    assert bar.speed.isHidden()
    QTest.keyClick(bar, Qt.Key.Key_S)
    bar.show_player(replace(PLAYING, hurries=True, speed=1.5))
    assert (bar.speed.isHidden(), bar.speed.text()) == (False, "1.5×")
    bar.show()
    bar.speed.click()
    QTest.keyClick(bar, Qt.Key.Key_S)
    assert told == [True, True]
