"""What a telephone does when it is rung."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    RINGS = "rings"
    BUSY = "busy"
    DECLINES = "declines"
    REFUSES = "refuses"
    """There is nobody of this number."""
    DEAD = "dead"
    """Says nothing at all, as a phone whose cable is pulled."""


class Behaviour(Struct, frozen=True, kw_only=True):
    """Of a phone nobody said anything about: it rings until it is picked up or given up. All in seconds."""

    kind: Kind = Kind.RINGS
    after: float = 0.0
    """Until it rings, or refuses."""
    answers_after: float | None = None
    """Since it rings."""
    first_answered_after: float | None = None
    """The same for the next call alone, such as a test of the phone."""
    gives_up_after: float | None = None
    presses_after: float | None = None
    """Since it is answered: somebody presses 1."""
    talks: float | None = None
    """Then it hangs up by itself."""
