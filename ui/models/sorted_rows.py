"""A list that is always sorted, in which a row is found by bisection. No Qt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


class SortedRows(Generic[Row]):
    """``key`` must be unique and orderable, ``identity`` what stays the same while the key changes."""

    def __init__(self, key: Callable[[Row], Any], identity: Callable[[Row], Hashable]) -> None:
        self._key = key
        self._identity = identity
        self._rows: list[Row] = []
        self._keys: list[Any] = []
        self._key_of: dict[Hashable, Any] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, at: int) -> Row:
        return self._rows[at]

    def rows(self) -> Sequence[Row]:
        return self._rows

    def fill(self, rows: Iterable[Row]) -> None:
        paired = sorted(((self._key(row), row) for row in rows), key=lambda pair: pair[0])
        self._keys = [key for key, _ in paired]
        self._rows = [row for _, row in paired]
        self._key_of = {self._identity(row): key for key, row in paired}

    def place_of(self, identity: Hashable) -> int | None:
        key = self._key_of.get(identity)
        return None if key is None else bisect_left(self._keys, key)

    def place_for(self, row: Row) -> int:
        """Where the row stands, or would stand."""
        return bisect_left(self._keys, self._key(row))

    def in_place(self, row: Row) -> int | None:
        """The row's place when it is there under the very same key."""
        return self.place_of(self._identity(row)) if self._key_of.get(self._identity(row)) == self._key(row) else None

    def put(self, at: int, row: Row) -> None:
        """Replace what stands there by the same thing, with the same key."""
        self._rows[at] = row

    def insert(self, row: Row) -> int:
        key = self._key(row)
        at = bisect_left(self._keys, key)
        self._keys.insert(at, key)
        self._rows.insert(at, row)
        self._key_of[self._identity(row)] = key
        return at

    def remove(self, at: int) -> Row:
        row = self._rows.pop(at)
        del self._keys[at]
        del self._key_of[self._identity(row)]
        return row
