"""Keys of the telephone on their way beside the sound (RFC 4733)."""

from __future__ import annotations

import struct

KEYS = "0123456789*#ABCD"
FRAMES = 4
"""That a key lasts: 80 ms."""
PAUSE = 3
"""Frames between two keys."""
_END = 0x80
_VOLUME = 10
_STEP = 160


def events(key: str) -> list[bytes]:
    """What is sent of one key, frame by frame; the last one thrice, for it must not be lost."""
    number = KEYS.index(key)
    going_on = [struct.pack(">BBH", number, _VOLUME, _STEP * (n + 1)) for n in range(FRAMES)]
    end = struct.pack(">BBH", number, _VOLUME | _END, _STEP * FRAMES)
    return [*going_on, end, end, end]


class Ear:
    """Puts together the keys that arrive: packets of one timestamp are one key."""

    def __init__(self) -> None:
        self.text = ""
        self._last: tuple[int, int] | None = None

    def hear(self, timestamp: int, payload: bytes) -> None:
        if len(payload) < 4 or payload[0] >= len(KEYS) or (timestamp, payload[0]) == self._last:
            return
        self._last = (timestamp, payload[0])
        self.text += KEYS[payload[0]]
