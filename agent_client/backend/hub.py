"""Committed events on their way to the open streams of this process. What was missed is read from the log, not kept here."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable

from agent_client.backend.ports.units import Numbered


class Over(Exception):
    """Nothing more comes through this subscription: the server stops, or a newer connection took its place."""


class Overflow(Over):
    """The reader was too slow. Its connection is dropped; the log still has its events."""


class Subscription:
    """What has not yet been sent on one connection."""

    def __init__(self, streams: frozenset[str], room: int) -> None:
        self.streams = streams
        self._room = room
        self._waiting: deque[Numbered] = deque()
        self._stirred = asyncio.Event()
        self._over: Over | None = None
        self.overflowed = asyncio.Event()

    async def next(self, seconds: float) -> Numbered | None:
        """The next event; None when none came for so long. Raises `Over` once everything before it was handed out."""
        if not self._waiting and self._over is None:
            self._stirred.clear()
            try:
                async with asyncio.timeout(seconds):
                    await self._stirred.wait()
            except TimeoutError:
                return None
        if self._waiting:
            return self._waiting.popleft()
        if self._over is not None:
            raise self._over
        return None

    def end(self) -> None:
        """The end marker, behind what still waits."""
        self._finish(Over())

    def put(self, event: Numbered) -> None:
        if self._over is not None:
            return
        if len(self._waiting) >= self._room:
            self._waiting.clear()
            self._finish(Overflow())
            self.overflowed.set()
            return
        self._waiting.append(event)
        self._stirred.set()

    def _finish(self, over: Over) -> None:
        self._over = self._over or over
        self._stirred.set()


class Hub:
    """Used on the event loop alone."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._by_stream: dict[str, set[Subscription]] = {}
        self._closed = False

    def subscribe(self, streams: Iterable[str]) -> Subscription:
        subscription = Subscription(frozenset(streams), self._room)
        for stream in subscription.streams:
            self._by_stream.setdefault(stream, set()).add(subscription)
        if self._closed:
            subscription.end()
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        for stream in subscription.streams:
            readers = self._by_stream.get(stream, set())
            readers.discard(subscription)
            if not readers:
                self._by_stream.pop(stream, None)

    def publish(self, events: Iterable[Numbered]) -> None:
        """To whom they concern, and to nobody else. The same bytes go to all."""
        for event in events:
            for subscription in self._by_stream.get(event.stream, ()):
                subscription.put(event)

    def close(self) -> None:
        """End every stream, and each that is opened from now on."""
        self._closed = True
        for readers in self._by_stream.values():
            for subscription in readers:
                subscription.end()
