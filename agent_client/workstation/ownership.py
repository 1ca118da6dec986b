"""What of this account's files is whose, when several sessions of it run at once: each process owns its own by a lock (A4).

What a process that died has left is taken over by the next that looks; what a living one owns is nobody else's.
"""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from uuid import uuid4

from .files import Folder, Held, hold

_log = logging.getLogger(__name__)

MOST = 200
"""Sessions of one account at once, on all computers that share its files."""
_LOCK = "owner.lock"
_AGAIN = "~"
"""Parts a name from the number that tells several pieces of that name apart."""


def numbered(first: Path, number: int) -> Path:
    """``log.txt``, ``log-2.txt``, …"""
    return first if number == 1 else first.with_name(f"{first.stem}-{number}{first.suffix}")


def hold_first(lock: Path) -> tuple[int, Held | None]:
    """The lowest number that no living process has, and the lock that says so; 1 and None where the disk knows no locks.

    Raises OSError.
    """
    for number in range(1, MOST + 1):
        if (held := hold(numbered(lock, number))) is not None:
            return number, held
        if number == 1 and not knows_locks(lock.parent):
            break
    return 1, None


class OwnFolder:
    """A drawer, as the client's outbox wants one, of which each process has its own under the same ``root``.

    `load` also takes over what processes that have died left; called again, it gives only what was taken over since.
    """

    def __init__(self, root: Path) -> None:
        """Raises OSError."""
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._root = root
        self._held: Held | None = None
        self._own = self._first_free()
        self._folder = Folder(self._own)
        self._loaded = False

    @property
    def path(self) -> Path:
        return self._own

    def load(self) -> dict[str, bytes]:
        """Several pieces of one name have numbers behind it (`same_name`): the one without is this process's own, and comes
        first."""
        taken = self._take_over()
        found = self._folder.load()
        names = [name for name in found if name in taken or not self._loaded]
        self._loaded = True
        return {name: found[name] for name in sorted(names, key=lambda name: (same_name(name), len(name), name))}

    def keep(self, name: str, data: bytes) -> None:
        self._folder.keep(name, data)

    def drop(self, name: str) -> None:
        self._folder.drop(name)

    def set_aside(self, name: str) -> None:
        self._folder.set_aside(name)

    def close(self) -> None:
        """From here on what is left is the next one's."""
        if self._held is not None:
            self._held.let_go()
            self._held = None
        with contextlib.suppress(OSError):
            self._own.rmdir()  # empty: nothing was left

    # -- inside

    def _first_free(self) -> Path:
        """Where the disk knows no locks, all have the first: as good as it gets there."""
        for number in range(1, MOST + 1):
            folder = self._root / str(number)
            if (held := _taken(folder)) is not None:
                self._held = held
                return folder
            if number == 1 and not knows_locks(self._root):
                break
        return self._root / "1"

    def _take_over(self) -> set[str]:
        """Of the dead, and what lies in the root itself: an older version of this program put it there."""
        if self._held is None:
            return set()
        taken = self._move_all(Folder(self._root))
        for folder in sorted(self._root.iterdir()):
            if folder == self._own or not folder.is_dir() or not folder.name.isdecimal():
                continue
            with contextlib.suppress(OSError):
                if (left := hold(folder / _LOCK)) is not None:
                    taken |= self._move_all(Folder(folder))
                    left.let_go()
                    folder.rmdir()
        return taken

    def _move_all(self, left: Folder) -> set[str]:
        """The names that the pieces have here."""
        taken: set[str] = set()
        pieces = left.load()
        here = self._folder.load() if pieces else {}
        for name, data in pieces.items():
            free, number = same_name(name), 1
            while free in here and here[free] != data:
                number += 1
                free = f"{same_name(name)}{_AGAIN}{number}"
            try:
                self._folder.keep(free, data)  # here before it is gone there: twice rather than never
                left.drop(name)
            except OSError as error:
                _log.warning("%s of another session is not taken over: %s", name, error)
            else:
                here[free] = data
                taken.add(free)
        return taken


def same_name(name: str) -> str:
    """Without the number that several pieces of one name have behind it."""
    plain, parted, number = name.rpartition(_AGAIN)
    return plain if parted and number.isdecimal() else name


def _taken(folder: Path) -> Held | None:
    for _ in range(3):
        folder.mkdir(exist_ok=True, mode=0o700)
        with contextlib.suppress(FileNotFoundError):  # its owner took it away between the two
            return hold(folder / _LOCK)
    return None


def knows_locks(folder: Path) -> bool:
    """Whether a file that nobody else can have yet can be locked."""
    held = hold(folder / f"try-{uuid4().hex}.lock")
    if held is None:
        return False
    held.let_go()
    return True
