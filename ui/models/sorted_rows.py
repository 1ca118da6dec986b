"""A list that is always sorted, in which rows are found by bisection. No Qt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Generator, Hashable, Iterable, Sequence
from operator import itemgetter
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")

_AT_ONCE = 4_000
_key_of = itemgetter(0)


class SortedRows(Generic[Row]):
    """Each row has a key of its own. What it belongs to, its ``owner``, may have several rows."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._keys: list[Any] = []
        self._keys_of: dict[Hashable, tuple[Any, ...]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, at: int) -> Row:
        return self._rows[at]

    def rows(self) -> Sequence[Row]:
        return self._rows

    def keys_of(self, owner: Hashable) -> tuple[Any, ...]:
        return self._keys_of.get(owner, ())

    def places_of(self, owner: Hashable) -> list[int]:
        return [self.place_for(key) for key in self.keys_of(owner)]

    def place_for(self, key: Any) -> int:
        """Where the row of that key stands, or would stand."""
        return bisect_left(self._keys, key)

    def put(self, at: int, row: Row) -> None:
        """Replace what stands there by the same thing, with the same key."""
        self._rows[at] = row

    def insert(self, key: Any, row: Row, owner: Hashable) -> int:
        at = bisect_left(self._keys, key)
        self._keys.insert(at, key)
        self._rows.insert(at, row)
        self._keys_of[owner] = (*self.keys_of(owner), key)
        return at

    def remove(self, key: Any, owner: Hashable) -> int:
        at = bisect_left(self._keys, key)
        del self._keys[at], self._rows[at]
        kept = tuple(each for each in self._keys_of[owner] if each != key)
        if kept:
            self._keys_of[owner] = kept
        else:
            del self._keys_of[owner]
        return at

    def dissolving(self) -> Generator[None, None, None]:
        """Forget all rows, with pauses: to let go of very many things takes long, too."""
        while self._rows or self._keys_of:
            del self._rows[-_AT_ONCE:], self._keys[-_AT_ONCE:]
            for _ in range(min(_AT_ONCE, len(self._keys_of))):
                self._keys_of.popitem()
            yield


def sorted_rows(
    batches: Iterable[Iterable[tuple[Hashable, Sequence[tuple[Any, Row]]]]],
) -> Generator[None, None, SortedRows[Row]]:
    """All rows of each owner with their keys, sorted. It pauses after each batch, and more often: between two pauses little
    is done.

    A batch is sorted, and joined with what came before as soon as that is no longer than it is, as in a merge sort.
    """
    result: SortedRows[Row] = SortedRows()
    runs: list[list[tuple[Any, Row]]] = []
    for batch in batches:
        run: list[tuple[Any, Row]] = []
        for owner, rows in batch:
            result._keys_of[owner] = (rows[0][0],) if len(rows) == 1 else tuple(key for key, _ in rows)
            run.extend(rows)
        if run:
            yield from _join(runs, run)
        yield
    while len(runs) > 1:
        yield from _join_last(runs)
    whole = runs[0] if runs else []
    result._keys = [key for key, _ in whole]
    yield
    result._rows = [row for _, row in whole]
    return result


def _join(runs: list[list[tuple[Any, Row]]], run: list[tuple[Any, Row]]) -> Generator[None, None, None]:
    runs.append(sorted(run, key=_key_of))
    while len(runs) > 1 and len(runs[-2]) <= len(runs[-1]):
        yield from _join_last(runs)


def _join_last(runs: list[list[tuple[Any, Row]]]) -> Generator[None, None, None]:
    """Piece by piece: sorting what is two sorted runs joins them, at the speed of C."""
    other, one = runs.pop(), runs.pop()
    joined: list[tuple[Any, Row]] = []
    at = 0
    for start in range(0, len(one), _AT_ONCE):
        piece = one[start : start + _AT_ONCE]
        until = bisect_left(other, _key_of(piece[-1]), at, key=_key_of)
        joined += sorted(piece + other[at:until], key=_key_of)
        at = until
        yield
    joined += other[at:]
    runs.append(joined)
