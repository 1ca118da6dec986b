"""The event stream: opened, read into typed items, its numbers checked, its silence watched. What becomes of the items,
and whether to try again, is for session.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import TypeAlias, TypeVar

import httpx
from httpx_sse import EventSource, ServerSentEvent
from msgspec import Struct

from agent_client.client.api import Api, Unreachable, check_schema, trouble_of
from agent_client.client.clock import ServerClock
from agent_client.protocol.cursor import Cursor, read_cursor
from agent_client.protocol.events import Envelope, Event, Unreadable, read_as, read_envelope, read_event
from agent_client.protocol.sessions import SILENCE_SECONDS, Hello, Pulse, Snapshot

T = TypeVar("T")


class HelloItem(Struct, frozen=True):
    hello: Hello


class SnapshotItem(Struct, frozen=True):
    cursor: Cursor
    snapshot: Snapshot


class Change(Struct, frozen=True):
    """``cursor`` is the position after it; ``event`` is None when this client does not know its name."""

    cursor: Cursor
    envelope: Envelope
    event: Event | None


class Ping(Struct, frozen=True):
    now: datetime


Item: TypeAlias = HelloItem | SnapshotItem | Change | Ping


class LinkSilent(Unreachable):
    """Nothing came for longer than a living stream is ever silent."""

    def __init__(self, seconds: float) -> None:
        super().__init__("timeout", f"silent for {seconds:.1f} s")


class LinkEnded(Unreachable):
    """The server, or something on the way, closed the stream."""

    def __init__(self) -> None:
        super().__init__("other", "the stream ended")


class StreamGap(Exception):
    """Events are missing: what was kept of the state can no longer be trusted."""


class SilenceWatch:
    """One timer that asks, at the end of the allowed silence, whether there was any.

    Timers fire early, and late where the loop was held up; so the clock is read again, and what may already lie in the
    socket is given ``confirm`` seconds to be read before the verdict.
    """

    def __init__(
        self, clock: ServerClock, limit: float, verdict: Callable[[float], None], *, confirm: float = 0.25
    ) -> None:
        self._clock = clock
        self._limit = limit
        self._confirm = confirm
        self._verdict = verdict
        self._heard_at = clock.monotonic()
        self._timer: asyncio.TimerHandle | None = None
        self._suspicious = False
        self._progress: Callable[[], int] = int
        self._seen = 0

    def start(self) -> None:
        self.heard()
        self._arm(self._limit)

    def follow(self, progress: Callable[[], int]) -> None:
        """``progress`` counts the bytes that came: a long snapshot on a slow line is no silence."""
        self._progress, self._seen = progress, progress()

    def heard(self) -> None:
        """What has come until now is no news at the next look: else a dead link would be called so only after a second limit."""
        self._heard_at = self._clock.monotonic()
        self._seen = self._progress()
        self._suspicious = False

    def silent(self) -> float:
        """Seconds since something came."""
        if self._progress() != self._seen:
            self.heard()
        return self._clock.monotonic() - self._heard_at

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _arm(self, seconds: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(max(seconds, 0.001), self._look)

    def _look(self) -> None:
        if self._progress() != self._seen:
            self.heard()
        silent = self._clock.monotonic() - self._heard_at
        if silent < self._limit:
            self._arm(self._limit - silent)
        elif not self._suspicious:
            self._suspicious = True
            self._arm(self._confirm)
        else:
            self._timer = None
            self._verdict(silent)


class EventStream:
    """One opening of the stream. `next` until it raises, then `close`, whatever it raised.

    No async generator is ever left half read: not every event loop finishes those (design §4).
    """

    def __init__(self, api: Api, clock: ServerClock, *, silence: float = SILENCE_SECONDS) -> None:
        self._api = api
        self._watch = SilenceWatch(clock, silence, lambda seconds: self.stop(LinkSilent(seconds)))
        self._cursor: Cursor | None = None
        self._response: httpx.Response | None = None
        self._events: AsyncIterator[ServerSentEvent] | None = None
        self._limit: asyncio.Timeout | None = None
        self._why: Exception | None = None
        self.unknown_names = 0
        """How many events were passed over because their name is from a newer server."""

    async def open(self, cursor: Cursor | None = None) -> None:
        """Resumes after ``cursor``; None asks for a snapshot. Raises `Refusal`, `ServerTrouble`."""
        self._cursor = cursor
        self._watch.start()
        self._response = await self._guarded(self._api.events(None if cursor is None else str(cursor)))
        self._watch.follow(lambda: 0 if self._response is None else self._response.num_bytes_downloaded)
        self._events = EventSource(self._response).aiter_sse()

    async def next(self) -> Item:
        """Raises `ServerTrouble` (`LinkSilent`, `LinkEnded` too), `StreamGap`, `Unreadable`, and what `stop` was given."""
        while self._why is None:
            item = self._read(await self._received())
            if item is not None:
                return item
        raise self._why

    def silent(self) -> float:
        """Seconds since something came."""
        return self._watch.silent()

    def stop(self, why: Exception) -> None:
        """Have `next`, or `open`, raise ``why``."""
        self._why = self._why or why
        if self._limit is not None and not self._limit.expired():
            self._limit.reschedule(asyncio.get_running_loop().time())

    async def close(self) -> None:
        self._watch.stop()
        events, self._events = self._events, None
        response, self._response = self._response, None
        try:
            if events is not None and response is not None and not response.is_closed:
                await _unwind(events)
        finally:
            if response is not None:
                await response.aclose()

    async def _received(self) -> ServerSentEvent:
        if self._events is None:
            raise LinkEnded
        try:
            event = await self._guarded(anext(self._events))
        except StopAsyncIteration:
            raise LinkEnded from None
        except (httpx.HTTPError, OSError) as error:
            raise trouble_of(error) from error
        self._watch.heard()
        return event

    async def _guarded(self, waiting: Awaitable[T]) -> T:
        """What `stop` interrupts. Sets no timer of its own: one for each event would be thousands (design §4)."""
        try:
            async with asyncio.timeout(None) as self._limit:
                if self._why is not None:
                    self._limit.reschedule(asyncio.get_running_loop().time())
                return await waiting
        except TimeoutError:
            if self._why is None:
                raise
            raise self._why from None
        finally:
            self._limit = None

    def _read(self, sent: ServerSentEvent) -> Item | None:
        match sent.event:
            case "hello":
                return self._hello(read_as(sent.data, Hello))
            case "snapshot":
                return self._snapshot(sent)
            case "change":
                return self._change(read_envelope(sent.data))
            case "ping":
                return Ping(read_as(sent.data, Pulse).now)
            case _:
                self.unknown_names += bool(sent.data)
                return None

    def _hello(self, hello: Hello) -> HelloItem:
        check_schema(hello)
        if self._cursor is not None and self._cursor.epoch != hello.epoch:
            self._cursor = None  # another log: its numbers mean nothing here, and a snapshot follows
        return HelloItem(hello)

    def _snapshot(self, sent: ServerSentEvent) -> SnapshotItem:
        cursor = read_cursor(sent.id)
        if cursor is None:
            raise Unreadable("a snapshot without a position")
        self._cursor = cursor
        return SnapshotItem(cursor, read_as(sent.data, Snapshot))

    def _change(self, envelope: Envelope) -> Change | None:
        """None for one that was here before. A stream that the cursor does not name has sent nothing yet."""
        if self._cursor is None:
            raise StreamGap(f"{envelope.stream} {envelope.number} came before any snapshot")
        last = self._cursor.numbers.get(envelope.stream, 0)
        if envelope.number <= last:
            return None
        if envelope.number != last + 1:
            raise StreamGap(f"{envelope.stream}: {envelope.number} after {last}")
        event = read_event(envelope)
        self.unknown_names += event is None
        self._cursor = self._cursor.advanced(envelope.stream, envelope.number)
        return Change(self._cursor, envelope, event)


async def _unwind(events: AsyncIterator[ServerSentEvent]) -> None:
    """End the generators under a stream that was left between two events.

    Closing the outermost would leave those of httpx and httpcore to the garbage collector, which cannot await. A read
    that is cancelled takes all of them down in order.
    """
    try:
        async with asyncio.timeout(0):
            while True:
                await anext(events)
    except (TimeoutError, StopAsyncIteration, httpx.HTTPError, OSError):
        pass
