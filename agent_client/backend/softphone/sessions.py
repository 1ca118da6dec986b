"""What both sides say about their sound (SDP, RFC 4566): where to send it, and in which direction it flows."""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct

from .messages import Address

SOUND, KEYS = 0, 101
"""RTP payload types: G.711 µ-law, and keys (RFC 4733)."""


class Direction(StrEnum):
    """Seen by whoever says it."""

    BOTH = "sendrecv"
    SENDS = "sendonly"
    RECEIVES = "recvonly"
    NEITHER = "inactive"

    @property
    def sends(self) -> bool:
        return self in (Direction.BOTH, Direction.SENDS)

    def reversed(self) -> Direction:
        """What the other side is to answer."""
        return {Direction.SENDS: Direction.RECEIVES, Direction.RECEIVES: Direction.SENDS}.get(self, self)


class Description(Struct, frozen=True):
    to: Address
    direction: Direction


def describe(here: Address, direction: Direction, version: int) -> str:
    host, port = here
    return (
        f"v=0\r\no=- {port} {version} IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP {SOUND} {KEYS}\r\na=rtpmap:{SOUND} PCMU/8000\r\n"
        f"a=rtpmap:{KEYS} telephone-event/8000\r\na=fmtp:{KEYS} 0-16\r\na=ptime:20\r\na={direction}\r\n"
    )


def read(body: str) -> Description | None:
    """None: there is nothing about sound in it."""
    host, port = re.search(r"^c=IN IP4 (\S+)", body, re.M), re.search(r"^m=audio (\d+)", body, re.M)
    if host is None or port is None:
        return None
    direction = re.search(r"^a=(sendrecv|sendonly|recvonly|inactive)\s*$", body, re.M)
    return Description((host[1], int(port[1])), Direction(direction[1]) if direction else Direction.BOTH)
