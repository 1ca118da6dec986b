"""Text with separators, as a stream of records: quotes, and new lines within them; a quotation mark that is never closed spoils
its own line and no other."""

from __future__ import annotations

import csv
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from enum import Enum, auto

from .records import FaultKind, Record

SEPARATORS = (";", ",", "\t", "|")
QUOTE = '"'
LONGEST = 64 * 1024
"""Characters of one record."""
MOST_LINES = 400
"""Of one record: nobody writes longer notes, so the quotation mark is meant otherwise."""
_LOOKED_AT = 200


def records(lines: Iterable[str], separator: str) -> Iterator[Record]:
    """``lines`` with their ends. Empty ones, and Excel's ``sep=;`` at the top, are no records."""
    reading = _Reading(lines)
    while (record := reading.record(separator)) is not None:
        if any(cell.strip() for cell in record.cells) or record.fault is not None:
            yield record


def guess_separator(lines: Iterable[str]) -> str:
    """Of the first lines: the one that parts most of them into the same number of columns, and more than one."""
    first = [line for _, line in zip(range(_LOOKED_AT), lines, strict=False)]
    if first and (said := _said(first[0])):
        return said
    best, most = SEPARATORS[0], 0.0
    for separator in SEPARATORS:
        widths = Counter(len(record.cells) for record in records(first, separator) if record.fault is None)
        if not widths:
            continue
        width, times = max(widths.items(), key=lambda one: (one[1] * (one[0] > 1), one[0]))
        score = (times / sum(widths.values())) * (width > 1) + min(width, 40) / 1000
        if score > most:
            best, most = separator, score
    return best


def _said(line: str) -> str:
    """Excel's own first line."""
    bare = line.strip().lstrip("\ufeff").strip(QUOTE)
    return bare[4] if len(bare) == 5 and bare.lower().startswith("sep=") else ""


class _Reading:
    """Lines that turn out to belong to no record are read again."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self._number = 0

    def record(self, separator: str) -> Record | None:
        line = self._next()
        if line is None:
            return None
        number = self._number
        if number == 1 and _said(line):
            return Record(number)
        if QUOTE not in line:
            return Record(number, tuple(line.rstrip("\r\n").split(separator)))
        whole = self._whole(line, separator)
        if whole is None:
            return Record(number, (), FaultKind.QUOTE, line.strip()[:200])
        cells = next(csv.reader(whole, delimiter=separator), [])
        return Record(number, tuple(cells))

    def _whole(self, first: str, separator: str) -> list[str] | None:
        """All lines of the record that begins here. None, and all but the first are still to be read: its quotation mark is
        never closed."""
        taken, length = [first], len(first)
        state = _state_after(first, separator, inside=False)
        while state is _State.INSIDE or (state is _State.BROKEN and len(taken) > 1):
            line = self._next() if state is _State.INSIDE else None
            if line is not None:
                taken.append(line)
                length += len(line)
            if line is None or len(taken) > MOST_LINES or length > LONGEST:
                self._again.extendleft(reversed(taken[1:]))
                self._number -= len(taken) - 1
                return None
            state = _state_after(line, separator, inside=True)
        return taken if length <= LONGEST else None

    def _next(self) -> str | None:
        line = self._again.popleft() if self._again else next(self._lines, None)
        self._number += line is not None
        return line


class _State(Enum):
    COMPLETE = auto()
    INSIDE = auto()
    """A quoted cell goes on in the next line."""
    BROKEN = auto()
    """Something else than a separator follows a closing quotation mark: over several lines, it closed nothing."""


def _state_after(text: str, separator: str, *, inside: bool) -> _State:
    """A quotation mark within a cell that does not begin with one is text."""
    at, begins, broken = 0, not inside, False
    while True:
        if inside:
            at = text.find(QUOTE, at)
            if at < 0:
                return _State.INSIDE
            if text.startswith(QUOTE, at + 1):
                at += 2
                continue
            inside, at = False, at + 1
            broken = broken or text[at : at + 1] not in ("", separator, "\r", "\n")
        elif begins and text.startswith(QUOTE, at):
            inside, begins, at = True, False, at + 1
            continue
        at = text.find(separator, at)
        if at < 0:
            return _State.BROKEN if broken else _State.COMPLETE
        begins, at = True, at + 1
