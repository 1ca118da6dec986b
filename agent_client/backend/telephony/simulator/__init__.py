"""A PBX in memory: phones and callers that ring, answer, are busy and hang up as real ones do."""

from .behaviours import CustomerBehaviour, CustomerKind, PhoneBehaviour, PhoneKind
from .pbx import Simulator
from .timers import HandTimers, LoopTimers

__all__ = [
    "CustomerBehaviour",
    "CustomerKind",
    "HandTimers",
    "LoopTimers",
    "PhoneBehaviour",
    "PhoneKind",
    "Simulator",
]
