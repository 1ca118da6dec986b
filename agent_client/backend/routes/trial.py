"""A trial of the event stream, for anybody: a few pings at a known pace, by which whoever holds them back on the way is found."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from litestar import get
from litestar.openapi import ResponseSpec
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Send

from agent_client.backend.tasks import first_of
from agent_client.protocol import paths
from agent_client.protocol.sessions import TRIAL_PINGS, TRIAL_SECONDS, Pulse

from .errors import refusals
from .events import HEADERS
from .parts import Wired


class Trial(ASGIResponse):
    _should_set_content_length = False

    def __init__(self, parts: Wired) -> None:
        super().__init__(headers=HEADERS, media_type="text/event-stream")
        self._parts = parts

    async def send_body(self, send: Send, receive: Receive) -> None:
        await first_of(self._write(send), _hung_up(receive))
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _write(self, send: Send) -> None:
        for number in range(TRIAL_PINGS):
            if number:
                await asyncio.sleep(TRIAL_SECONDS)
            data = msgspec.json.encode(Pulse(self._parts.clock.now()))
            body = b"event: ping\ndata: %b\n\n" % data
            await send({"type": "http.response.body", "body": body, "more_body": True})


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


_STREAM: dict[int, Any] = {
    200: ResponseSpec(
        data_container=str,
        media_type="text/event-stream",
        description="pings, each a moment after the one before",
        generate_examples=False,
    )
}


@get(
    paths.STREAM_TRIAL,
    responses={**refusals(), **_STREAM},
    media_type="text/event-stream",
    operation_id="stream_trial",
    tags=["events"],
)
async def stream_trial(parts: Wired) -> ASGIResponse:
    """Whether events arrive here one by one, as they are sent."""
    return Trial(parts)


HANDLERS = [stream_trial]
