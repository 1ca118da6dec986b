"""What was typed, on disk until the server has it (A7): drafts while they are written, letters once they are sent."""

from __future__ import annotations

from .keeper import Drawer
from .letters import (
    About,
    ContactSubject,
    CustomerSubject,
    DraftStatus,
    Empty,
    Kept,
    Letter,
    RecordSubject,
    Refused,
    Sending,
    Subject,
    Unsaved,
    Unsent,
    Waiting,
)
from .outbox import Outbox, Pace

__all__ = [
    "About",
    "ContactSubject",
    "CustomerSubject",
    "DraftStatus",
    "Drawer",
    "Empty",
    "Kept",
    "Letter",
    "Outbox",
    "Pace",
    "RecordSubject",
    "Refused",
    "Sending",
    "Subject",
    "Unsaved",
    "Unsent",
    "Waiting",
]
