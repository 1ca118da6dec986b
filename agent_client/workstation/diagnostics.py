"""What was found of this computer means: its folders, its store for passwords, its seat, its screens, this process.

Decided here from what was measured; the measuring is measuring.py's.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from agent_client.rules.findings import Finding, Found, Grade

from .geometry import Size
from .seat import Seat, SeatRefused, SeatRule

FULL = 5_000_000
"""Bytes with which neither a note nor the log can be kept for long."""
LOW = 200_000_000
LARGE = 700_000_000
"""Bytes of memory of this process from which on a new start is advised."""


class FolderFacts(Struct, frozen=True):
    """``free`` None: the disk does not say."""

    name: str
    writable: bool
    free: int | None
    size: int


class StoreState(StrEnum):
    """How the system's store for passwords answered a round trip."""

    KEEPS = "keeps"
    NONE = "none"
    LOCKED = "locked"
    LATE = "late"
    FAILS = "fails"


class ShownScreen(Struct, frozen=True):
    """Sizes in the pixels that windows count; ``scale`` in per cent."""

    name: str
    size: Size
    scale: int


class ProgramFacts(Struct, frozen=True):
    """``memory``: bytes that this process takes; None: the system does not say."""

    version: str
    python: str
    qt: str
    system: str
    memory: int | None


_STORE = {
    StoreState.KEEPS: (Grade.GOOD, Found.KEYRING_KEEPS),
    StoreState.NONE: (Grade.WARNING, Found.KEYRING_NONE),
    StoreState.LOCKED: (Grade.WARNING, Found.KEYRING_LOCKED),
    StoreState.LATE: (Grade.WARNING, Found.KEYRING_LATE),
    StoreState.FAILS: (Grade.WARNING, Found.KEYRING_FAILS),
}


def disk(folders: Sequence[FolderFacts]) -> Finding:
    """The scarcest of the disks counts. ``log`` and ``kept`` are what this program keeps there."""
    closed = next((folder for folder in folders if not folder.writable), None)
    if closed is not None:
        return Finding(Grade.BAD, Found.DISK_CLOSED, {"folder": closed.name})
    free = min((folder.free for folder in folders if folder.free is not None), default=None)
    log = sum(folder.size for folder in folders if folder.name == "logs")
    kept = sum(folder.size for folder in folders if folder.name in ("drafts", "cards"))
    words = {"free": "" if free is None else str(free), "log": str(log), "kept": str(kept)}
    if free is not None and free < FULL:
        return Finding(Grade.BAD, Found.DISK_FULL, words)
    if free is not None and free < LOW:
        return Finding(Grade.WARNING, Found.DISK_LOW, words)
    return Finding(Grade.GOOD, Found.DISK_GOOD, words)


def store(state: StoreState, name: str) -> Finding:
    grade, found = _STORE[state]
    return Finding(grade, found, {"name": name})


def seat(value: Seat | SeatRefused, rule: SeatRule) -> Finding:
    if isinstance(value, SeatRefused):
        return Finding(Grade.BAD, Found.SEAT_NONE, {"code": value.code.value, "name": value.name})
    words = {"seat": value.name, "host": value.host, "source": value.source.value, "rule": rule.value}
    return Finding(Grade.GOOD, Found.SEAT_NAMED, words)


def screens(shown: Sequence[ShownScreen], least: Size) -> Finding:
    """``least``: what the main window needs of one of them."""
    words = {"screens": ", ".join(f"{s.size.width} × {s.size.height} ({s.scale} %)" for s in shown)}
    if any(s.size.width >= least.width and s.size.height >= least.height for s in shown):
        return Finding(Grade.GOOD, Found.SCREENS_FIT, words)
    return Finding(Grade.WARNING, Found.SCREENS_SMALL, words | {"width": str(least.width), "height": str(least.height)})


def program(facts: ProgramFacts) -> Finding:
    words = {
        "version": facts.version,
        "python": facts.python,
        "qt": facts.qt,
        "system": facts.system,
        "memory": "" if facts.memory is None else str(facts.memory),
    }
    if facts.memory is not None and facts.memory > LARGE:
        return Finding(Grade.WARNING, Found.PROGRAM_LARGE, words)
    return Finding(Grade.GOOD, Found.PROGRAM_GOOD, words)
