"""Bytes on this computer's disk that are either there as a whole or not at all, and files that show that their owner lives."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import IO
from urllib.parse import unquote

_log = logging.getLogger(__name__)

_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-_")
_ENDING = ".kept"
_LONGEST_NAME = 200
_TURNS = 5
_FAR = 2**30
"""The byte that Windows locks: beyond anything that is written, as it would forbid reading what it locks."""


def write_atomically(path: Path, data: bytes) -> None:
    """After a power cut the file holds the old bytes or the new, never a part. Raises OSError with nothing changed."""
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".tmp")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _settle(path.parent)


def set_aside(path: Path) -> Path:
    """Renames a file that cannot be read to a free name beside it, so that nothing is lost. Raises OSError."""
    number = 1
    while (aside := path.with_name(f"{path.name}.unreadable-{number}")).exists():
        number += 1
    return path.rename(aside)


class Folder:
    """Named pieces of bytes in a folder of their own, each a file: what the client's outbox keeps its drafts in."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.mkdir(parents=True, exist_ok=True, mode=0o700)

    def load(self) -> dict[str, bytes]:
        """Everything that can be read; a file that cannot is set aside and not spoken of again."""
        found: dict[str, bytes] = {}
        for file in sorted(self._path.glob(f"*{_ENDING}")):
            name = _name_of(file)
            try:
                if name is None:
                    raise OSError("not a name that was written here")
                found[name] = file.read_bytes()
            except OSError as error:
                _log.warning("%s cannot be read and is set aside: %s", file.name, error)
                with contextlib.suppress(OSError):
                    set_aside(file)
        return found

    def keep(self, name: str, data: bytes) -> None:
        """On the disk when this returns. Raises OSError."""
        write_atomically(self._file(name), data)

    def drop(self, name: str) -> None:
        """Raises OSError, but not for a name that is not there."""
        self._file(name).unlink(missing_ok=True)
        _settle(self._path)

    def set_aside(self, name: str) -> None:
        """For content that its reader does not understand. Raises OSError."""
        set_aside(self._file(name))

    def _file(self, name: str) -> Path:
        written = _written(name)
        if not name or len(written) > _LONGEST_NAME:
            raise ValueError(f"not a name for a file: {name!r}")
        return self._path / f"{written}{_ENDING}"


class Held:
    """A file that is locked for as long as this process lives, whatever kills it. Written through ``file``."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path = path
        self.file = file

    def let_go(self) -> None:
        """The file goes too: what remains on the disk was left by a process that died."""
        if sys.platform != "win32":
            self.path.unlink(missing_ok=True)
            self.file.close()
        else:
            self.file.close()
            with contextlib.suppress(OSError):  # another process has it open: it is theirs now
                self.path.unlink(missing_ok=True)


def hold(path: Path) -> Held | None:
    """Locks the file, made if need be; None when another process holds it or the disk knows no locks. Raises OSError."""
    for _ in range(_TURNS):
        try:
            file = path.open("ab+", buffering=0)  # stays open: the lock lives as long as the file
        except PermissionError:
            if sys.platform == "win32":  # being taken away by its owner
                continue
            raise
        try:
            _lock(file)
        except OSError:
            file.close()
            return None
        if _still_there(path, file):
            return Held(path, file)
        file.close()  # let go by another process meanwhile, and its file is gone
    return None


def _lock(file: IO[bytes]) -> None:
    """Raises OSError."""
    if sys.platform == "win32":
        import msvcrt  # Windows alone has it

        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # Windows alone lacks it

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _still_there(path: Path, file: IO[bytes]) -> bool:
    """Whether who opens the path now gets the file that was locked."""
    if sys.platform == "win32":
        return True  # nobody can take away a file that is open
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _written(name: str) -> str:
    """Letters that any disk tells apart: no capitals, no dots, nothing that Windows reserves alone before its ending."""
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02x}" for byte in name.encode())


def _name_of(file: Path) -> str | None:
    written = file.name.removesuffix(_ENDING)
    try:
        name = unquote(written, errors="strict")
    except UnicodeDecodeError:
        return None
    return name if name and _written(name) == written else None


def _settle(folder: Path) -> None:
    """The rename itself reaches the disk with the folder. Windows has no such call, and needs none."""
    if sys.platform == "win32":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
