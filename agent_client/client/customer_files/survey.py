"""What a whole file comes to before anything is imported: how many rows, the first of them, and what is wrong, by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from .records import FaultKind
from .rows import Fault, Row

FIRST = 100
MOST_FAULTS = 5000
"""So many are listed; all are counted."""


class Survey(Struct, frozen=True, kw_only=True):
    """``rows`` can be imported, ``kept_out`` cannot. ``first`` is the file's beginning, whatever is wrong with it."""

    rows: int = 0
    kept_out: int = 0
    first: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()
    kinds: dict[FaultKind, int] = {}
    whole: bool = False
    """The end of the file was reached."""
    progress: float = 0.0

    @property
    def more_faults(self) -> int:
        return sum(self.kinds.values()) - len(self.faults)


class Surveying:
    def __init__(self) -> None:
        self._rows = self._kept_out = 0
        self._first: list[Row] = []
        self._faults: list[Fault] = []
        self._kinds: Counter[FaultKind] = Counter()

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            if row.row is None:
                self._kept_out += 1
            else:
                self._rows += 1
            if len(self._first) < FIRST:
                self._first.append(row)
            for fault in row.faults:
                self._kinds[fault.kind] += 1
                if len(self._faults) < MOST_FAULTS:
                    self._faults.append(fault)

    def survey(self, progress: float, *, whole: bool) -> Survey:
        return Survey(
            rows=self._rows,
            kept_out=self._kept_out,
            first=tuple(self._first),
            faults=tuple(self._faults),
            kinds=dict(self._kinds),
            whole=whole,
            progress=progress,
        )
