"""The event stream: hello, then a snapshot or what was missed, then every event as it is committed (design §2)."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import msgspec
from litestar import get
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Send
from msgspec import Struct

from agent_client.backend.domain.caller import Caller
from agent_client.backend.hub import Over, Subscription
from agent_client.backend.persistence import event_log, staffing
from agent_client.backend.ports.units import Numbered, Tx
from agent_client.backend.services.callers import SESSION_ENDED
from agent_client.backend.services.snapshots import followed, snapshot
from agent_client.backend.tasks import first_of
from agent_client.protocol import paths
from agent_client.protocol.cursor import Cursor, agent_stream, read_cursor
from agent_client.protocol.events import NAMES, AgentQueuesChanged, CentreChanged
from agent_client.protocol.refusals import Refusal
from agent_client.protocol.sessions import Hello, Pulse, Snapshot

from .authentication import signed_in
from .errors import refusals
from .parts import Asking, HttpRequest, Wired
from .sessions import hello_of

log = logging.getLogger(__name__)

OTHER_STREAMS = frozenset({NAMES[CentreChanged], NAMES[AgentQueuesChanged]})
RETRY_MILLIS = 1_000
HEADERS = {
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",  # nginx and those who learned from it: pass every event on at once
    "Connection": "keep-alive",
}


class Opening(Struct, frozen=True):
    """The first words of a connection: ``missed`` when it resumes, else the snapshot, at ``start``."""

    hello: Hello
    start: Cursor
    missed: tuple[Numbered, ...] = ()
    snapshot: Snapshot | None = None


def opening(tx: Tx, who: Caller, streams: frozenset[str], last_event_id: str) -> Opening:
    """A resume needs a cursor that the log can still continue, and that is not from before this very session."""
    hello = hello_of(tx)
    cursor = read_cursor(last_event_id)
    missed = None if cursor is None else event_log.since(tx.conn, cursor, streams)
    if cursor is not None and missed is not None and all(event.name != SESSION_ENDED for event in missed):
        start = Cursor(cursor.epoch, {stream: cursor.numbers[stream] for stream in streams})
        return Opening(hello, start, tuple(missed))
    return Opening(hello, event_log.position(tx.conn, streams), (), snapshot(tx, who))


def _frame(name: str, data: JSONBody[bytes], cursor: Cursor | None = None) -> bytes:
    """One message of text/event-stream. JSON has no line breaks of its own."""
    number = b"" if cursor is None else b"id: %b\n" % str(cursor).encode()
    return b"event: %b\n%bdata: %b\n\n" % (name.encode(), number, data)


class EventStream(ASGIResponse):
    """One open connection, from its link's opening to its loss."""

    _should_set_content_length = False

    def __init__(self, parts: Wired, who: Caller, last_event_id: str) -> None:
        super().__init__(headers=HEADERS, media_type="text/event-stream")
        self._parts = parts
        self._who = who
        self._last_event_id = last_event_id

    async def send_body(self, send: Send, receive: Receive) -> None:
        queues = await self._parts.units.read(lambda tx: staffing.staffed(tx.conn, self._who.agent))
        subscription = self._parts.hub.subscribe(followed(self._who.agent, queues, self._who.role))
        try:
            try:
                await self._parts.links.opened(self._who)
                await first_of(self._write(send, subscription), _hung_up(receive), _wait(subscription.overflowed))
            finally:
                await self._parts.links.closed(self._who)
        except Refusal as refusal:
            log.info("an event stream ends: %s", refusal)
        finally:
            self._parts.hub.unsubscribe(subscription)
        if subscription.overflowed.is_set():
            log.warning("agent %d reads too slowly: the connection is dropped, to be resumed", self._who.agent)
        else:  # who reads nothing would not take the end either
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _write(self, send: Send, subscription: Subscription) -> None:
        """Until the session, the server or the patience with this reader ends."""
        first = await self._parts.units.read(
            lambda tx: opening(tx, self._who, subscription.streams, self._last_event_id)
        )
        await _send(send, b"retry: %d\n" % RETRY_MILLIS + _frame("hello", msgspec.json.encode(first.hello)))
        at = first.start
        if first.snapshot is not None:
            await _send(send, _frame("snapshot", msgspec.json.encode(first.snapshot), at))
        for missed in first.missed:
            at = at.advanced(missed.stream, missed.number)
            await _send(send, _frame("change", missed.data, at))
        while True:
            try:
                event = await subscription.next(self._parts.settings.heartbeat_seconds)
            except Over:
                return
            now = self._parts.clock.now()
            if self._parts.links.silent(self._who, now):
                return
            if event is None:
                await _send(send, _frame("ping", msgspec.json.encode(Pulse(now))))
            elif event.number == at.numbers[event.stream] + 1:
                at = at.advanced(event.stream, event.number)
                await _send(send, _frame("change", event.data, at))
                if event.name == SESSION_ENDED and event.stream == agent_stream(self._who.agent):
                    return
                if event.name in OTHER_STREAMS and await self._follows_others(subscription.streams):
                    return  # its reader comes again at once, and gets a snapshot with the new queue in it
            elif event.number > at.numbers[event.stream]:
                log.error("a gap in stream %s before %d: its reader has to come again", event.stream, event.number)
                return

    async def _follows_others(self, streams: frozenset[str]) -> bool:
        """Whether the agent serves other queues than when the stream was opened: they chose, or an administrator has made one."""
        queues = await self._parts.units.read(lambda tx: staffing.staffed(tx.conn, self._who.agent))
        return followed(self._who.agent, queues, self._who.role) != streams


async def _send(send: Send, data: JSONBody[bytes]) -> None:
    await send({"type": "http.response.body", "body": data, "more_body": True})


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _wait(event: asyncio.Event) -> None:
    await event.wait()


_STREAM: dict[int, Any] = {
    200: ResponseSpec(
        data_container=str,
        media_type="text/event-stream",
        description="hello, then snapshot or what was missed, then change after change, and a ping in every silence",
        generate_examples=False,
    )
}


@get(
    paths.EVENTS,
    guards=[signed_in],
    responses={**refusals(401, 426), **_STREAM},
    media_type="text/event-stream",
    operation_id="events",
    tags=["events"],
)
async def events(request: HttpRequest, caller: Asking, parts: Wired) -> ASGIResponse:
    """Server-sent events. Last-Event-ID continues where a connection broke off."""
    return EventStream(parts, caller, request.headers.get("last-event-id", ""))


HANDLERS = [events]
