"""What a CAD variable's value may be (D9): one line, at most 256 characters, an instant where one is wanted. Both ends use it."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

from agent_client.protocol.contacts import VARIABLE_LIMIT
from agent_client.protocol.names import VariableKind


def cleaned(text: str) -> str:
    """As it is kept: control characters, and all that breaks a line, have become spaces; none stand at the ends."""
    return on_one_line(text).strip(" ")


def on_one_line(text: str) -> str:
    """As it is typed: as long as it was."""
    return "".join(" " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character for character in text)


def room_left(text: str) -> int:
    """Characters as the server counts them; below none when it is too long."""
    return VARIABLE_LIMIT - len(text)


def is_value(kind: VariableKind, value: str) -> bool:
    """Whether the server takes it. Nothing at all is a value of every kind."""
    if room_left(value) < 0 or value != cleaned(value):
        return False
    return not value or kind is not VariableKind.DATE_TIME or instant(value) is not None


def instant(value: str) -> datetime | None:
    """An RFC 3339 instant; None for what is none."""
    if len(value) < len("2026-11-24T10:30Z") or value[10] not in "Tt ":
        return None
    try:
        read = datetime.fromisoformat(value)
        return None if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def rfc3339(moment: datetime) -> str:
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
