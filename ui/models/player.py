"""Playing a recording, step by step: what is played, where in it one is, and why nothing is heard. Pure."""

from __future__ import annotations

from enum import Enum, auto

from msgspec import Struct
from msgspec.structs import replace

from agent_client.protocol.interactions import PastCall
from agent_client.protocol.names import InteractionId
from agent_client.rules.hearing import Gap, gaps

SPEEDS = (1.0, 1.5, 2.0)
STEP = 5.0
"""Seconds, back or ahead by a key."""


class Stage(Enum):
    CLOSED = auto()
    STARTING = auto()
    """Sound is on its way, or the sound card is."""
    PLAYING = auto()
    PAUSED = auto()
    ENDED = auto()
    FAILED = auto()


class Player(Struct, frozen=True, kw_only=True):
    """``seconds`` of the whole, as far as it is known; ``there`` of it have come. ``problem`` is a sentence."""

    stage: Stage = Stage.CLOSED
    call: InteractionId | None = None
    title: str = ""
    position: float = 0.0
    seconds: float = 0.0
    there: float = 0.0
    gaps: tuple[Gap, ...] = ()
    problem: str = ""
    speed: float = 1.0
    hurries: bool = False
    """Whether it can be played faster."""

    @property
    def sounds(self) -> bool:
        """Whether the sound card is wanted."""
        return self.stage in (Stage.STARTING, Stage.PLAYING)


CLOSED = Player()


def opened(call: PastCall, title: str, speed: float = 1.0) -> Player:
    known = 0.0 if call.recording is None else call.recording.seconds or 0.0
    return Player(stage=Stage.STARTING, call=call.interaction, title=title, seconds=known, gaps=gaps(call), speed=speed)


def pressed(player: Player) -> Player:
    """The one button: pause, go on, from the beginning, try again."""
    match player.stage:
        case Stage.STARTING | Stage.PLAYING:
            return replace(player, stage=Stage.PAUSED)
        case Stage.PAUSED:
            return replace(player, stage=Stage.STARTING)
        case Stage.ENDED:
            return replace(player, stage=Stage.STARTING, position=0.0)
        case Stage.FAILED:
            return replace(player, stage=Stage.STARTING, problem="")
        case _:
            return player


def sought(player: Player, position: float) -> Player:
    """Whoever goes back from the end hears on at once."""
    if player.stage in (Stage.CLOSED, Stage.FAILED):
        return player
    at = max(0.0, min(position, player.seconds))
    back = player.stage is Stage.ENDED and at < player.seconds
    return replace(player, position=at, stage=Stage.STARTING if back else player.stage)


def hurried(player: Player) -> Player:
    """The next of the speeds; after the last the first."""
    at = SPEEDS.index(player.speed) if player.speed in SPEEDS else 0
    return replace(player, speed=SPEEDS[(at + 1) % len(SPEEDS)])


def moved(
    player: Player, *, position: float, seconds: float | None, there: float, over: bool, hurries: bool = False
) -> Player:
    """As the tape stands now."""
    if player.stage in (Stage.CLOSED, Stage.FAILED):
        return player
    stage = player.stage
    if stage in (Stage.STARTING, Stage.PLAYING):
        sounding = position < there
        stage = Stage.ENDED if over else Stage.PLAYING if sounding else Stage.STARTING
    whole = player.seconds if seconds is None else seconds
    return replace(player, stage=stage, position=min(position, whole), seconds=whole, there=there, hurries=hurries)


def failed(player: Player, sentence: str) -> Player:
    return player if player.stage is Stage.CLOSED else replace(player, stage=Stage.FAILED, problem=sentence)
