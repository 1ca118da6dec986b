"""What stands between client and server, and what stands in the server's place, when things go wrong."""

from __future__ import annotations

import shutil
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.end_to_end.centre import Centre
from tests.fakes.faulty_proxy import FaultyProxy


@pytest.fixture
def proxy(centre) -> Iterator[FaultyProxy]:
    """In front of the centre."""
    made = FaultyProxy("127.0.0.1", centre.port)
    yield made
    made.close()


@pytest.fixture
async def far_away(proxy, colleague, centre):
    """``far_away(who)``: a client without windows, behind the proxy."""

    def meet(who, host: str = "127.0.0.1"):
        one = colleague(who)
        one.centre = SimpleNamespace(url=f"http://{host}:{proxy.port}", pbx=centre.pbx)
        return one

    return meet


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
            running.callback(thread.join, 60)
            running.callback(server.server_close)
            running.callback(server.shutdown)
            return f"{'https' if tls else 'http'}://localhost:{server.server_port}"

        yield start
