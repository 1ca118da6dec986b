"""What stands at the other end of the wire in these tests: a small peer that speaks websocket and HTTP as Asterisk does."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from http import HTTPStatus
from typing import Any

import pytest
from msgspec import Struct, field, json
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.connection import Connection
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from agent_client.backend.telephony.asterisk.ari import AriLink, Event
from agent_client.backend.telephony.asterisk.settings import AsteriskSettings

USER, PASSWORD = "centre", "a secret with : in it"
WITHIN = 10.0


class Heard(Struct):
    """What the layer told, as it came: an event's type, ``up``, ``down``."""

    told: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    fails_at: str = ""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def event(self, event: Event) -> None:
        if event["type"] == self.fails_at:
            raise RuntimeError("of the engine's own")
        self.events.append(event)
        self._tell(str(event["type"]))

    def up(self) -> None:
        self._tell("up")

    def down(self) -> None:
        self._tell("down")

    def _tell(self, what: str) -> None:
        self.told.append(what)
        self._changed.set()

    async def until(self, *told: str) -> None:
        async with asyncio.timeout(WITHIN):
            while tuple(self.told) != told:
                self._changed.clear()
                assert len(self.told) <= len(told), self.told
                await self._changed.wait()


class Peer:
    """Asterisk that we connect to. Commands are answered when the test says so."""

    def __init__(self) -> None:
        self.asked: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.handshakes: list[Request] = []
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.sockets: list[Connection] = []
        self.gets: list[str] = []
        self.password = PASSWORD

    def check(self, websocket: ServerConnection, request: Request) -> Response | None:
        given = base64.b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode()
        if given != f"{USER}:{self.password}":
            return websocket.respond(HTTPStatus.UNAUTHORIZED, "")
        if request.path.startswith("/ari/events"):
            self.handshakes.append(request)
            return None
        self.gets.append(request.path)
        status, body = self.answers.get(request.path, (404, b'{"message": "Not found"}'))
        headers = Headers({"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"})
        return Response(status, HTTPStatus(status).phrase, headers, body)

    async def talk(self, websocket: Connection) -> None:
        self.sockets.append(websocket)
        with contextlib.suppress(Exception):
            async for message in websocket:
                self.asked.put_nowait(json.decode(message))

    async def answer(self, asked: dict[str, Any], status: int = 200, body: object = None) -> None:
        told = {"type": "RESTResponse", "request_id": asked["request_id"], "status_code": status}
        if body is not None:
            told |= {"content_type": "application/json", "message_body": json.encode(body).decode()}
        await self.say(told)

    async def say(self, told: dict[str, Any]) -> None:
        await self.sockets[-1].send(json.encode(told).decode())

    async def next(self) -> dict[str, Any]:
        async with asyncio.timeout(WITHIN):
            return await self.asked.get()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
async def peer() -> AsyncIterator[tuple[Peer, AsteriskSettings]]:
    peer = Peer()
    async with serve(peer.talk, "127.0.0.1", 0, process_request=peer.check, close_timeout=0.1) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield peer, AsteriskSettings(url=f"http://127.0.0.1:{port}", user=USER, password=PASSWORD, app="centre")


@pytest.fixture
def listening() -> AsteriskSettings:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return AsteriskSettings(user=USER, password=PASSWORD, listen=f"127.0.0.1:{port}")


@pytest.fixture
async def calling_in() -> AsyncIterator[Callable[..., Awaitable[ClientConnection]]]:
    """Asterisk that connects to us."""
    async with contextlib.AsyncExitStack() as stack:

        async def calling(settings: AsteriskSettings, password: str = PASSWORD) -> ClientConnection:
            credentials = base64.b64encode(f"{USER}:{password}".encode()).decode()
            return await stack.enter_async_context(
                connect(
                    f"ws://{settings.listen}/",
                    additional_headers={"Authorization": f"Basic {credentials}"},
                    subprotocols=["ari"],
                    proxy=None,
                    close_timeout=0.1,
                )
            )

        yield calling


@pytest.fixture
async def linked(heard: Heard) -> AsyncIterator[Callable[[AsteriskSettings], Awaitable[AriLink]]]:
    async with contextlib.AsyncExitStack() as stack:

        async def link(settings: AsteriskSettings) -> AriLink:
            link = AriLink(settings)
            stack.push_async_callback(link.stop)
            await link.start(heard.event, heard.up, heard.down)
            return link

        yield link
