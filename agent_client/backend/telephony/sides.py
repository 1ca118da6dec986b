"""The two sides of a call, as any PBX has them: what an agent's leg is for, and how it stands with the customer."""

from __future__ import annotations

from enum import Enum, auto


class LegKind(Enum):
    FOR_CALL = auto()
    TEST = auto()
    CALL_OUT = auto()
    CONSULT = auto()
    TRANSFER = auto()
    """A number outside, dialled for the customer."""
    LINE = auto()
    """Kept beyond every call."""
    LISTEN = auto()


class Customer(Enum):
    """The customer's side of a call."""

    NOT_DIALLED = auto()
    RINGING = auto()
    WAITING = auto()
    """For an agent, with music."""
    TALKING = auto()
    """An agent has them, in conversation or on hold."""
    SPOKEN_TO = auto()
    """By the centre itself, which hangs up then."""
