"""Asterisk's call to our websocket."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
import socket
import sys
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, cast

from websockets.asyncio.connection import Connection
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from agent_client.backend.telephony.asterisk.settings import AsteriskSettings, host_and_port

from .conversation import CLOSE_SECONDS, HEARTBEAT_SECONDS, LARGEST, OPEN_SECONDS, Conversation, credentials, socket_log
from .words import AriLost

MOST_NAMED = 20
LAST_TURNS = 5
"""Of the loop, in which a connection that has been accepted is made, and one that is to be closed is closed."""
PROTOCOL = Subprotocol("ari")

log = logging.getLogger(__name__)


class Accepting:
    """Asterisk connects. The newest one that knows the password has our ear: an older one is a connection that died unheard."""

    def __init__(self, settings: AsteriskSettings) -> None:
        self._settings = settings
        self._expected = credentials(settings).encode()
        self._server: Server | None = None
        self._present: Conversation | None = None
        self._came = asyncio.Event()
        self._over = False
        self._turned_away: set[str] = set()
        """By address; said once for each until somebody gets in, for Asterisk tries twice a second."""

    @property
    def port(self) -> int:
        """That it listens at, also where 0 was given."""
        assert self._server is not None
        return int(next(iter(self._server.sockets)).getsockname()[1])

    async def open(self) -> None:
        host, port = host_and_port(self._settings.listen)
        try:
            self._server = await serve(
                self._accepted,
                host,
                port,
                create_connection=cast(
                    "type[ServerConnection]", partial(QuickAcknowledging, takes=lambda: not self._over)
                ),
                process_request=self._checked,
                subprotocols=[PROTOCOL],
                compression=None,
                logger=socket_log,
                open_timeout=OPEN_SECONDS,
                close_timeout=CLOSE_SECONDS,
                ping_interval=HEARTBEAT_SECONDS,
                ping_timeout=HEARTBEAT_SECONDS,
                max_size=LARGEST,
                server_header=None,
            )
        except OSError as error:
            raise AriLost(f"cannot listen at {self._settings.listen}: {error.strerror or error}") from None

    async def close(self) -> None:
        self._over = True
        if self._server is not None:
            _leave_off_accepting(self._server)
            await _last_turns()
            self._server.close()
            await self._server.wait_closed()
            await _last_turns()

    async def present(self) -> Conversation:
        """Once there is one."""
        while self._present is None or self._present.over:
            self._came.clear()
            await self._came.wait()
        return self._present

    async def _accepted(self, websocket: ServerConnection) -> None:
        self._turned_away.clear()
        if self._present is not None:
            self._present.lose()
        self._present = Conversation(websocket)
        self._came.set()
        await websocket.wait_closed()

    def _checked(self, websocket: ServerConnection, request: Request) -> Response | None:
        given = request.headers.get_all("Authorization")
        if len(given) == 1 and hmac.compare_digest(given[0].encode(errors="replace"), self._expected):
            return None
        who = _address(websocket)
        if who not in self._turned_away:
            self._turned_away = {*list(self._turned_away)[-MOST_NAMED:], who}
            log.warning("%s was turned away: it does not know the user and the password of --asterisk-user", who)
        return websocket.respond(HTTPStatus.UNAUTHORIZED, "Only Asterisk connects here.\n")


class QuickAcknowledging(ServerConnection):
    """Asterisk writes each message in two pieces, the second only once the first is acknowledged; the system would take 40 ms
    for that."""

    def __init__(self, *arguments: Any, takes: Callable[[], bool], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._takes = takes

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if not self._takes():  # whoever came in the last moment tells nothing that nobody hears any more
            self.transport.abort()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if sys.platform == "linux":
            own: socket.socket = self.transport.get_extra_info("socket")
            with contextlib.suppress(OSError):
                own.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def _leave_off_accepting(server: Server) -> None:
    """Before its places close: of a connection that is accepted, and not made yet, Python 3.11 forgets the socket, which then
    stays open for ever. Asterisk waits for an answer on it, for ever too, and is never seen again."""
    loop = asyncio.get_running_loop()
    for place in server.sockets:
        with contextlib.suppress(NotImplementedError):  # Windows makes each as it accepts it
            loop.remove_reader(place.fileno())


async def _last_turns() -> None:
    for _ in range(LAST_TURNS):
        await asyncio.sleep(0)


def _address(websocket: Connection) -> str:
    peer = websocket.remote_address
    return str(peer[0]) if isinstance(peer, tuple) else "somebody"
