"""Music for those who wait, so that they do not wait in silence: a few quiet notes and a pause, of our own making."""

from __future__ import annotations

import functools
import io
import math
import wave
from array import array

from .speaking import RATE

NOTES = ((262, 0.0), (330, 0.5), (392, 1.0), (330, 1.5), (294, 2.0), (349, 2.5), (440, 3.0), (349, 3.5), (262, 4.0))
"""Frequencies, and when each is struck."""
SECONDS = 8.0
LOUD = 2_600
"""What comes together stays well below the loudest that a telephone carries."""
FADES_SECONDS = 0.7


@functools.cache
def waiting() -> bytes:
    """A WAV file that Asterisk plays over and over."""
    sound = [0.0] * round(SECONDS * RATE)
    for frequency, at in NOTES:
        first = round(at * RATE)
        for number in range(len(sound) - first):
            time = number / RATE
            loud = LOUD * math.exp(-time / FADES_SECONDS) * min(1.0, time * 50)
            if loud < 1 and number > RATE:
                break
            sound[first + number] += loud * math.sin(2 * math.pi * frequency * time)
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(array("h", map(round, sound)).tobytes())
    return written.getvalue()
