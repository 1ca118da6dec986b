"""How the program ends when it is not the agent who ends it (A12): what comes first, how long it may take, and what may be
said against it. How a system says so is the windows' business.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

GIVEN = 5.0
"""Seconds from the word to the end, by the strictest: Windows gives them to a window and to a console, logind to a delay."""
SPARE = 0.5
"""Of them for what comes after: where the windows stand, the log."""
SIGN_OUT_SECONDS = 4.0
"""How long leaving waits for the server's word. Its grace period ends the session of whoever could not say goodbye."""


class InHand(Struct, frozen=True):
    contact: bool = False
    """Offered, on the line, or in wrap-up."""
    unkept: bool = False
    """Something typed is not on the disk, which will not take it."""


class Objection(StrEnum):
    """Why the desktop session should not end now."""

    CONTACT = "contact"
    UNKEPT = "unkept"


class Work(Protocol):
    """What there is to end. Nothing here waits for the event loop, which may never turn again."""

    def in_hand(self) -> InHand: ...

    def keep(self) -> bool:
        """Everything typed, on the disk. False when the disk would not take it."""
        ...

    def sign_out(self, seconds: float) -> bool:
        """Whether the server knows it. Blocks, and not for longer."""
        ...


def objection(in_hand: InHand, may_object: bool) -> Objection | None:
    """``may_object``: the desktop session asks whether it may end, and waits for an answer."""
    if not may_object:
        return None
    if in_hand.contact:
        return Objection.CONTACT
    return Objection.UNKEPT if in_hand.unkept else None


def sign_out_seconds(spent: float) -> float:
    """How long the server's word may be waited for, of what is given, after ``spent`` seconds."""
    return max(0.0, min(SIGN_OUT_SECONDS, GIVEN - SPARE - spent))


def last_things(work: Work, monotonic: Callable[[], float]) -> None:
    """At once, because nobody waits for us: what was typed first, then the server."""
    began = monotonic()
    try:
        work.keep()
    finally:
        seconds = sign_out_seconds(monotonic() - began)
        if seconds > 0:
            work.sign_out(seconds)
