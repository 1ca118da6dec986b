"""The rows of a very long callback list, the same for both sides of a measurement: name, company, number, queue, seconds ago."""

from __future__ import annotations

from collections.abc import Iterator

QUEUES = 5
SEARCHED = "svob"
_FIRST = ("Jana", "Bram", "Zoë", "Ingrid", "Tomáš", "Åsa", "Karel", "Fatima", "Willem", "Petra", "Oskar", "Eva", "Lars")
_LAST = (
    "Nováková",
    "Visser",
    "Dvořák",
    "Solheim",
    "Bergström",
    "Svoboda",
    "Hoffmann",
    "de Wit",
    "Jansen",
    "Öberg",
    "Smit",
)
_COMPANIES = ("", "Elektro Svoboda s.r.o.", "Bakkerij Van Dam", "Nordljus Värme AB", "Kanzlei Hoffmann & Partner", "")

Listed = tuple[str, str, str, int, float]


def listed(count: int) -> Iterator[Listed]:
    """In no order that helps anybody."""
    for number in range(1, count + 1):
        mixed = number * 7_919 % 1_000_003
        name = f"{_FIRST[mixed % len(_FIRST)]} {_LAST[mixed % len(_LAST)]} {number}"
        yield name, _COMPANIES[mixed % len(_COMPANIES)], f"+3120{mixed:07}", mixed % QUEUES + 1, float(mixed * 3)


def found(count: int) -> int:
    """How many of them the search finds."""
    return sum(SEARCHED in f"{name} {company}".lower() for name, company, *_ in listed(count))
