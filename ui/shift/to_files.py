"""Long answers written to a file as they come: the file is there as a whole, or not at all."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import mkstemp

from msgspec import Struct


class Written(Struct, frozen=True):
    size: int
    lines: int


async def to_file(pieces: AsyncIterator[bytes], file: Path) -> Written:
    """Raises OSError, and whatever ``pieces`` raises, with an older file of this name as it was."""
    part = await asyncio.to_thread(_Part, file)
    size = lines = 0
    try:
        async for piece in pieces:
            size, lines = size + len(piece), lines + piece.count(b"\n")
            await asyncio.to_thread(part.write, piece)
        await asyncio.to_thread(part.keep)
    except BaseException:
        part.drop()
        raise
    return Written(size, lines)


class _Part:
    """What is there of the file so far, beside it under another name."""

    def __init__(self, file: Path) -> None:
        self._whole = file
        number, name = mkstemp(dir=file.parent, prefix=f".{file.name[:40]}.", suffix=".part")
        self._path = Path(name)
        self._open = os.fdopen(number, "wb")

    def write(self, piece: bytes) -> None:
        self._open.write(piece)

    def keep(self) -> None:
        self._open.flush()
        os.fsync(self._open.fileno())
        self._open.close()
        mask = os.umask(0)  # a temporary file is its owner's alone; this one is to be as any new file
        os.umask(mask)
        self._path.chmod(0o666 & ~mask)
        self._path.replace(self._whole)

    def drop(self) -> None:
        with contextlib.suppress(OSError):
            self._open.close()
            self._path.unlink(missing_ok=True)
