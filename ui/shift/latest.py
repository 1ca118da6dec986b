"""What of a list that grows at its top has been read: the newest first, page by page, as far down as somebody looked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

PAGE = 50
"""As the server gives it."""
SPARE = 100
"""So many more may be there than were looked at before the last ones are let go: a window that stands open all day would have
all of it."""


class Latest(Generic[T]):
    """``number`` orders them, newer ones are higher."""

    def __init__(self, number: Callable[[T], int]) -> None:
        self._number = number
        self._pages = 1
        self.items: list[T] = []
        self.older: int | None = None
        """Where the next page begins; None: there is none."""

    def add(self, found: Sequence[T], older: int | None, before: int | None = None) -> None:
        """A page: the first, which comes before what is here, or the one that begins at ``before``."""
        if before is None and self._is_apart(found, older):
            self.forget()
        if self._is_below(found, before):
            return
        if not self.items:
            self.older = older
        elif before is not None and before == self.older:
            self.older = older
            self._pages += 1
        known = {self._number(one): one for one in (*self.items, *found)}
        self.items = [known[number] for number in sorted(known, reverse=True)]
        self._let_go(self._pages * PAGE + SPARE)

    def forget(self) -> None:
        self.items, self.older, self._pages = [], None, 1

    def rest(self) -> bool:
        """Nobody looks any more: the first page is what they see when they do. Whether the others were let go."""
        self._pages = 1
        return self._let_go(PAGE)

    def _is_apart(self, found: Sequence[T], older: int | None) -> bool:
        """More has come than a page holds: between it and what is here something is missing."""
        return (
            bool(found and self.items) and older is not None and self._number(found[-1]) > self._number(self.items[0])
        )

    def _is_below(self, found: Sequence[T], before: int | None) -> bool:
        """What it follows was let go while it was on its way."""
        follows = before is None or before == self.older
        return bool(found and self.items) and not follows and self._number(found[0]) < self._number(self.items[-1])

    def _let_go(self, most: int) -> bool:
        if len(self.items) <= most:
            return False
        self.items = self.items[:most]
        self.older = self._number(self.items[-1])
        return True
