"""Meeting the server, signing in, staying alive, leaving (A1, A4, A6, A10)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from .agents import Me, Presence
from .callbacks import Callback
from .centre import Centre, Queue
from .contacts import Contact
from .names import Section, SessionId
from .time import Instant

SCHEMA = 3
"""The number of this protocol. Raised by any change that an older peer would misread."""
OLDEST_CLIENT = 1
"""The oldest client a server of this schema still serves."""
OLDEST_SERVER = 3
"""The oldest server a client of this schema still talks to."""

HEARTBEAT_SECONDS = 2.5
"""The stream is never silent for longer while it lives."""
SILENCE_SECONDS = 7.0
"""Silence after which the client calls the link dead (design §2: noticed within 8 s)."""
PULSE_SECONDS = 5.0
"""How often a client says that it is alive, and measures the clock and the way to the server."""

Short = Annotated[str, Meta(min_length=1, max_length=120)]


class Hello(Struct, frozen=True, kw_only=True):
    """The server's first words, to anyone who asks."""

    schema: int
    oldest_client: int
    server: str
    """The server's version, for people."""
    centre: str
    epoch: str
    now: Instant


class SignIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    user: Short
    password: Annotated[str, Meta(min_length=1, max_length=1024)]
    phone: Annotated[str, Meta(min_length=1, max_length=40)]
    """The number on which the agent takes calls: an extension or any public number (A1)."""
    seat: Short
    host: Annotated[str, Meta(max_length=255)] = ""
    client: Annotated[str, Meta(max_length=60)] = ""
    schema: Annotated[int, Meta(ge=0, le=2**31)] = SCHEMA


class SignedIn(Struct, frozen=True, kw_only=True):
    token: str
    """Opaque; goes into ``Authorization: Bearer`` and nowhere else."""
    session: SessionId
    me: Me


class Pulse(Struct, frozen=True):
    now: Instant


class Snapshot(Struct, frozen=True, kw_only=True):
    """Everything that concerns the agent, at the stream position given by the event's id."""

    now: Instant
    me: Me
    centre: Centre
    queues: tuple[Queue, ...]
    agents: tuple[Presence, ...]
    contacts: tuple[Contact, ...]
    callbacks: tuple[Callback, ...]
    """Of the agent's queues: open and attempted entries and the closed ones of the last days, the latest call first; where
    ``sections`` counts more, the rest is asked for page by page."""
    sections: dict[Section, int]
    """How many entries each section has in all."""
