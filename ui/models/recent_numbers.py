"""The numbers that the agent dialled in this session, the latest first. No widgets."""

from __future__ import annotations

MOST = 8


class RecentNumbers:
    """Canonical numbers. They are kept nowhere: the next to sign in at this seat starts with none."""

    def __init__(self) -> None:
        self._numbers: list[str] = []

    def numbers(self) -> tuple[str, ...]:
        return tuple(self._numbers)

    def add(self, number: str) -> None:
        if number:
            self._numbers = [number, *(one for one in self._numbers if one != number)][:MOST]
