"""The seat (A4): which place in the centre this session of this computer is, or why it cannot be one.

Who sits there, and whether somebody does already, is the server's to say.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

CLIENT_NAME = "CLIENTNAME"
LONGEST = 120
"""Characters of a seat's name, as the protocol has it."""

_CONSOLE_NAME = "console"
"""What Windows itself writes into CLIENTNAME of some console sessions: nobody's name."""
_REMOTE_PREFIXES = ("rdp-", "ica-")
_TERMINAL_SESSIONS = (
    "XRDP_SESSION",
    "TLSESSIONDATA",  # ThinLinc
    "X2GO_SESSION",
    "NXSESSIONID",  # NoMachine
    "LTSP_CLIENT",
)
_REMOTE_ONLY = ("SSH_CONNECTION", "SSH_CLIENT")


class SeatRule(StrEnum):
    """What IT says this computer is; ``automatic`` leaves it to what can be seen of the session."""

    AUTOMATIC = "automatic"
    WORKSTATION = "workstation"
    TERMINAL_SERVER = "terminal_server"


class Session(Struct, frozen=True):
    """How the agent sits at this computer: ``remote`` over the network; ``terminal_server``: many do at once."""

    remote: bool
    terminal_server: bool


class SeatSource(StrEnum):
    CLIENT_NAME = "client_name"
    CHOSEN = "chosen"
    COMPUTER = "computer"


class Seat(Struct, frozen=True):
    """``host`` is the computer that the program runs on: the seat itself, or the terminal server."""

    name: str
    host: str
    source: SeatSource


class NoSeat(StrEnum):
    """Why there is none."""

    CONSOLE_SESSION = "console_session"
    NO_CLIENT_NAME = "no_client_name"
    BAD_NAME = "bad_name"


class SeatRefused(Exception):
    def __init__(self, code: NoSeat, name: str = "") -> None:
        super().__init__(f"{code} {name!r}" if name else code)
        self.code = code
        self.name = name


def seat(environ: Mapping[str, str], hostname: str, session: Session, chosen: str = "") -> Seat:
    """``chosen`` is the setting's name, for a computer that shall not go by its own. Raises `SeatRefused`.

    CLIENTNAME, set by the terminal server, by IT or by the agent, wins wherever a seat is possible at all.
    """
    if session.terminal_server and not session.remote:
        raise SeatRefused(NoSeat.CONSOLE_SESSION)
    if given := client_name(environ):
        return Seat(_usable(given), hostname, SeatSource.CLIENT_NAME)
    if chosen.strip():
        return Seat(_usable(chosen.strip()), hostname, SeatSource.CHOSEN)
    if session.terminal_server:
        raise SeatRefused(NoSeat.NO_CLIENT_NAME)
    return Seat(_usable(hostname.strip()), hostname, SeatSource.COMPUTER)


def client_name(environ: Mapping[str, str]) -> str:
    given = environ.get(CLIENT_NAME, "").strip()
    return "" if given.casefold() == _CONSOLE_NAME else given


def session_of(environ: Mapping[str, str], rule: SeatRule, *, terminal_services: bool = False) -> Session:
    """What the environment tells of the session. ``terminal_services``: the system says that it serves many.

    A plain SSH session is remote, but no sign of a terminal server: administrators use it on workstations.
    """
    name = environ.get("SESSIONNAME", "").casefold()
    in_terminal = any(environ.get(variable) for variable in _TERMINAL_SESSIONS)
    remote = name.startswith(_REMOTE_PREFIXES) or in_terminal or any(environ.get(v) for v in _REMOTE_ONLY)
    match rule:
        case SeatRule.WORKSTATION:
            return Session(remote=remote, terminal_server=False)
        case SeatRule.TERMINAL_SERVER:
            return Session(remote=remote, terminal_server=True)
        case SeatRule.AUTOMATIC:
            return Session(remote=remote, terminal_server=terminal_services or in_terminal)


def _usable(name: str) -> str:
    if not name or len(name) > LONGEST or not name.isprintable():
        raise SeatRefused(NoSeat.BAD_NAME, name[:LONGEST])
    return name


def terminal_services() -> bool:
    """Whether Windows has the role of a Remote Desktop session host. Other systems do not say."""
    if sys.platform == "win32":
        import winreg  # Windows alone has it

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\Terminal Server") as key:
                return bool(winreg.QueryValueEx(key, "TSAppCompat")[0])
        except OSError:
            return False
    else:
        return False
