"""What was typed, on disk until the server has it (A7): drafts while they are written, letters once they are sent."""

from __future__ import annotations

from .keeper import Drawer
from .letters import (
    ContactSubject,
    CustomerSubject,
    DraftStatus,
    Empty,
    Kept,
    Letter,
    Refused,
    Sending,
    Subject,
    Unsaved,
    Waiting,
)
from .outbox import Outbox, Pace

__all__ = [
    "ContactSubject",
    "CustomerSubject",
    "DraftStatus",
    "Drawer",
    "Empty",
    "Kept",
    "Letter",
    "Outbox",
    "Pace",
    "Refused",
    "Sending",
    "Subject",
    "Unsaved",
    "Waiting",
]
