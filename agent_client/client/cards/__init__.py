"""Customers' cards while they are edited: what stands typed in a form, over what it was typed, and kept until it is saved."""

from __future__ import annotations

from .drafts import Card, Cards, Draft, fresh
from .shelf import Shelf
from .typed import Part, Typed, Wrong, WrongKind, changed, faults, fields_of, typed_of, typed_text

__all__ = [
    "Card",
    "Cards",
    "Draft",
    "Part",
    "Shelf",
    "Typed",
    "Wrong",
    "WrongKind",
    "changed",
    "faults",
    "fields_of",
    "fresh",
    "typed_of",
    "typed_text",
]
