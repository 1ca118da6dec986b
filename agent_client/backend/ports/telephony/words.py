"""What calls and legs are called, and why something came to nothing."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

CallId = NewType("CallId", str)
LegId = NewType("LegId", str)

TAKING_KEY = "1"
"""What an agent on a public number presses to take what rings them; see `LegAnswered`."""
TAKING_SECONDS = 10.0
"""So long it is waited for, from when the phone is picked up."""


class Cause(StrEnum):
    """Why a leg or an outgoing call came to nothing."""

    NO_ANSWER = "no_answer"
    BUSY = "busy"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
