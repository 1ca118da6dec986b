"""The seat of a session that may be taken up from another device while this program runs (A4): what the system says of the
session now, and what that makes of the seat."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from .seat import CLIENT_NAME, Seat, SeatRefused, SeatRule, client_name, seat, session_of, terminal_services

SEAT_FILE = "AGENT_CLIENT_SEAT_FILE"
"""The environment variable that names a file whose first line is the device's name now: for systems that run a script when a
session is taken up again, and set no environment of programs that run already (xrdp, ThinLinc, X2Go)."""
_LONGEST = 1000


class System(Struct, frozen=True, kw_only=True):
    """How the system is asked. ``client``: the name of the device, "" where it is not known now. ``remote``: whether somebody
    sits at another device than this computer; None where it does not say."""

    environ: Mapping[str, str]
    hostname: str
    client: Callable[[], str]
    remote: Callable[[], bool | None]
    terminal_services: bool = False


class FollowedSeat:
    """CLIENTNAME that the system itself set is what the system says now; one that IT or the agent set stays. A workstation
    that goes by its own name does so from whichever device it is used."""

    def __init__(self, system: System, rule: SeatRule = SeatRule.AUTOMATIC, chosen: str = "") -> None:
        self._system = system
        self._rule = rule
        self._chosen = chosen
        self._given = client_name(system.environ)
        self._client = self._at_start = system.client()

    def look(self) -> Seat | SeatRefused:
        """As it is now."""
        system = self._system
        self._client = system.client() or self._client  # a session that is only disconnected has no device
        session = session_of(system.environ, self._rule, terminal_services=system.terminal_services)
        remote = system.remote()
        if remote is not None:
            session = replace(session, remote=remote)
        follows = self._follows() and (session.terminal_server or self._given)
        environ = {CLIENT_NAME: self._client if follows else self._given}
        try:
            return seat(environ, system.hostname, session, self._chosen)
        except SeatRefused as refused:
            return refused

    def _follows(self) -> bool:
        by_system = not self._given or self._given.casefold() == self._at_start.casefold()
        return by_system and bool(self._client)


def this_system() -> System:
    file = os.environ.get(SEAT_FILE, "").strip()
    windows = sys.platform == "win32"
    return System(
        environ=os.environ,
        hostname=socket.gethostname(),
        client=_windows_client if windows else lambda: _first_line(file),
        remote=_windows_remote if windows else lambda: None,
        terminal_services=terminal_services(),
    )


def seat_file(environ: Mapping[str, str]) -> Path | None:
    """The file that is to be watched, where IT has named one."""
    named = environ.get(SEAT_FILE, "").strip()
    return Path(named) if named else None


def _first_line(file: str) -> str:
    if not file:
        return ""
    try:
        with Path(file).open(encoding="utf-8", errors="replace") as opened:
            return opened.readline(_LONGEST).strip()
    except OSError:
        return ""


def _windows_client() -> str:
    """What the terminal service knows of this session's device; else what it wrote into the registry when it was taken up."""
    return _from_terminal_service() or _from_registry()


def _from_terminal_service() -> str:
    if sys.platform == "win32":
        import ctypes

        this_server, this_session, client_name = 0, -1, 10
        text, size = ctypes.c_wchar_p(), ctypes.c_ulong()
        service = ctypes.windll.wtsapi32
        if service.WTSQuerySessionInformationW(
            this_server, this_session, client_name, ctypes.byref(text), ctypes.byref(size)
        ):
            try:
                return (text.value or "").strip()
            finally:
                service.WTSFreeMemory(text)
    return ""


def _from_registry() -> str:
    if sys.platform == "win32":
        import winreg

        from .instance import windows_session

        for key in (rf"Volatile Environment\{windows_session()}", "Volatile Environment"):
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    return str(winreg.QueryValueEx(opened, CLIENT_NAME)[0]).strip()
            except OSError:
                continue
    return ""


def _windows_remote() -> bool | None:
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.user32.GetSystemMetrics(0x1000))  # SM_REMOTESESSION: as it is now
    return None
