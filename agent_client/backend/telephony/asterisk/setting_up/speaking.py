"""The prompts spoken by espeak-ng, where it is installed, as the WAV files that Asterisk plays: 8 kHz, 16 bit, one channel."""

from __future__ import annotations

import io
import math
import operator
import shutil
import subprocess
import wave
from array import array
from functools import lru_cache

PROGRAM = "espeak-ng"
RATE = 8_000
TAPS = 48
"""Of the filter, for each sample: enough that what a telephone cannot carry does not fold into what it does."""
SPEED = "150"
SECONDS = 30.0


class CannotSpeak(Exception):
    """Why: one sentence."""


def program() -> str | None:
    return shutil.which(PROGRAM)


def spoken(text: str, voice: str) -> bytes:
    """A WAV file. Raises `CannotSpeak`."""
    found = program()
    if found is None:
        raise CannotSpeak(f"{PROGRAM} is not installed")
    try:
        done = subprocess.run(
            [found, "-v", voice, "-s", SPEED, "--stdout"],
            input=text.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotSpeak(f"{PROGRAM} failed: {error}") from None
    if done.returncode or not done.stdout:
        raise CannotSpeak(f"{PROGRAM} failed: {done.stderr.decode(errors='replace').strip()[:200]}")
    return for_telephones(done.stdout)


def for_telephones(sound: bytes) -> bytes:
    """A WAV file of any rate, 16 bit and one channel, at 8 kHz. Raises `CannotSpeak` for another."""
    try:
        with wave.open(io.BytesIO(sound)) as heard:
            if heard.getsampwidth() != 2 or heard.getnchannels() != 1:
                raise CannotSpeak("the sound is not of 16 bit and one channel")
            rate, samples = heard.getframerate(), array("h", heard.readframes(2**31 // 2 - 1))
    except (wave.Error, EOFError) as error:
        raise CannotSpeak(f"the sound cannot be read: {error}") from None
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(resampled(samples, rate, RATE).tobytes())
    return written.getvalue()


def resampled(samples: array[int], rate: int, wanted: int) -> array[int]:
    if rate == wanted:
        return samples
    common = math.gcd(rate, wanted)
    up, down = wanted // common, rate // common
    filters = _filters(up, down)
    half = TAPS // 2
    padded = [0] * half + samples.tolist() + [0] * (half + 1)
    result = array("h")
    for number in range(len(samples) * up // down):
        at, phase = divmod(number * down, up)
        value = sum(map(operator.mul, filters[phase], padded[at : at + TAPS]))
        result.append(max(-32_768, min(32_767, round(value))))
    return result


@lru_cache(maxsize=4)
def _filters(up: int, down: int) -> tuple[tuple[float, ...], ...]:
    """For each position between two samples: a low-pass just below half the lower rate, windowed (Hann)."""
    cut = 0.94 * min(1.0, up / down)
    half = TAPS / 2
    found = []
    for phase in range(up):
        weights = []
        for tap in range(TAPS):
            at = tap - half + 0.0 - phase / up
            window = 0.5 + 0.5 * math.cos(math.pi * at / half) if abs(at) < half else 0.0
            weights.append(cut * _sinc(cut * at) * window)
        total = sum(weights)
        found.append(tuple(weight / total for weight in weights))
    return tuple(found)


def _sinc(x: float) -> float:
    return 1.0 if x == 0 else math.sin(math.pi * x) / (math.pi * x)
