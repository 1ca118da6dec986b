"""What the simulated PBX's recordings sound like: a WAV file (16 bit, one channel) in which each party who is heard
speaks in turn, on a tone of their own; who is not heard leaves silence behind."""

from __future__ import annotations

import math
import struct
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache

from .audio import Party

RATE = 2_000
"""A quarter of a telephone's: enough for these tones, and a demo may run for days."""
TURN = RATE
"""Samples for which one party has the word."""
_SAID = 0.6
"""Of a turn."""
_EDGE = 40
"""Samples in which a tone swells and fades, so that nothing clicks."""
_LOUDNESS = 6_000
_TONES = {
    Party.CUSTOMER: 440.0,
    Party.OWNER: 330.0,
    Party.CONSULTED: 550.0,
    Party.OUTSIDE: 660.0,
    Party.LISTENER: 247.0,
}
_PIECE = 4 * TURN


def header(samples: int) -> bytes:
    """Of a file with so many."""
    size = 2 * samples
    form = struct.pack("<HHIIHH", 1, 1, RATE, 2 * RATE, 2, 16)
    return b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt " + struct.pack("<I", 16) + form + _data(size)


def _data(size: int) -> bytes:
    return b"data" + struct.pack("<I", size)


def samples(start: int, end: int, heard: Sequence[Party]) -> Iterator[bytes]:
    """From ``start`` to before ``end`` of a recording in which these are heard meanwhile."""
    block = _block(tuple(heard))
    length = len(block) // 2
    at = start
    while at < end:
        within = at % length
        count = min(end - at, length - within, _PIECE)
        yield block[2 * within : 2 * (within + count)]
        at += count


@lru_cache(maxsize=64)
def _block(heard: tuple[Party, ...]) -> bytes:
    """What is repeated: a turn of each."""
    if not heard:
        return bytes(2 * TURN)
    return b"".join(_turn(_TONES.get(party, 220.0)) for party in heard)


def _turn(tone: float) -> bytes:
    said = int(TURN * _SAID)
    waves = array("h", (round(_loud(at, said) * math.sin(2 * math.pi * tone * at / RATE)) for at in range(said)))
    waves.extend([0] * (TURN - said))
    return _little(waves)


def _loud(at: int, said: int) -> float:
    return _LOUDNESS * min(1.0, at / _EDGE, (said - at) / _EDGE)


def _little(waves: array[int]) -> bytes:
    """As WAV files have them, whatever the machine."""
    if struct.pack("=H", 1) != struct.pack("<H", 1):
        waves.byteswap()
    return waves.tobytes()
