"""One websocket with Asterisk while it lives: commands are numbered and matched with their answers, the rest are events."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import logging
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import DecodeError, json
from websockets.asyncio.connection import Connection
from websockets.exceptions import ConnectionClosed

from agent_client.backend.telephony.asterisk.settings import AsteriskSettings

from .http import parsed, written
from .words import AriLost, Event, Query, Reply

LARGEST = 4 * 2**20
"""Bytes of one message: an event names at most everybody in one bridge."""
HEARTBEAT_SECONDS = 4.0
"""Between two PINGs, and how long each may take: a hung or unplugged Asterisk is lost within 8 s."""
OPEN_SECONDS = 5.0
CLOSE_SECONDS = 1.0
ANSWER_SECONDS = 15.0
"""Asterisk answers within milliseconds; one that does not for so long is as good as gone."""
WAKES_SECONDS = 0.05
UNKNOWN = "the link to Asterisk went before the answer"

log = logging.getLogger(__name__)
socket_log = logging.getLogger(f"{__name__}.socket")
socket_log.setLevel(logging.WARNING)  # below that the library writes every header, the password's too


class Conversation:
    def __init__(self, socket: Connection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[str, asyncio.Future[Reply]] = {}
        self._over = False
        self.replaced = False
        """Somebody else has connected as our application: nothing more is told here."""
        self._unsent: list[str] | None = []
        """Until Asterisk is known to read; then None."""

    @property
    def over(self) -> bool:
        return self._over

    async def listen(self, on_event: Callable[[Event], None]) -> None:
        """Until the websocket is closed, by whomever."""
        try:
            async for message in self._socket:
                heard = _event(message)
                if heard is None:
                    log.warning("Asterisk said something that is no event (%d bytes)", len(message))
                elif heard["type"] == "RESTResponse":
                    self._answered(heard)
                elif heard["type"] == "ApplicationReplaced":
                    self.replaced = True
                    self.lose()
                else:
                    on_event(heard)
        except ConnectionClosed as error:
            log.info("the link to Asterisk is over: %s", error)
        finally:
            self.lose()

    async def wake(self) -> None:
        """Asterisk 22 lays aside what comes together with our consent to its connection, until something else comes: with the
        next heartbeat, that is. So nothing is sent before it has answered once."""
        try:
            while not self._over:
                answered = await self._socket.ping()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(WAKES_SECONDS):
                        await asyncio.shield(answered)
                        break
            while self._unsent:
                await self._socket.send(self._unsent.pop(0))
        except ConnectionClosed:
            return
        self._unsent = None

    async def command(
        self, method: str, path: str, body: Mapping[str, object] | None, query: Mapping[str, Query]
    ) -> Reply:
        """Raises `AriLost`."""
        if self._over:
            raise AriLost(UNKNOWN)
        number = str(next(self._numbers))
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            request = _request(number, method, path, body, query)
            if self._unsent is None:
                await self._socket.send(request)
            else:
                self._unsent.append(request)
            async with asyncio.timeout(ANSWER_SECONDS):
                return await answer
        except ConnectionClosed:
            raise AriLost(UNKNOWN) from None
        except TimeoutError:
            log.error("Asterisk did not answer to %s %s in %g s: the link is made anew", method, path, ANSWER_SECONDS)
            self.lose()
            raise AriLost(UNKNOWN) from None
        finally:
            self._waiting.pop(number, None)

    async def close(self) -> None:
        """By the protocol's own goodbye: an Asterisk that learns of the end as it writes may never connect again."""
        await self._socket.close()

    def lose(self) -> None:
        """It is over: whoever waits is told, the socket is cut."""
        if self._over:
            return
        self._over = True
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(AriLost(UNKNOWN))
        self._socket.transport.abort()

    def _answered(self, heard: Event) -> None:
        answer = self._waiting.get(str(heard.get("request_id")))
        if answer is not None and not answer.done():
            answer.set_result(Reply(int(heard.get("status_code") or 0), parsed(heard.get("message_body") or "")))


def credentials(settings: AsteriskSettings) -> str:
    return f"Basic {base64.b64encode(f'{settings.user}:{settings.password}'.encode()).decode()}"


def _event(message: str | bytes) -> Event | None:
    try:
        heard: Any = json.decode(message)
    except DecodeError:
        return None
    return heard if isinstance(heard, dict) and isinstance(heard.get("type"), str) else None


def _request(number: str, method: str, path: str, body: Mapping[str, object] | None, query: Mapping[str, Query]) -> str:
    said: dict[str, object] = {
        "type": "RESTRequest",
        "transaction_id": number,
        "request_id": number,
        "method": method,
        "uri": path.lstrip("/"),
    }
    if query:
        said["query_strings"] = [{"name": name, "value": value} for name, value in written(query).items()]
    if body is not None:
        said["content_type"] = "application/json"
        said["message_body"] = json.encode(body).decode()
    return json.encode(said).decode()
