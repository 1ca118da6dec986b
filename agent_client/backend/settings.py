"""What whoever runs the server may choose. What the centre's administrator chooses is in the database."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from agent_client.protocol.sessions import HEARTBEAT_SECONDS, PULSE_SECONDS


class PasswordCost(Struct, frozen=True):
    """Argon2id. 19 MiB, two passes, one lane: 40 ms a sign-in (OWASP's first choice)."""

    memory_kib: int = 19 * 1024
    passes: int = 2
    lanes: int = 1


class Throttle(Struct, frozen=True):
    """Failed sign-ins: so many are free, then each doubles the wait. Many agents may share one address."""

    free_per_user: int = 3
    free_per_address: int = 20
    longest_seconds: int = 60
    forgotten_after_seconds: int = 15 * 60


class PublicThrottle(Struct, frozen=True):
    """Callback requests of people without a session (E10): so many are free, then each doubles the wait."""

    free_per_number: int = 3
    free_per_address: int = 10
    longest_seconds: int = 60 * 60
    forgotten_after_seconds: int = 6 * 60 * 60


class LinkCommand(Struct, frozen=True, kw_only=True):
    """What is run when the link to the PBX is lost, and when it is there again (F8); empty: nothing."""

    on_lost: str = ""
    on_back: str = ""
    seconds: float = 30.0
    """A command that takes longer is ended."""
    shell: bool = False
    """Through the system's shell, instead of as a program with its arguments."""


class MessageWay(Struct, frozen=True, kw_only=True):
    """How text messages reach agents who are signed in by phone (A15): by a command, or by an HTTP address; neither: not."""

    command: str = ""
    url: str = ""
    token: str = ""
    """What the address is told to know us by."""
    seconds: float = 30.0
    shell: bool = False
    """The command through the system's shell, instead of as a program with its arguments."""

    def __bool__(self) -> bool:
        return bool(self.command or self.url)

    def __str__(self) -> str:
        return "MessageWay(…)"

    __repr__ = __str__


class Postgres(Struct, frozen=True):
    """A PostgreSQL database, 15 or newer. ``url`` as libpq reads it; it may hold a password, so `str` shows it without."""

    url: str

    def __str__(self) -> str:
        return _unsecret(self.url)

    __repr__ = __str__


_SECRETS = re.compile(r"(?<=//)([^/@:?]*):.*(?=@)|[?].*")
"""The password in ``//user:password@``; and the parameters, one of which may be another."""

Database: TypeAlias = Path | Postgres
"""A path is an SQLite file's."""


class Settings(Struct, frozen=True, kw_only=True):
    database: Database
    host: str = "127.0.0.1"
    port: int = 8460
    """0: any free one."""
    password_cost: PasswordCost = PasswordCost()
    throttle: Throttle = Throttle()
    public_throttle: PublicThrottle = PublicThrottle()
    heartbeat_seconds: float = HEARTBEAT_SECONDS
    pulse_silence_seconds: float = 2 * PULSE_SECONDS + 1.5
    """A client that does not pulse for so long is gone, even if its connection seems open. It is looked at with
    every heartbeat: within 12 s nothing is offered to a dead seat any more."""
    token_minutes: float = 60
    """A token's life; clients renew theirs long before."""
    events_waiting: int = 1_000
    """How many events may wait for one slow reader before its connection is dropped."""
    events_kept_days: float = 2
    answers_kept_days: float = 7
    """How long a repeated command is recognised as a repeat: longer than any note waits in an outbox."""
    body_limit: int = 1_000_000
    link_command: LinkCommand = LinkCommand()
    messages: MessageWay = MessageWay()
    recordings: Path | None = None
    """The folder in which they are kept; None: beside the database, if that is a file."""

    @property
    def recordings_folder(self) -> Path | None:
        """None: nobody has named one."""
        if self.recordings is not None or isinstance(self.database, Postgres):
            return self.recordings
        return self.database.with_name(f"{self.database.stem}-recordings")


class NotADatabase(ValueError):
    """The address names no database that this server can use."""


def database_path(url: str) -> Path:
    """``sqlite:///relative.db`` or ``sqlite:////absolute.db``. Raises `NotADatabase`, with what to write instead."""
    scheme, separator, rest = url.partition(":///")
    if not separator or scheme != "sqlite" or not rest:
        raise NotADatabase(f"{_unsecret(url)!r} is not the address of a database file: write sqlite:///centre.db")
    return Path(rest)


def database_at(url: str) -> Database:
    """What `database_path` reads, or ``postgresql://user@host/name``. Raises `NotADatabase`, with what to write instead."""
    if re.match(r"postgres(ql)?://.", url):
        return Postgres(url)
    try:
        return database_path(url)
    except NotADatabase:
        raise NotADatabase(
            f"{_unsecret(url)!r} is not a database address: write sqlite:///centre.db or postgresql://user@host/name"
        ) from None


def _unsecret(url: str) -> str:
    return _SECRETS.sub(r"\1", url)
