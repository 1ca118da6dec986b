"""Tones in G.711 µ-law: made, and found again in what is heard. A frame is 20 ms; tones of whole 50 Hz fit into it exactly,
so that none of them is found where it is not."""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Iterable, Sequence

RATE, FRAME = 8_000, 160
STEP = 50
LOUD = 6_000
"""The amplitude that our phones speak with."""


def compressed(sample: int) -> int:
    """One 16-bit sample as µ-law."""
    sign = 0x80 if sample < 0 else 0
    level = min(abs(sample), 32_635) + 132
    exponent = level.bit_length() - 8
    return ~(sign | exponent << 4 | level >> (exponent + 3) & 15) & 255


def _expanded(code: int) -> int:
    code = ~code & 255
    level = ((code & 15) << 3) + 132 << (code >> 4 & 7)
    return 132 - level if code & 0x80 else level - 132


SAMPLES = tuple(_expanded(code) for code in range(256))


@functools.cache
def tone(frequency: int, amplitude: int = LOUD) -> bytes:
    """One frame of it; whole periods, so that it can be repeated."""
    if frequency % STEP:
        raise ValueError(f"{frequency} Hz does not fit into a frame")
    return bytes(compressed(round(amplitude * math.sin(2 * math.pi * frequency * n / RATE))) for n in range(FRAME))


@functools.cache
def _waves(frequency: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Its cosine and its sine."""
    turns = [2 * math.pi * frequency * n / RATE for n in range(FRAME)]
    return tuple(map(math.cos, turns)), tuple(map(math.sin, turns))


def level(samples: Sequence[int], frequency: int) -> float:
    """The amplitude of this tone in one frame of samples."""
    cosine, sine = (sum(map(operator.mul, samples, wave)) for wave in _waves(frequency))
    return 2 * math.hypot(cosine, sine) / FRAME


def found(samples: Sequence[int], frequencies: Iterable[int], at_least: float = LOUD / 4) -> frozenset[int]:
    """Which of the tones are in one frame of samples."""
    if len(samples) < FRAME or max(samples) < at_least / 2:
        return frozenset()
    return frozenset(one for one in frequencies if level(samples, one) >= at_least)


def heard(frames: Iterable[bytes], frequencies: Sequence[int]) -> frozenset[int]:
    """Which of the tones are in at least half of these frames."""
    found_in = [found([SAMPLES[code] for code in frame], frequencies) for frame in frames]
    return frozenset(one for one in frequencies if 2 * sum(one in seen for seen in found_in) >= max(1, len(found_in)))
