"""What our database holds for alive, told to the PBX's engine when it starts."""

from __future__ import annotations

from msgspec import Struct

from agent_client.protocol.names import Listening

from .words import CallId, LegId


class KnownConsult(Struct, frozen=True):
    """The consulted party of a known call. ``phone``: an agent's, or the number ``outside``."""

    leg: LegId
    phone: str
    answered: bool = False
    hears: bool = False
    muted: bool = False
    outside: bool = False


class KnownListener(Struct, frozen=True):
    leg: LegId
    phone: str
    how: Listening


class KnownLine(Struct, frozen=True):
    """A line that is kept, or was to be."""

    leg: LegId
    phone: str


class KnownCall(Struct, frozen=True):
    """A call that our database holds for alive. ``phone`` is the agent's, if one talks or rings; ``talking``: that phone is
    answered and the customer is, or was, in conversation; ``hears``: the customer is so now, not on hold."""

    call: CallId
    ani: str
    dnis: str
    leg: LegId | None = None
    phone: str = ""
    talking: bool = False
    hears: bool = True
    muted: bool = False
    consult: KnownConsult | None = None
    recording: str = ""
    paused: bool = False
    listener: KnownListener | None = None
