"""One HTTP connection pool to one server: sends, repeats once what a broken connection may have lost, reads the answer.

Which command goes where is said in commands.py.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any, TypeVar
from uuid import uuid4

import httpx
import msgspec
import truststore
from msgspec import Struct

from agent_client.client.clock import ServerClock
from agent_client.client.way import Peer
from agent_client.protocol.paths import EVENTS, KEY_HEADER, SCHEMA_HEADER
from agent_client.protocol.refusals import REFUSALS, Refusal, RefusalBody, read_refusal
from agent_client.protocol.sessions import SCHEMA

from .proxies import this_proxy
from .trouble import NotOurServer, ServerFailed, ServerTrouble, Unreachable, trouble_of

T = TypeVar("T")

IDLE_SECONDS = 4.7
"""How long a connection waits for its next use: longer than from one pulse to the next, which would else cost a connection
each, and shorter than the 5 s after which common servers hang up: commands would race with that."""


class Limits(Struct, frozen=True):
    """Seconds. ``whole`` bounds an answer that trickles in for ever."""

    connect: float = 10.0
    read: float = 15.0
    whole: float = 60.0


@lru_cache(maxsize=1)
def system_ssl() -> ssl.SSLContext:
    """The operating system's certificates (A14). One for the whole process: each further one costs 1 MB and 22 ms."""
    return another_system_ssl()


def another_system_ssl() -> ssl.SSLContext:
    """For a thread that greets by itself: whoever waits in a handshake locks the context for everybody else."""
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Wire:
    """Errors of every method: a `Refusal`, or a `ServerTrouble`."""

    def __init__(
        self,
        base_url: str,
        ssl_context: ssl.SSLContext | None = None,
        *,
        clock: ServerClock | None = None,
        limits: Limits | None = None,
    ) -> None:
        limits = limits or Limits()
        self.base_url = base_url
        self._clock = clock or ServerClock()
        self._whole = limits.whole
        self._token = ""
        self._ssl = ssl_context or system_ssl()
        self._proxied = this_proxy(base_url).used
        common: dict[str, Any] = {
            "base_url": base_url,
            "verify": self._ssl,
            "headers": {SCHEMA_HEADER: str(SCHEMA)},
            "trust_env": self._proxied,
        }
        # Never two idle connections in one pool: a request that is cancelled while it clears several stale ones away
        # leaves the others to the garbage collector.
        pool = httpx.Limits(max_keepalive_connections=1, keepalive_expiry=IDLE_SECONDS)
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(limits.read, connect=limits.connect), limits=pool, **common
        )
        self._stream_client = httpx.AsyncClient(
            timeout=httpx.Timeout(None, connect=limits.connect), limits=pool, **common
        )
        self.peer: Peer | None = None
        """To whom the event stream is connected: the server, or the proxy before it."""

    async def close(self) -> None:
        await self._client.aclose()
        await self._stream_client.aclose()

    async def ask(self, path: str, kind: type[T], /, **params: str | int) -> T:
        """Read something."""
        return _read(await self._repeated("GET", path, params=params), kind)

    async def command(
        self,
        method: str,
        path: str,
        kind: type[T],
        body: Struct | None = None,
        key: str | None = None,
        patience: float = 0.0,
    ) -> T:
        """Change something: exactly once, however often the connection makes us say it. ``patience``: seconds for one that
        takes longer than others."""
        return _read(await self._command(method, path, body, key, patience), kind)

    async def order(self, method: str, path: str, body: Struct | None = None) -> None:
        """A command whose answer has no body."""
        await self._command(method, path, body, None)

    def order_now(self, method: str, path: str, seconds: float) -> bool:
        """`order` for a program whose event loop stands still, at its very end: whether it was done within ``seconds``.

        By a thread, which is left behind if it takes longer.
        """
        done: list[bool] = []
        headers = {SCHEMA_HEADER: str(SCHEMA), KEY_HEADER: str(uuid4()), "Authorization": f"Bearer {self._token}"}

        def order() -> None:
            with suppress(httpx.HTTPError, OSError):
                answer = httpx.request(
                    method,
                    self.base_url.rstrip("/") + path,
                    headers=headers,
                    verify=self._ssl,
                    timeout=seconds,
                    trust_env=self._proxied,
                )
                done.append(answer.is_success)

        thread = threading.Thread(target=order, name="last word", daemon=True)
        thread.start()
        thread.join(seconds)
        return done == [True]

    def download(
        self, path: str, *, opened: Callable[[Mapping[str, str]], None] | None = None, **params: str | int
    ) -> AsyncIterator[bytes]:
        """A long answer piece by piece, for as long as it goes on coming. Not repeated: its reader has the first part.

        ``opened`` gets the answer's headers, before the first piece."""
        return self.pieces(path, params, opened=opened)

    async def pieces(
        self,
        path: str,
        params: Mapping[str, str | int] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        opened: Callable[[Mapping[str, str]], None] | None = None,
    ) -> AsyncIterator[bytes]:
        """The same with headers of one's own."""
        request = self._request(self._client, "GET", path, params=params, headers=headers)
        try:
            async with asyncio.timeout(self._whole):
                response = await self._client.send(request, stream=True)
        except TimeoutError as error:
            raise Unreachable("timeout", f"no answer within {self._whole} s") from error
        except (httpx.HTTPError, OSError) as error:
            raise self._trouble(error) from error
        try:
            if not response.is_success:
                async with asyncio.timeout(self._whole):
                    await response.aread()
                raise _no(response)
            if opened is not None:
                opened(response.headers)
            async for piece in response.aiter_bytes():
                yield piece
        except (httpx.HTTPError, OSError) as error:
            raise self._trouble(error) from error
        finally:
            await response.aclose()

    async def open_events(self, last_event_id: str | None) -> httpx.Response:
        """The answer with its body still to come; whoever gets it closes it. No limit of time but the connecting."""
        headers = {"Accept": "text/event-stream", "Cache-Control": "no-store", "Accept-Encoding": "identity"}
        if last_event_id is not None:
            headers["Last-Event-ID"] = last_event_id
        request = self._request(self._stream_client, "GET", EVENTS, headers=headers)
        try:
            response = await self._stream_client.send(request, stream=True)
        except (httpx.HTTPError, OSError) as error:
            raise self._trouble(error) from error
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if response.status_code == 200 and kind == "text/event-stream":
            self.peer = _peer(response)
            return response
        try:
            async with asyncio.timeout(self._whole):
                await response.aread()
        except (httpx.HTTPError, OSError) as error:
            raise self._trouble(error) from error
        finally:
            await response.aclose()
        if response.status_code == 200:
            raise NotOurServer(f"the event stream is {kind!r}")
        raise _no(response)

    async def _command(
        self, method: str, path: str, body: Struct | None, key: str | None, patience: float = 0.0
    ) -> httpx.Response:
        parts: dict[str, Any] = {"headers": {KEY_HEADER: key or str(uuid4())}}
        if body is not None:
            parts["headers"]["Content-Type"] = "application/json"
            parts["content"] = msgspec.json.encode(body)
        if patience:
            parts["timeout"] = httpx.Timeout(patience, connect=self._client.timeout.connect)
        return await self._repeated(method, path, patience, **parts)

    async def _repeated(self, method: str, path: str, patience: float = 0.0, **parts: Any) -> httpx.Response:
        try:
            return await self._once(method, path, patience, **parts)
        except Unreachable as trouble:
            if trouble.cause not in ("refused", "other"):
                raise
            return await self._once(method, path, patience, **parts)

    async def _once(self, method: str, path: str, patience: float, **parts: Any) -> httpx.Response:
        whole = max(self._whole, patience)
        try:
            async with asyncio.timeout(whole):
                response = await self._client.send(self._request(self._client, method, path, **parts))
        except TimeoutError as error:
            raise Unreachable("timeout", f"no whole answer within {whole} s") from error
        except (httpx.HTTPError, OSError) as error:
            raise self._trouble(error) from error
        if not response.is_success:
            raise _no(response)
        return response

    def _trouble(self, error: Exception) -> ServerTrouble:
        """Behind a proxy it is the proxy that refuses a connection, or whose name is unknown."""
        trouble = trouble_of(error)
        if self._proxied and isinstance(trouble, Unreachable) and trouble.cause in ("refused", "dns"):
            return Unreachable("proxy", str(trouble))
        return trouble

    def _request(self, client: httpx.AsyncClient, method: str, path: str, **parts: Any) -> httpx.Request:
        if client.is_closed:
            raise Unreachable("other", "signed out of this server")
        request = client.build_request(method, path, **parts)
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _peer(response: httpx.Response) -> Peer | None:
    stream = response.extensions.get("network_stream")
    address = None if stream is None else stream.get_extra_info("server_addr")
    return (str(address[0]), int(address[1])) if isinstance(address, tuple) and len(address) >= 2 else None


def _read(response: httpx.Response, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(response.content, type=kind)
    except msgspec.MsgspecError as error:
        raise NotOurServer(f"{response.url.path}: {error}") from error


def _no(response: httpx.Response) -> Refusal | ServerTrouble:
    """What an answer that is not 2xx means. A failing server, or a proxy before it, may well send no body of ours."""
    status = response.status_code
    if status == 407:
        return Unreachable("proxy", "the proxy wants a name and a password")
    try:
        body = msgspec.json.decode(response.content, type=RefusalBody)
        refusal = read_refusal(body)
    except (msgspec.MsgspecError, TypeError):
        return ServerFailed(status) if status >= 500 else NotOurServer(f"HTTP {status} for {response.url.path}")
    meant = REFUSALS.get(body.code)
    if status >= 500 and (meant is None or meant.status < 500):
        return ServerFailed(status, body.detail)
    return refusal
