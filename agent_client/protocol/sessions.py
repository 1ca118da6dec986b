"""Meeting the server, signing in, staying signed in, moving, leaving (A1, A3 to A7, A10)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from .agents import Me, Presence
from .callbacks import Callback
from .centre import Centre, Queue
from .contacts import Contact
from .names import QueueId, Section, SessionId
from .time import Instant

SCHEMA = 5
"""The number of this protocol. Raised by any change that an older peer would misread."""
OLDEST_CLIENT = 5
"""The oldest client a server of this schema still serves."""
OLDEST_SERVER = 5
"""The oldest server a client of this schema still talks to."""

HEARTBEAT_SECONDS = 2.5
"""The stream is never silent for longer while it lives."""
SILENCE_SECONDS = 7.0
"""Silence after which the client calls the link dead (design §2: noticed within 8 s)."""
PULSE_SECONDS = 4.0
"""How often a client says that it is alive, and measures the clock and the way to the server."""
TRIAL_PINGS, TRIAL_SECONDS = 4, 0.2
"""What a trial of the stream (`paths.STREAM_TRIAL`) consists of, and the pause between two."""

Short = Annotated[str, Meta(min_length=1, max_length=120)]
Password = Annotated[str, Meta(max_length=1024)]
"""Exactly as written (A8)."""
Chosen = Annotated[tuple[Annotated[QueueId, Meta(ge=1, le=2**53)], ...], Meta(max_length=1000)]


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
    new_password: Password = ""
    """Set in the same breath; where the old one is good for nothing else any more (`refusals.PasswordExpired`)."""
    queues: Chosen | None = None
    """Which to staff (A3); None: as the last time, and the first time those that are preselected."""
    ask: bool = False
    """Where the seat is taken: ask who sits there to sign out (`events.SeatAsked`). The refusal comes all the same."""


class SignedIn(Struct, frozen=True, kw_only=True):
    token: str
    """Opaque; goes into ``Authorization: Bearer`` and nowhere else."""
    session: SessionId
    me: Me
    expires_at: Instant
    password_by: Instant


class Pulse(Struct, frozen=True):
    """``expires_at``: the token's end, unless it is renewed before; ``password_by``: until when it can be without the
    password. A session ends there, but never during a contact. Both None in what the stream says."""

    now: Instant
    expires_at: Instant | None = None
    password_by: Instant | None = None


class Alive(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The client's pulse. ``hears``: whether its event stream reaches it; false too from a computer that is about to sleep.
    Nothing is offered to whoever would not hear of it."""

    hears: bool = True


class Renew(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For a new token. With the password it is as if the agent had just signed in."""

    password: Password = ""


class Renewed(Struct, frozen=True, kw_only=True):
    """The token before is good for a minute more, for what is on its way."""

    token: str
    expires_at: Instant
    password_by: Instant


class MoveSeat(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same session at another device: a terminal session was taken up elsewhere (A4)."""

    seat: Short
    host: Annotated[str, Meta(max_length=255)] = ""


class ChooseQueues(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that the agent staffs from now on (A3), of `Me.may_staff`."""

    queues: Chosen


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
