"""The folder of recordings (D8): a sound is written beside its place, looked at, made safe from a power cut, and only then
put there. Only paths that we made lead into it.

Everything here blocks; whoever is on the event loop calls it through a thread.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import wave
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

_FILE = re.compile(r"\d{4}-\d{2}/\d{1,20}\.wav")
PART = ".part"
SPARED = 256 * 1024 * 1024
"""Bytes of the disk that are left free: the database may lie on it, and without room the centre stands still."""
HEADER = 44
"""Bytes of a WAV file before its sound, at least."""


class Sound(Struct, frozen=True):
    """What was stored."""

    size: int
    milliseconds: int
    sha256: bytes


class NotWhole(Exception):
    """What came is no WAV file, or only a part of one."""


class NoFolder(OSError):
    """Whoever runs the server has named none."""


def file_for(number: int, began_at: datetime) -> str:
    """Where a recording has its place, under the folder."""
    return f"{began_at:%Y-%m}/{number}.wav"


class Part:
    """A file that is being written. It is `kept` or `dropped`."""

    def __init__(self, place: Path) -> None:
        """Raises OSError."""
        self._place = place
        self._path = place.with_name(place.name + PART)
        place.parent.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(place.parent).free < SPARED:
            raise OSError(errno.ENOSPC, "too little room is left on the disk")
        self._stream: BinaryIO = self._path.open("wb")
        self._sum = hashlib.sha256()
        self._size = 0

    def write(self, piece: bytes) -> None:
        """Raises OSError."""
        self._stream.write(piece)
        self._sum.update(piece)
        self._size += len(piece)

    def kept(self) -> Sound:
        """Raises `NotWhole`, and OSError."""
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        milliseconds = _length(self._path, self._size)
        self._path.replace(self._place)
        _settle(self._place.parent)
        return Sound(self._size, milliseconds, self._sum.digest())

    def dropped(self) -> None:
        with suppress(OSError):
            self._stream.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


class RecordingFiles:
    """``folder`` None: nobody has said where recordings are to be kept, and none are."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def path(self, file: str) -> Path:
        """Raises `NoFolder`, and `ValueError` for what `file_for` did not make."""
        if _FILE.fullmatch(file) is None:
            raise ValueError("no path of a recording")
        if self._folder is None:
            raise NoFolder("no folder for recordings has been named")
        return self._folder / file

    def begin(self, file: str) -> Part:
        """Raises OSError."""
        return Part(self.path(file))

    def remove(self, file: str) -> None:
        """Repeatable. Raises OSError."""
        self.path(file).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Drop what a server that died left half written."""
        if self._folder is None:
            return
        for left in self._folder.glob(f"*/*.wav{PART}"):
            with suppress(OSError):
                left.unlink()


def _length(path: Path, size: int) -> int:
    """Milliseconds of sound. Raises `NotWhole`."""
    try:
        with wave.open(str(path), "rb") as sound:
            frames, rate = sound.getnframes(), sound.getframerate()
            needed = frames * sound.getsampwidth() * sound.getnchannels()
    except (wave.Error, EOFError) as error:
        raise NotWhole("no WAV file") from error
    if not frames or not rate:
        raise NotWhole("no sound in it")
    if size < HEADER + needed:
        raise NotWhole(f"{size} bytes of {HEADER + needed}")
    return round(frames * 1000 / rate)


def _settle(folder: Path) -> None:
    """So that the new name outlives a power cut, too; Windows does that by itself."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
