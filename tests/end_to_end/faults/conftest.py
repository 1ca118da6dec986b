"""What stands between client and server, and what stands in the server's place, when things go wrong."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.centre import Centre


class Proxy:
    """Passes TCP on to the server, from a thread of its own. `stall` lets nothing through and closes nothing."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._flows = asyncio.Event()
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._up = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="proxy")
        self._thread.start()
        assert self._up.wait(10)

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        self._flows.set()
        server = await asyncio.start_server(self._taken, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._up.set()
        await self._end.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        other: asyncio.StreamWriter | None = None
        try:
            answers, other = await asyncio.open_connection(*self._to)
            self._open |= {writer, other}
            await asyncio.gather(self._pass(reader, other), self._pass(answers, writer))
        except (OSError, asyncio.CancelledError):
            pass  # cut, or over
        finally:
            self._tasks.discard(task)
            for end in (writer, other):
                if end is not None:
                    self._open.discard(end)
                    end.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            await self._flows.wait()
            writer.write(data)
            await writer.drain()
        await self._flows.wait()
        with suppress(OSError):
            writer.write_eof()

    def stall(self) -> None:
        self._do(self._flows.clear)

    def flow(self) -> None:
        self._do(self._flows.set)

    def cut(self) -> None:
        """Every connection breaks at once; new ones are taken."""

        def abort() -> None:
            for writer in list(self._open):
                writer.transport.abort()

        self._do(abort)

    def _do(self, act: Callable[[], object]) -> None:
        async def acted() -> None:
            act()

        work: Coroutine[Any, Any, None] = acted()
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def close(self) -> None:
        self._do(self._end.set)
        self._thread.join(10)
        assert not self._thread.is_alive()


@pytest.fixture
def proxy(centre) -> Iterator[Proxy]:
    """In front of the centre."""
    made = Proxy("127.0.0.1", centre.port)
    yield made
    made.close()


@pytest.fixture
def own_centre(template: Path, tmp_path: Path):
    """A server and a database of the test's own, to be killed and spoilt."""
    made = Centre(Path(shutil.copyfile(template, tmp_path / "centre.db"))).start()
    yield made
    made.stop()


@pytest.fixture
def answering() -> Iterator[Callable[..., str]]:
    """``answering({path: (status, body)})`` is the address of an HTTP server that says so; with ``tls`` over TLS."""
    with ExitStack() as running:

        def start(answers: dict[str, tuple[int, bytes]], tls: ssl.SSLContext | None = None) -> str:
            class Handler(BaseHTTPRequestHandler):
                def do_GET(self) -> None:
                    length = int(self.headers.get("Content-Length") or 0)
                    self.rfile.read(length)
                    status, body = answers.get(self.path, (404, b"Not here"))
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

                do_POST = do_GET

                def log_message(self, format: str, *args: object) -> None:
                    pass

            class Quiet(ThreadingHTTPServer):
                def handle_error(self, request: object, address: object) -> None:
                    pass  # the client hangs up in the middle of the handshake: that is the test

            server = Quiet(("127.0.0.1", 0), Handler)
            if tls is not None:
                server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
            thread = threading.Thread(target=lambda: server.serve_forever(0.02), name="odd server")
            thread.start()
            running.callback(thread.join, 10)
            running.callback(server.server_close)
            running.callback(server.shutdown)
            return f"{'https' if tls else 'http'}://localhost:{server.server_port}"

        yield start
