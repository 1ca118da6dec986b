"""What all our vocabularies have in common."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A closed vocabulary in which a word from a newer peer reads as ``unknown`` instead of failing the whole message."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return cls("unknown") if value != "unknown" else None
