"""Phones that were told to hang up and have not yet: rung in that moment they would be busy."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from .board import Board
from .lines import ChannelId, Leg

AT_MOST_SECONDS = 0.5


class HangingUp:
    def __init__(self, board: Board) -> None:
        self._board = board
        self._phones: dict[ChannelId, str] = {}
        self._next: dict[str, list[Callable[[], None]]] = {}
        """By phone: what waits for it."""

    def hang_up(self, leg: Leg) -> None:
        if leg.outside:
            self._board.hang_up(leg.channel)
        else:
            self.hang_up_at(leg.channel, leg.phone)

    def hang_up_at(self, channel: ChannelId, phone: str) -> None:
        self._board.hang_up(channel)
        if channel:
            self._phones[channel] = phone
            asyncio.get_running_loop().call_later(AT_MOST_SECONDS, self.over, channel)

    def after(self, phone: str, then: Callable[[], None]) -> None:
        """At once, if nothing hangs up there."""
        if phone in self._phones.values():
            self._next.setdefault(phone, []).append(then)
        else:
            then()

    def over(self, channel: ChannelId) -> None:
        """Repeatable."""
        phone = self._phones.pop(channel, None)
        if phone is not None and phone not in self._phones.values():
            for then in self._next.pop(phone, ()):
                then()
