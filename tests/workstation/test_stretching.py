"""Speech played faster: shorter, at its own pitch, to its end."""

from __future__ import annotations

import math
from array import array
from itertools import pairwise

import pytest

from agent_client.workstation.stretching import Stretch

RATE = 8_000


class Sound:
    def __init__(self, seconds: float, tone: float = 200.0) -> None:
        self.words = array(
            "h", (round(8_000 * math.sin(2 * math.pi * tone * at / RATE)) for at in range(round(seconds * RATE)))
        )

    def __len__(self) -> int:
        return len(self.words)

    def cut(self, start: int, end: int) -> array[int]:
        return self.words[start:end]


def heard(stretch: Stretch, sound: Sound, *, whole: bool = True) -> array[int]:
    pieces = array("h")
    while piece := stretch.play(sound, 333, whole=whole):
        pieces.extend(piece)
    return pieces


def crossings(words: array[int]) -> int:
    return sum(1 for one, other in pairwise(words) if one < 0 <= other)


@pytest.mark.parametrize("speed", [1.5, 2.0])
def test_D8_it_is_shorter_and_its_pitch_stays(speed: float) -> None:
    sound = Sound(2.0)
    played = heard(Stretch(RATE, speed, 0), sound)
    assert len(played) == pytest.approx(len(sound) / speed, rel=0.05)
    tone = crossings(played) / (len(played) / RATE)
    assert tone == pytest.approx(200, rel=0.05), "not as that of a tape that runs too fast"
    assert max(map(abs, played)) <= 8_000


def test_D8_while_the_rest_has_not_come_it_waits_for_it() -> None:
    sound, stretch = Sound(0.5), Stretch(RATE, 2.0, 0)
    first = heard(stretch, sound, whole=False)
    assert 0 < stretch.at < len(sound)
    sound.words.extend(Sound(0.5).words)
    rest = heard(stretch, sound)
    assert stretch.at == len(sound)
    assert len(first) + len(rest) == pytest.approx(RATE / 2, rel=0.1)


def test_D8_it_begins_where_one_is() -> None:
    sound = Sound(1.0)
    assert len(heard(Stretch(RATE, 2.0, RATE // 2), sound)) == pytest.approx(RATE / 4, rel=0.15)
    assert heard(Stretch(RATE, 2.0, len(sound)), sound) == array("h")
