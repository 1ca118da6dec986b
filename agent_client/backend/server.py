"""Serving a centre over HTTP on one port, until a signal ends it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Protocol

import uvicorn

BACKLOG = 2_048
"""Connections that may wait while everybody reconnects at once."""
STOP_SECONDS = 5
"""For requests under way when the end comes; event streams have ended by then."""
KEEP_ALIVE_SECONDS = 20
"""For an idle connection: well past a client's pulses, each of which would else need a new one."""


class Served(Protocol):
    """What `server` needs of a centre."""

    @property
    def http(self) -> Callable[..., Any]: ...
    async def start(self) -> None: ...
    def end_streams(self) -> None: ...
    async def stop(self) -> None: ...


class AddressUnavailable(Exception):
    """Nothing can listen there: the port is in use, or the address is not this machine's."""


class Server(uvicorn.Server):
    """Uvicorn waits for open streams before it stops, so the streams are ended when the signal comes."""

    def __init__(self, config: uvicorn.Config, served: Served, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._served = served
        self._ready = ready
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Not passed on to uvicorn, which would end the process by the signal it got: this is a clean end, status 0."""
        self.end()

    def end(self) -> None:
        """From any thread: end the streams, answer what is under way, stop."""
        self.should_exit = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._served.end_streams)


def listening(host: str, port: int) -> socket.socket:
    """Raises `AddressUnavailable`.

    The protocol is named because asyncio turns Nagle's algorithm off only where it is: else every answer waits 40 ms
    for the client's acknowledgement of its first half.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere it would let two programs listen on one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise AddressUnavailable(f"{host}:{port}: {error.strerror or error}") from error
    return listener


def url_of(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def server_for(served: Served, ready: Callable[[], None]) -> Server:
    config = uvicorn.Config(
        served.http,
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
    logging.getLogger("uvicorn.error").addFilter(_not_cut_off)
    return Server(config, served, ready)


def _not_cut_off(record: logging.LogRecord) -> bool:
    """An answer that stays unfinished is a slow reader's event stream, and the stream has said so itself."""
    return "without completing response" not in record.getMessage()


async def serve(served: Served, listener: socket.socket, *, started: Callable[[Server], None] | None = None) -> None:
    """Until a signal, or until ``started``'s server is told to end. Says ``ready <url>`` on standard output, once."""

    def ready() -> None:
        sys.stdout.write(f"ready {url_of(listener)}\n")
        sys.stdout.flush()
        if started is not None:
            started(server)

    with listener:
        server = server_for(served, ready)
        await served.start()
        try:
            await server.serve(sockets=[listener])
        finally:
            await served.stop()


def run(served: Served, listener: socket.socket, *, until_stdin_closes: bool = False) -> None:
    """Blocks until the server has ended; with ``until_stdin_closes`` also by the death of whoever holds the other end."""
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(serve(served, listener, started=_end_with_stdin if until_stdin_closes else None))


def _end_with_stdin(server: Server) -> None:
    """A pipe closes however its holder dies, on every system; signals do not tell of that."""

    def watch() -> None:
        # Not sys.stdin: its lock, held by a blocked thread, aborts the interpreter at exit.
        with contextlib.suppress(OSError):
            while os.read(0, 4096):
                pass
        server.end()

    threading.Thread(target=watch, name="stdin", daemon=True).start()


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """None: Python's own."""
    try:
        import uvloop  # not on Windows
    except ImportError:
        return None
    return uvloop.new_event_loop
