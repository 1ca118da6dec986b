"""A frozen mapping of very many things of which an event replaces one: the new version shares all the others with the old.

A plain dict would be copied whole for every event: 2 ms at 100,000 entries, and as much again to find what differs.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")

MOST_OVER = 256
"""So many changes lie over the base before the two become one: a copy every so many events."""


class Layered(Mapping[K, V]):
    """``over`` counts where it has a key. Neither dict may be changed again by anybody."""

    __slots__ = ("_added", "base", "over")

    def __init__(self, base: dict[K, V], over: dict[K, V]) -> None:
        self.base = base
        self.over = over
        self._added = [key for key in over if key not in base]

    def __getitem__(self, key: K) -> V:
        return self.over[key] if key in self.over else self.base[key]

    def __iter__(self) -> Iterator[K]:
        yield from self.base
        yield from self._added

    def __len__(self) -> int:
        return len(self.base) + len(self._added)

    def values(self) -> ValuesView[V]:
        return self.whole().values()

    def items(self) -> ItemsView[K, V]:
        return self.whole().items()

    def whole(self) -> dict[K, V]:
        """In the order in which the keys came; not to be changed."""
        return {**self.base, **self.over} if self.over else self.base


def laid_over(kept: Mapping[K, V], changes: Mapping[K, V]) -> Layered[K, V]:
    """``kept`` with ``changes``."""
    base, over = (kept.base, kept.over) if isinstance(kept, Layered) else (dict(kept), {})
    over = {**over, **changes}
    return Layered({**base, **over}, {}) if len(over) > MOST_OVER else Layered(base, over)
