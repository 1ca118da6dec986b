"""Phones that were told to hang up and have not yet: rung in that moment they would be busy."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Set

from .board import Board
from .lines import ChannelId, Leg

AT_MOST_SECONDS = 5.0
"""An Asterisk that has much to do may take that long."""
AFTERWARDS_SECONDS = 0.5
"""From when a channel has left us to its end, which of some is not told."""
SAID_SECONDS = 0.5


class HangingUp:
    def __init__(self, board: Board) -> None:
        self._board = board
        self._phones: dict[ChannelId, str] = {}
        self._next: dict[str, list[Callable[[], None]]] = {}
        """By phone: what waits for it."""
        self._said_to: dict[ChannelId, bool] = {}
        """Channels whose phone is being told something; whether they are to hang up then."""

    def hang_up(self, leg: Leg) -> None:
        if leg.outside:
            self._board.hang_up(leg.channel)
        else:
            self.hang_up_at(leg.channel, leg.phone)

    def hang_up_at(self, channel: ChannelId, phone: str) -> None:
        if not channel:
            return
        self._phones[channel] = phone
        asyncio.get_running_loop().call_later(AT_MOST_SECONDS, self.over, channel)
        if channel in self._said_to:
            self._said_to[channel] = True
        else:
            self._hang_up(channel)

    def _hang_up(self, channel: ChannelId) -> None:
        self._board.hang_up(channel, lambda: self.over(channel))

    def not_before_told(self, channel: ChannelId) -> None:
        """Its phone is being told what became of its wish, and would not understand that after its call."""
        self._said_to[channel] = False
        asyncio.get_running_loop().call_later(SAID_SECONDS, self.told, channel)

    def told(self, channel: ChannelId) -> None:
        """Repeatable."""
        if self._said_to.pop(channel, False):
            self._hang_up(channel)

    def after(self, phone: str, then: Callable[[], None]) -> None:
        """At once, if nothing hangs up there."""
        if phone in self._phones.values():
            self._next.setdefault(phone, []).append(then)
        else:
            then()

    def left(self, channel: ChannelId) -> None:
        if channel in self._phones:
            asyncio.get_running_loop().call_later(AFTERWARDS_SECONDS, self.over, channel)

    def only(self, there: Set[ChannelId]) -> None:
        """The ends of others may have been missed."""
        for channel in self._phones.keys() - there:
            self.over(channel)

    def over(self, channel: ChannelId) -> None:
        """Repeatable."""
        phone = self._phones.pop(channel, None)
        if phone is not None and phone not in self._phones.values():
            for then in self._next.pop(phone, ()):
                then()
