"""Recordings that are heard: from a server whose answers break off, through a sound card that fails or is slow."""

from __future__ import annotations

import asyncio
import io
import threading
import wave
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from agent_client.client.api import Unreachable
from agent_client.client.store.state import State
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.interactions import PastCall, PastRecording
from agent_client.protocol.names import AgentState, Direction, InteractionId, SoundState
from agent_client.protocol.refusals import Forbidden, NotPossibleNow
from agent_client.workstation.sound_card import NoSound, SoundCard
from agent_client.workstation.tape import Form
from ui.models.player import Stage
from ui.panels.player_bar import PlayerBar
from ui.shift import playing as playing_module
from ui.shift.playing import Playing

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
CALL = PastCall(
    interaction=InteractionId(7),
    contacts=(),
    direction=Direction.INBOUND,
    number="",
    queue="Sales",
    started_at=BEGAN,
    recording=PastRecording(state=SoundState.KEPT, began_at=BEGAN, seconds=0.5),
)


def _wav() -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(8_000)
        writer.writeframes(b"\1\2" * 4_000)
    return made.getvalue()


SOUND = _wav()


class Server:
    """``breaks``: after how many bytes each answer ends with which trouble."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.breaks: list[tuple[int, Exception]] = []

    async def recording(self, call: InteractionId, start: int = 0) -> AsyncIterator[bytes]:
        self.asked.append(start)
        size, trouble = self.breaks.pop(0) if self.breaks else (len(SOUND), None)
        for at in range(start, min(start + size, len(SOUND)), 1_000):
            await asyncio.sleep(0)
            yield SOUND[at : min(at + 1_000, start + size)]
        if trouble is not None:
            raise trouble


class Card(SoundCard):
    """Plays as fast as it is asked to; ``fails`` is what the next start meets."""

    def __init__(self) -> None:
        super().__init__(mute=True)
        self.fails: Exception | None = None
        self.starts = self.stops = 0
        self.heard = bytearray()
        self.plays = threading.Event()
        self._play: Callable[[int], bytes] | None = None

    def start(self, form: Form, play: Callable[[int], bytes]) -> None:
        self.starts += 1
        if self.fails is not None:
            raise self.fails
        self._play = play

    def stop(self) -> None:
        self.stops += 1
        self._play = None

    def turn(self, frames: int) -> None:
        """The device asks for so many."""
        if self._play is not None:
            self.heard += self._play(frames)


class Desk:
    def __init__(self, qtbot: QtBot) -> None:
        self.server, self.card, self.tasks = Server(), Card(), TaskOwner()
        self.bar = PlayerBar()
        qtbot.addWidget(self.bar)
        self.playing: Any = None

    async def play(self, story: Callable[[], Awaitable[None]]) -> None:
        session: Any = SimpleNamespace(api=self.server)
        self.playing = Playing(session, self.tasks, self.card)
        self.playing.join(self.bar)
        try:
            self.playing.play(CALL, self.bar)
            await story()
            await self.playing.leave()
        finally:
            await self.tasks.close()

    async def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self.card.turn(400)
            await asyncio.sleep(0.001)

    async def stage(self, wanted: Stage) -> None:
        await self.until(lambda: self.bar.player.stage is wanted)


@pytest.fixture
def desk(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(playing_module, "LOOK_MILLISECONDS", 1)
    monkeypatch.setattr(playing_module, "PAUSES", (0.0, 0.0, 0.0))
    return Desk(qtbot)


Run = Callable[[Coroutine[Any, Any, None]], None]


def test_D8_it_is_heard_to_its_end_and_again(run: Run, desk: Desk) -> None:
    async def story() -> None:
        await desk.stage(Stage.ENDED)
        assert bytes(desk.card.heard[:8_000]) == SOUND[44:]
        await desk.until(lambda: desk.card.stops == 1)
        desk.bar.button.click()
        await desk.until(lambda: desk.card.starts == 2)
        await desk.stage(Stage.ENDED)
        assert desk.server.asked == [0], "what is here is not fetched again"

    run(desk.play(story))
    assert desk.bar.player.stage is Stage.CLOSED


def test_D8_an_answer_that_breaks_off_goes_on_where_it_did(run: Run, desk: Desk) -> None:
    desk.server.breaks = [(1_500, Unreachable("other")), (2_500, Unreachable("timeout"))]

    async def story() -> None:
        await desk.stage(Stage.ENDED)
        assert desk.server.asked == [0, 1_500, 4_000]
        sounds = bytes(desk.card.heard).replace(b"\0\0", b"")
        assert sounds == SOUND[44:]

    run(desk.play(story))


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (Unreachable("refused"), "answer"),
        (Forbidden(), ""),
        (NotPossibleNow(state="coming"), "not here yet"),
        (NotPossibleNow(state="lost"), "lost"),
        (NotPossibleNow(state="deleted"), "deleted"),
    ],
)
def test_D8_why_there_is_no_sound_is_said_and_it_can_be_tried_again(
    run: Run, desk: Desk, trouble: Exception, said: str
) -> None:
    desk.server.breaks = [(0, trouble)]

    async def story() -> None:
        await desk.stage(Stage.FAILED)
        assert said in desk.bar.problem.text() and desk.bar.problem.text().endswith(".")
        assert desk.card.starts == 0
        desk.bar.button.click()
        await desk.stage(Stage.ENDED)

    run(desk.play(story))


def test_D8_without_a_sound_card_the_next_try_may_have_one(run: Run, desk: Desk) -> None:
    desk.card.fails = NoSound("none")

    async def story() -> None:
        await desk.stage(Stage.FAILED)
        assert desk.bar.problem.text().startswith("This computer has no sound")
        desk.card.fails = None
        desk.bar.button.click()
        await desk.stage(Stage.ENDED)

    run(desk.play(story))


def test_D8_a_pause_gives_the_sound_card_back_and_goes_on_where_it_was(run: Run, desk: Desk) -> None:
    async def story() -> None:
        await desk.stage(Stage.PLAYING)
        desk.bar.button.click()
        await desk.until(lambda: desk.card.stops == 1)
        at = desk.bar.player.position
        desk.bar.position.sought.emit(0.25)
        assert (desk.bar.player.stage, desk.bar.player.position) == (Stage.PAUSED, 0.25)
        assert at < 0.5
        desk.bar.button.click()
        await desk.stage(Stage.ENDED)

    run(desk.play(story))


def test_D8_who_is_offered_a_contact_hears_that(run: Run, desk: Desk, seen: Any) -> None:
    def state(now: AgentState) -> State:
        return State(me=replace(seen.ME, state=now))

    async def story() -> None:
        await desk.stage(Stage.PLAYING)
        desk.playing.hush(state(AgentState.READY))
        assert desk.bar.player.sounds
        desk.playing.hush(state(AgentState.OFFERED))
        assert desk.bar.player.stage is Stage.PAUSED
        desk.bar.button.click()
        desk.playing.hush(state(AgentState.ON_CONTACT))
        assert desk.bar.player.sounds, "they wished for it"

    run(desk.play(story))


def test_D8_one_bar_shows_it_and_what_is_put_away_is_silent(run: Run, desk: Desk, qtbot: QtBot) -> None:
    other = PlayerBar()
    qtbot.addWidget(other)

    async def story() -> None:
        desk.playing.join(other)
        await desk.stage(Stage.PLAYING)
        desk.playing.play(replace(CALL, interaction=InteractionId(8)), other)
        assert (desk.bar.player.stage, other.player.call) == (Stage.CLOSED, 8)
        desk.playing.put_away(desk.bar)
        assert other.player.stage is not Stage.CLOSED
        desk.playing.part(other)
        await desk.until(lambda: desk.card.stops >= 1)
        assert desk.playing.player.stage is Stage.CLOSED

    run(desk.play(story))


def test_D8_faster_it_is_over_sooner_and_so_is_the_next(run: Run, desk: Desk) -> None:
    async def story() -> None:
        await desk.stage(Stage.PLAYING)
        desk.bar.hurried.emit()
        desk.bar.hurried.emit()
        assert desk.bar.player.speed == 2.0
        await desk.stage(Stage.ENDED)
        assert len(desk.card.heard) < len(SOUND)
        desk.playing.play(replace(CALL, interaction=InteractionId(8)), desk.bar)
        assert desk.bar.player.speed == 2.0

    run(desk.play(story))
