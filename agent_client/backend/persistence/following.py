"""What all servers of a centre store, told on this one: each stream in its order, without holes, whoever wrote it.

For every stream the last number told is known. This server's events are told at once where they follow it; where another
server's come before them, and for what only others wrote, the log is read from there on: at a hint, at a gap, and twice a
second in any case.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_client.backend.ports.units import Effects, Numbered

from . import event_log
from .hints import EVERYTHING, Hint

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5


class Following:
    """Used on the event loop alone. ``engine`` reads, each connection one snapshot."""

    def __init__(self, engine: AsyncEngine, tell: Callable[[Effects], None]) -> None:
        self._engine = engine
        self._tell_outside = tell
        self._known: dict[str, int] = {}
        self._behind: set[str] = set()
        self._everything = False
        self._stirred = asyncio.Event()

    async def begin(self) -> None:
        """From what stands in the log now."""
        async with self._engine.connect() as conn:
            self._known = await conn.run_sync(event_log.standing)

    def committed(self, effects: Effects) -> None:
        """By this server, in the order of its commits."""
        ready: list[Numbered] = []
        for event in effects.events:
            known = self._known.get(event.stream, 0)
            if event.number == known + 1:
                self._known[event.stream] = event.number
                ready.append(event)
            elif event.number > known:
                self._behind.add(event.stream)
                self._stirred.set()
        self._tell(
            Effects(tuple(ready), effects.actions, effects.wake_at, effects.wants_routing, effects.wants_sending)
        )

    def heard(self, hint: Hint) -> None:
        """By other servers."""
        if hint == EVERYTHING:
            self._everything = True
            self._stirred.set()
            return
        behind = {stream for stream, number in hint.streams.items() if number > self._known.get(stream, 0)}
        if behind:
            self._behind |= behind
            self._stirred.set()
        if hint.route or hint.wake_at is not None:
            self._tell(Effects((), (), () if hint.wake_at is None else (hint.wake_at,), hint.route))

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                async with asyncio.timeout(POLL_SECONDS):
                    await self._stirred.wait()
            except TimeoutError:
                self._everything = True
            self._stirred.clear()
            try:
                await self._read()
            except Exception as error:
                log.warning("the event log cannot be read, which is tried again: %s", error)
                await asyncio.sleep(POLL_SECONDS)
                self._everything = True

    async def _read(self) -> None:
        everything, self._everything = self._everything, False
        behind, self._behind = self._behind, set()
        async with self._engine.connect() as conn:
            if everything:
                numbers, events = await conn.run_sync(self._all_news)
            else:
                numbers, events = {}, await conn.run_sync(self._news, behind)
        self._found(events)
        for stream, number in numbers.items():  # what is pruned already nobody is told
            self._known[stream] = max(number, self._known.get(stream, 0))

    def _all_news(self, conn: Connection) -> tuple[dict[str, int], list[Numbered]]:
        if event_log.total(conn) == sum(self._known.values()):
            return {}, []
        numbers = {
            stream: number for stream, number in event_log.standing(conn).items() if number > self._known.get(stream, 0)
        }
        return numbers, self._news(conn, numbers)

    def _news(self, conn: Connection, streams: Iterable[str]) -> list[Numbered]:
        return event_log.after(conn, {stream: self._known.get(stream, 0) for stream in streams})

    def _found(self, events: Iterable[Numbered]) -> None:
        """Meanwhile this server may have told some of them itself."""
        ready: list[Numbered] = []
        for event in events:
            if event.number > self._known.get(event.stream, 0):
                self._known[event.stream] = event.number
                ready.append(event)
        if ready:
            self._tell(Effects(tuple(ready), (), (), wants_routing=False))

    def _tell(self, effects: Effects) -> None:
        try:
            self._tell_outside(effects)
        except Exception:  # stored is stored; the streams' gap check has their readers come again
            log.exception("the effects of a commit were not passed on")
