"""The way to a server over real sockets: each step timed, and the one that fails named."""

from __future__ import annotations

import base64
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from agent_client.client.diagnostics.reaching import Cause, Step, Way, reach

Serve = Callable[[socket.socket], object]
AUTHORITY = trustme.CA()


def trusting() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    AUTHORITY.configure_trust(context)
    return context


@contextmanager
def listening(serve: Serve, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """Its port. Every connection has a thread, and all of them have ended afterwards."""
    threads: list[threading.Thread] = []

    def one(plain: socket.socket) -> None:
        with plain, suppress(OSError):
            if context is None:
                serve(plain)
                return
            with context.wrap_socket(plain, server_side=True) as encrypted:
                serve(encrypted)

    def accept() -> None:
        with suppress(OSError):
            while True:
                thread = threading.Thread(target=one, args=(listener.accept()[0],))
                threads.append(thread)
                thread.start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
    for thread in (accepting, *threads):
        thread.join(60)


def quiet(connection: socket.socket) -> None:
    while connection.recv(65_536):
        pass


def shown(*hosts: str, until: datetime | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert(*hosts, not_after=until).configure_cert(context)
    return context


def way_to(url: str, proxy: str = "", limit: float = 3.0) -> Way:
    return reach(url, proxy, trusting(), limit=limit)


def steps(way: Way) -> list[Step]:
    assert all(seconds >= 0 for _, seconds in way.steps)
    return [step for step, _ in way.steps]


def test_all_the_way() -> None:
    with listening(quiet, shown("127.0.0.1")) as port:
        way = way_to(f"https://127.0.0.1:{port}")
    assert (way.failed, way.address) == (None, "127.0.0.1")
    assert steps(way) == [Step.NAME, Step.CONNECTION, Step.TLS]
    assert way.certificate is not None and way.certificate.names == ("127.0.0.1",)


def test_without_tls_there_is_no_such_step() -> None:
    with listening(quiet) as port:
        way = way_to(f"http://127.0.0.1:{port}")
    assert (way.failed, steps(way), way.certificate) == (None, [Step.NAME, Step.CONNECTION], None)


def test_no_such_name_and_nobody_listening() -> None:
    way = way_to("https://nobody.invalid")
    assert (way.failed, way.cause, steps(way)) == (Step.NAME, Cause.NO_NAME, [])
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        way = way_to(f"https://127.0.0.1:{taken.getsockname()[1]}")
    assert (way.failed, way.cause, steps(way)) == (Step.CONNECTION, Cause.REFUSED, [Step.NAME])


def test_who_says_nothing_at_all() -> None:
    with listening(quiet) as port:
        way = way_to(f"https://127.0.0.1:{port}", limit=0.2)
    assert (way.failed, way.cause) == (Step.TLS, Cause.TIMEOUT)


def test_no_tls_is_spoken_there() -> None:
    def plain(connection: socket.socket) -> None:
        connection.recv(1)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with listening(plain) as port:
        way = way_to(f"https://127.0.0.1:{port}")
    assert (way.failed, way.cause) == (Step.TLS, Cause.TLS)


@pytest.mark.parametrize(
    "context",
    [
        shown("other.example"),
        shown("127.0.0.1", until=datetime.now(UTC) - timedelta(days=1)),  # noqa: TID251
    ],
    ids=["another host's", "expired"],
)
def test_a_certificate_that_is_refused_is_shown_all_the_same(context: ssl.SSLContext) -> None:
    with listening(quiet, context) as port:
        way = way_to(f"https://127.0.0.1:{port}")
    assert (way.failed, way.cause) == (Step.TLS, Cause.NOT_TRUSTED)
    assert way.certificate is not None and way.certificate.issuer.startswith("trustme")


def proxy_that(answer: bytes, to: int, heard: list[bytes]) -> Serve:
    def serve(connection: socket.socket) -> None:
        heard.append(connection.recv(65_536))
        connection.sendall(answer)
        if answer.startswith(b"HTTP/1.1 200"):
            with socket.create_connection(("127.0.0.1", to)) as beyond:
                back = threading.Thread(target=_pass_on, args=(beyond, connection))
                back.start()
                _pass_on(connection, beyond)
                back.join(60)

    return serve


def _pass_on(there: socket.socket, here: socket.socket) -> None:
    with suppress(OSError):
        while data := there.recv(65_536):
            here.sendall(data)
        here.shutdown(socket.SHUT_WR)


def test_through_a_proxy_with_a_password() -> None:
    heard: list[bytes] = []
    with (
        listening(quiet, shown("centre.invalid")) as port,
        listening(proxy_that(b"HTTP/1.1 200 Connection established\r\n\r\n", port, heard)) as proxy,
    ):
        way = way_to(f"https://centre.invalid:{port}", f"http://ada:p%40ss@127.0.0.1:{proxy}")
    assert (way.failed, steps(way)) == (None, [Step.NAME, Step.CONNECTION, Step.PROXY, Step.TLS])
    [asked] = heard
    assert asked.startswith(f"CONNECT centre.invalid:{port} HTTP/1.1\r\n".encode())
    assert b"Basic " + base64.b64encode(b"ada:p@ss") in asked


@pytest.mark.parametrize(
    ("answer", "cause", "status"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", Cause.PASSWORD, 407),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", Cause.DENIED, 403),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", Cause.DENIED, 0),
    ],
)
def test_a_proxy_that_lets_nobody_through(answer: bytes, cause: Cause, status: int) -> None:
    with listening(proxy_that(answer, 0, [])) as proxy:
        way = way_to("https://centre.invalid", f"http://127.0.0.1:{proxy}")
    assert (way.failed, way.cause, way.status) == (Step.PROXY, cause, status)


def test_a_proxy_that_speaks_something_else_is_only_looked_for() -> None:
    with listening(quiet) as proxy:
        way = way_to("https://centre.invalid", f"socks5://127.0.0.1:{proxy}")
    assert (way.failed, steps(way), way.certificate) == (None, [Step.NAME, Step.CONNECTION], None)
