"""What differs between two versions of a frozen mapping, found at the speed of C. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import compress, islice
from operator import is_not
from typing import Any, TypeVar

from msgspec import Struct

K = TypeVar("K")
V = TypeVar("V")


class Difference(Struct, frozen=True):
    """``new`` and ``old`` hold the two values of each key that differs; a key that came or went is in one of them."""

    new: dict[Any, Any]
    old: dict[Any, Any]


def difference(old: Mapping[K, V], new: Mapping[K, V]) -> Difference:
    """An event replaces one value or adds one at the end: the rest is the very same objects in the same order.

    Then 100,000 entries are compared by identity in about 2 ms. Anything else (a snapshot) is compared key by key.
    """
    if old is new:
        return Difference({}, {})
    if len(new) >= len(old):
        changed = list(compress(zip(old.items(), new.items(), strict=False), map(is_not, old.values(), new.values())))
        if all(before[0] == after[0] for before, after in changed):
            added = dict(islice(new.items(), len(old), None))
            return Difference(
                {after[0]: after[1] for _, after in changed} | added, {before[0]: before[1] for before, _ in changed}
            )
    return Difference(
        {key: value for key, value in new.items() if old.get(key) is not value},
        {key: value for key, value in old.items() if new.get(key) is not value},
    )
