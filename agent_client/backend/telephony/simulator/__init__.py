"""A PBX in memory: phones and callers that ring, answer, are busy and hang up as real ones do."""

from .audio import Hearing, Party
from .behaviours import CustomerBehaviour, CustomerKind, OwnCall, PhoneBehaviour, PhoneKind
from .pbx import Simulator
from .recordings import Segment
from .timers import HandTimers, LoopTimers

__all__ = [
    "CustomerBehaviour",
    "CustomerKind",
    "HandTimers",
    "Hearing",
    "LoopTimers",
    "OwnCall",
    "Party",
    "PhoneBehaviour",
    "PhoneKind",
    "Segment",
    "Simulator",
]
