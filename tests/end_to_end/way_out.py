"""An office's only way out: a forward proxy that may want a password, and beyond it a centre behind TLS."""

from __future__ import annotations

import asyncio
import base64
import ssl
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class WayOut:
    """In a thread and a loop of its own. ``asked``: what the proxy was asked to connect to, each time; ``holds``: seconds
    for which it waits for more before it passes an answer on."""

    def __init__(self, centre_port: int, shown: ssl.SSLContext, password: str = "") -> None:
        self.holds = 0.0
        self._centre_port = centre_port
        self._shown = shown
        self._password = password
        self._tasks: set[asyncio.Task[Any]] = set()
        self._up = threading.Event()
        self.asked: list[str] = []
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="way out", daemon=True)
        self._thread.start()
        assert self._up.wait(60)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(60)
        assert not self._thread.is_alive()

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        beyond = await asyncio.start_server(self._kept(self._beyond), "127.0.0.1", 0, ssl=self._shown)
        self._beyond_port = beyond.sockets[0].getsockname()[1]
        proxy = await asyncio.start_server(self._kept(self._proxy), "127.0.0.1", 0)
        self.port: int = proxy.sockets[0].getsockname()[1]
        self._up.set()
        await self._end.wait()
        proxy.close()
        beyond.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _kept(self, serve: Serve) -> Serve:
        async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await serve(reader, writer)
            self._tasks.discard(task)
            writer.close()

        return one

    async def _beyond(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, to_there = await asyncio.open_connection("127.0.0.1", self._centre_port)
        await _join(reader, writer, there, to_there, self.holds)

    async def _proxy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head.split(" ")[1])
        wanted = base64.b64encode(self._password.encode()).decode()
        if self._password and f"Basic {wanted}" not in head:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            return
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await _join(reader, writer, *await asyncio.open_connection("127.0.0.1", self._beyond_port))


async def _join(
    here: asyncio.StreamReader,
    to_here: asyncio.StreamWriter,
    there: asyncio.StreamReader,
    to_there: asyncio.StreamWriter,
    holds: float = 0.0,
) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(_pass_on(here, to_there))
        group.create_task(_pass_on(there, to_here, holds))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, holds: float = 0.0) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            with suppress(TimeoutError):
                while holds:
                    async with asyncio.timeout(holds):
                        more = await reader.read(65_536)
                    if not more:
                        break
                    data += more
            writer.write(data)
            await writer.drain()
    with suppress(OSError):
        writer.close()
