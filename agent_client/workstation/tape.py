"""A sound that is played while it still comes: what is there of it, and where in it one is. WAV files, PCM.

Pieces are added on one thread and played on another, the sound card's.
"""

from __future__ import annotations

import struct
import sys
import threading
from array import array

from msgspec import Struct

from .stretching import Stretch

_PCM, _EXTENSIBLE = 1, 0xFFFE
_LONGEST_HEADER = 64 * 1024


class NotASound(Exception):
    """What came is no WAV file that can be played."""


class Form(Struct, frozen=True):
    """How a sound is written: ``width`` is bytes a sample."""

    rate: int
    channels: int
    width: int

    @property
    def frame(self) -> int:
        return self.channels * self.width


class Tape:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._head = b""
        """What came before it was known how the sound is written."""
        self._sound = bytearray()
        self._form: Form | None = None
        self._length = 0
        """Bytes of sound in all, as the file says; the end of what came counts where that is less."""
        self._at = 0
        self._whole = False
        self._speed = 1.0
        self._stretch: Stretch | None = None

    # -- what is known

    @property
    def form(self) -> Form | None:
        return self._form

    @property
    def seconds(self) -> float | None:
        """In all."""
        return None if self._form is None else self._length / self._form.frame / self._form.rate

    @property
    def there(self) -> float:
        """Seconds of it that have come."""
        return 0.0 if self._form is None else len(self._sound) / self._form.frame / self._form.rate

    @property
    def position(self) -> float:
        return 0.0 if self._form is None else self._at / self._form.frame / self._form.rate

    @property
    def hurries(self) -> bool:
        """Whether it can be played faster at its own pitch."""
        return self._form is not None and (self._form.channels, self._form.width) == (1, 2)

    @property
    def over(self) -> bool:
        """All of it has been played."""
        return self._form is not None and self._whole and self._at >= len(self._sound)

    # -- while it comes

    def add(self, piece: bytes) -> None:
        """Raises `NotASound`."""
        if self._form is None:
            self._head += piece
            self._begin()
        else:
            with self._lock:
                self._sound += piece[: self._length - len(self._sound)]

    def end(self) -> None:
        """Nothing comes any more. Raises `NotASound` when it never began."""
        if self._form is None:
            raise NotASound("it ended before its sound")
        with self._lock:
            whole = len(self._sound) - len(self._sound) % self._form.frame
            del self._sound[whole:]
            self._length, self._whole = whole, True

    def _begin(self) -> None:
        found = _read_header(self._head)
        if found is None:
            return
        form, start, length = found
        with self._lock:
            self._length = length - length % form.frame
            self._sound += self._head[start : start + self._length]
            self._form, self._head = form, b""

    # -- while it is played

    def seek(self, seconds: float) -> None:
        """To what has not come yet, too: it is silent until that is there."""
        if self._form is not None:
            with self._lock:
                frame = round(max(0.0, seconds) * self._form.rate)
                self._at = min(frame * self._form.frame, self._length)
                self._stretch = None

    def hurry(self, speed: float) -> None:
        """1: as it was spoken."""
        with self._lock:
            self._speed, self._stretch = speed, None

    def play(self, frames: int) -> bytes:
        """The next so many; silence in place of what is not there."""
        if self._form is None:
            return b""
        wanted = frames * self._form.frame
        with self._lock:
            if self._speed != 1.0 and self.hurries:
                return self._hurried(self._form, frames).ljust(wanted, b"\0")
            piece = bytes(self._sound[self._at : self._at + wanted])
            piece = piece[: len(piece) - len(piece) % self._form.frame]
            self._at += len(piece)
        return piece + bytes(wanted - len(piece)) if self._form.width > 1 else piece.ljust(wanted, b"\x80")

    def _hurried(self, form: Form, frames: int) -> bytes:
        if self._stretch is None:
            self._stretch = Stretch(form.rate, self._speed, self._at // form.frame)
        piece = self._stretch.play(_Words(self._sound), frames, whole=self._whole)
        self._at = min(self._stretch.at * form.frame, len(self._sound))
        if sys.byteorder == "big":
            piece.byteswap()
        return piece.tobytes()


class _Words:
    """Bytes as samples of 16 bits."""

    def __init__(self, sound: bytearray) -> None:
        self._sound = sound

    def __len__(self) -> int:
        return len(self._sound) // 2

    def cut(self, start: int, end: int) -> array[int]:
        words = array("h", bytes(self._sound[2 * start : 2 * end]))
        if sys.byteorder == "big":
            words.byteswap()
        return words


def _read_header(data: bytes) -> tuple[Form, int, int] | None:
    """How it is written, where the sound begins, and its bytes; None: more is needed. Raises `NotASound`."""
    if len(data) < 12:
        return None
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise NotASound("no WAV file")
    form: Form | None = None
    at = 12
    while len(data) >= at + 8:
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if name == b"data":
            if form is None:
                raise NotASound("its sound comes before its form")
            return form, at + 8, size
        if name == b"fmt ":
            if len(data) < at + 8 + 16:
                return None
            form = _read_form(data, at + 8)
        at += 8 + size + size % 2
        if at > _LONGEST_HEADER:
            raise NotASound("no sound within reach")
    return None


def _read_form(data: bytes, at: int) -> Form:
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", data, at)
    if kind not in (_PCM, _EXTENSIBLE) or bits not in (8, 16, 24, 32) or not 1 <= channels <= 8:
        raise NotASound(f"kind {kind}, {bits} bits, {channels} channels")
    if not 1_000 <= rate <= 192_000:
        raise NotASound(f"{rate} samples a second")
    return Form(rate, channels, bits // 8)
