"""One program for each seat and operating-system session (A5): its name, and the lock that says that it runs.

The lock dies with its process, whatever kills it. How a second start makes itself heard is the windows' business.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from .files import Held, hold
from .ownership import knows_locks

LONGEST_PATH = 80
"""Bytes of a socket's path: systems take 104 to 108, and Qt builds it one folder deeper first."""


class Whose(Struct, frozen=True, kw_only=True):
    """What tells programs apart that may run beside each other. ``home``: the folder of their files."""

    user: str
    host: str
    session: str
    seat: str
    home: str
    demo: bool = False


class Start(Struct, frozen=True, kw_only=True):
    """What a second start has to tell the first. ``token``: the window system's word that it may come to the front."""

    server: str = ""
    token: str = ""


def instance_name(whose: Whose) -> str:
    """Short, and of letters that are good in the name of a pipe, a socket and a file. Names of users and computers are taken
    alike in whatever case they are written."""
    parts = (whose.user.casefold(), whose.host.casefold(), whose.session, whose.seat.casefold(), whose.home)
    digest = sha256("\0".join((*parts, str(whose.demo))).encode("utf-8", "surrogatepass"))
    return f"agent-client-{digest.hexdigest()[:20]}"


def session_id(environ: Mapping[str, str], platform: str, *, windows: int | None = None) -> str:
    """Which of the sessions that a user may have on this computer. ``windows``: its number there.

    The display goes before the number of the log-in: a program started from the desktop and one from a terminal in it see
    the same display, but not always the same number.
    """
    if platform == "win32":
        return "" if windows is None else f"windows {windows}"
    for variable in ("WAYLAND_DISPLAY", "DISPLAY", "XDG_SESSION_ID"):
        if value := environ.get(variable, "").strip():
            return f"{variable} {_without_screen(value) if variable == 'DISPLAY' else value}"
    return ""


def socket_name(name: str, environ: Mapping[str, str], state: Path, platform: str) -> str:
    """Where it listens: in a folder that is this user's alone, so that nobody else can stand there first."""
    if platform == "win32":
        return name
    runtime = environ.get("XDG_RUNTIME_DIR", "").strip()
    places = (*([Path(runtime)] if runtime else []), state)
    found = _fitting(places, name) or _fitting((_own_temporary(),), name)  # which is made only where it is needed
    return found or name  # in the system's folder for such things


def _fitting(folders: Iterable[Path], name: str) -> str:
    """The first path there that is safe and short enough; empty: none is."""
    paths = (str(folder / name) for folder in folders if _is_own(folder))
    return next((path for path in paths if len(os.fsencode(path)) <= LONGEST_PATH), "")


def _own_temporary() -> Path:
    folder = Path(tempfile.gettempdir()) / f"agent-client-{_user()}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _user() -> int:
    return 0 if sys.platform == "win32" else os.getuid()


def _is_own(folder: Path) -> bool:
    """This user's, and for nobody else to write into."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return (
        found.st_uid == _user()
        and stat.S_ISDIR(found.st_mode)
        and not found.st_mode & 0o022
        and os.access(folder, os.W_OK)
    )


def windows_session() -> int | None:
    """The number of this process's session."""
    if sys.platform == "win32":
        import ctypes

        number = ctypes.c_ulong()
        if ctypes.windll.kernel32.ProcessIdToSessionId(os.getpid(), ctypes.byref(number)):
            return number.value
    return None


class Claim:
    """``first``: no other process has this name. ``certain``: the disk knows locks, so that it can be believed."""

    def __init__(self, folder: Path, whose: Whose) -> None:
        """Raises OSError."""
        self._folder = folder
        self._whose = whose
        self.name = instance_name(whose)
        self._held = self._hold(self.name)
        self.certain = self._held is not None or knows_locks(folder)

    @property
    def first(self) -> bool:
        return self._held is not None

    def try_again(self) -> bool:
        """Whether this process is the first by now: the one that was has ended. Raises OSError."""
        if self._held is None:
            self._held = self._hold(self.name)
        return self.first

    def move(self, seat: str) -> bool:
        """This program sits there from now on, under another name. False when another one does: all stays as it was. Raises
        OSError."""
        whose = replace(self._whose, seat=seat)
        name = instance_name(whose)
        if name == self.name:
            return True
        held = self._hold(name)
        if held is None:
            return False
        self.end()
        self._held, self._whose, self.name = held, whose, name
        return True

    def end(self) -> None:
        if self._held is not None:
            self._held.let_go()
            self._held = None

    def _hold(self, name: str) -> Held | None:
        return hold(self._folder / f"{name}.lock")


def _without_screen(display: str) -> str:
    """``:10.0`` → ``:10``"""
    host, colon, rest = display.rpartition(":")
    return f"{host}{colon}{rest.partition('.')[0]}"
