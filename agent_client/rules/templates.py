"""Placeholders of the texts that a note may begin with: ``{customer}`` is filled, ``{cursor}`` is where one types on.

``{{`` and ``}}`` are braces. What nobody knows a value for stays as it is written, so that the agent sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct


class Placeholder(StrEnum):
    """What every template may ask for; beside these, the key of any CAD variable of the call."""

    CUSTOMER = "customer"
    COMPANY = "company"
    NUMBER = "number"
    AGENT = "agent"
    QUEUE = "queue"
    PROJECT = "project"
    DATE = "date"
    TIME = "time"


CURSOR = "cursor"

_PART = re.compile(r"\{\{|\}\}|\{([^{}\n]+)\}")


class Filled(Struct, frozen=True):
    """``cursor``: how many characters stand before the place where one types on."""

    text: str
    cursor: int


def filled(template: str, values: Mapping[str, str]) -> Filled:
    """``values`` by placeholder, in whatever case; they are written as they are, braces and all. Without ``{cursor}`` one
    types on at the end; of several the first counts."""
    known = {key.strip().casefold(): value for key, value in values.items()}
    written: list[str] = []
    length, cursor = 0, -1
    for plain, name in _parts(template):
        key = name.strip().casefold()
        if key == CURSOR:
            cursor = length if cursor < 0 else cursor
            continue
        text = known.get(key, plain) if key else plain
        written.append(text)
        length += len(text)
    return Filled("".join(written), length if cursor < 0 else cursor)


def placeholders(template: str) -> list[str]:
    """The names it asks for as they are written, each once, ``cursor`` among them."""
    return list(dict.fromkeys(name.strip() for _, name in _parts(template) if name.strip()))


def escaped(text: str) -> str:
    """A template that says just this."""
    return text.replace("{", "{{").replace("}", "}}")


def _parts(template: str) -> Iterator[tuple[str, str]]:
    """What stands there, a piece at a time, and the name of the placeholder that it is, or nothing."""
    end = 0
    for found in _PART.finditer(template):
        yield template[end : found.start()], ""
        end = found.end()
        whole = found.group()
        yield (whole[0], "") if whole in ("{{", "}}") else (whole, found.group(1))
    yield template[end:], ""
