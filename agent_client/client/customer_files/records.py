"""What every kind of file is read into: records with the line they begin at, and what is wrong with one."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class FaultKind(StrEnum):
    FEW_COLUMNS = "few_columns"
    MANY_COLUMNS = "many_columns"
    QUOTE = "quote"
    """A quotation mark that is never closed."""
    UNFINISHED = "unfinished"
    """A card without its end."""
    ENCODING = "encoding"
    """Characters that the chosen encoding does not have."""
    NUMBER = "number"
    COUNTRY = "country"
    TOO_LONG = "too_long"
    NAMELESS = "nameless"
    """Neither a name nor a company nor a number."""
    MORE_NUMBERS = "more_numbers"
    """The first three are taken: the one fault that keeps nobody out."""
    PROJECT = "project"
    """None of this name: only the server finds that."""
    IN_USE = "in_use"
    """A colleague works on the card: only the server knows that."""
    OTHER = "other"
    """Of a newer server."""


class Record(Struct, frozen=True):
    """``line`` is counted from 1. With a ``fault`` there may be no cells."""

    line: int
    cells: tuple[str, ...] = ()
    fault: FaultKind | None = None
    said: str = ""
    """What the fault is about, as it stands in the file."""
