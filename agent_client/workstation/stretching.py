"""Speech played faster at its own pitch: short pieces of it, each laid over the end of the last where they fit best (WSOLA).

One channel of 16 bits; cheap enough for the thread that feeds a sound card.
"""

from __future__ import annotations

from array import array
from operator import mul
from typing import Protocol

_HOP_SECONDS = 0.02
_COARSE = 4
"""Every fourth sample says where two pieces fit."""


class Samples(Protocol):
    """A sound that may still grow."""

    def __len__(self) -> int: ...
    def cut(self, start: int, end: int) -> array[int]: ...


class Stretch:
    """``at``: the sample with which it begins."""

    def __init__(self, rate: int, speed: float, at: int) -> None:
        self._hop = max(_COARSE * 4, round(rate * _HOP_SECONDS))
        self._reach = self._hop // 2
        self._speed = speed
        self._at = float(at)
        self._tail: array[int] | None = None
        """What follows the last piece: the next one is laid over it."""
        self._ready = array("h")

    @property
    def at(self) -> int:
        """Where in the sound one is."""
        return round(self._at)

    def play(self, sound: Samples, count: int, *, whole: bool) -> array[int]:
        """The next so many, or fewer where there are none yet; ``whole``: nothing is added to the sound any more."""
        while len(self._ready) < count and self._step(sound, whole=whole):
            pass
        piece, self._ready = self._ready[:count], self._ready[count:]
        return piece

    def _step(self, sound: Samples, *, whole: bool) -> bool:
        hop, here = self._hop, self.at
        if here + self._reach + 2 * hop > len(sound):
            return whole and self._finish(sound, here)
        begins = here if self._tail is None else self._fitting(sound, self._tail, here)
        piece = sound.cut(begins, begins + 2 * hop)
        head, tail = piece[:hop], piece[hop:]
        self._ready.extend(head if self._tail is None else _faded(self._tail, head))
        self._tail = tail
        self._at += hop * self._speed
        return True

    def _finish(self, sound: Samples, here: int) -> bool:
        """What is left is too short to be worth it."""
        if here >= len(sound):
            return False
        self._ready.extend(sound.cut(here, len(sound)))
        self._at = len(sound)
        return True

    def _fitting(self, sound: Samples, tail: array[int], here: int) -> int:
        """Where around here the sound goes on most like what followed the last piece."""
        first = max(0, here - self._reach)
        around = sound.cut(first, here + self._reach + self._hop)
        wanted = tail[::_COARSE]
        best = max(
            range(0, here + self._reach - first, _COARSE),
            key=lambda at: sum(map(mul, wanted, around[at : at + self._hop : _COARSE])),
        )
        return first + best


def _faded(old: array[int], new: array[int]) -> array[int]:
    """From the one into the other."""
    length = len(new)
    return array("h", [(a * (length - i) + b * i) // length for i, (a, b) in enumerate(zip(old, new, strict=True))])
