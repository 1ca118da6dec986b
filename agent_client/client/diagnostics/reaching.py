"""The way to a server, gone step by step with a watch: the name, the connection, the proxy, TLS and its certificate.

Blocking, for a thread of its own: what an agent's network does to each step is to be seen, not what a library makes of it.
"""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
from collections.abc import Callable, Sequence
from enum import StrEnum
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

from msgspec import Struct

from .certificates import Certificate, read_certificate

_T = TypeVar("_T")

LIMIT = 6.0
"""Seconds for each step."""
_PROXY_PORTS = {"http": 80, "https": 443}
_ANSWER = 16_384


class Step(StrEnum):
    NAME = "name"
    CONNECTION = "connection"
    PROXY = "proxy"
    TLS = "tls"


class Cause(StrEnum):
    NO_NAME = "no_name"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    PASSWORD = "password"
    """The proxy wants one."""
    DENIED = "denied"
    """The proxy does not let through: ``status``."""
    NOT_TRUSTED = "not_trusted"
    TLS = "tls"
    OTHER = "other"


class Way(Struct, frozen=True, kw_only=True):
    """``steps``: those that were gone, with the seconds that each took; ``failed``: the one that was not."""

    host: str
    port: int
    encrypted: bool
    address: str = ""
    steps: tuple[tuple[Step, float], ...] = ()
    failed: Step | None = None
    cause: Cause | None = None
    status: int = 0
    detail: str = ""
    certificate: Certificate | None = None


class _Stuck(Exception):
    def __init__(self, step: Step, cause: Cause, detail: str, status: int = 0) -> None:
        super().__init__(detail)
        self.step, self.cause, self.detail, self.status = step, cause, detail, status


def reach(url: str, proxy: str, trust: ssl.SSLContext, *, limit: float = LIMIT) -> Way:
    """``proxy``: its whole URL, or nothing. Never raises what a network does."""
    split = urlsplit(url)
    encrypted = split.scheme == "https"
    way = _Walk(split.hostname or "", split.port or (443 if encrypted else 80), proxy, limit)
    certificate = None
    failure: _Stuck | None = None
    try:
        with contextlib.closing(way.connect(tunnel=encrypted)) as connection:
            if encrypted and way.sees_the_server:
                certificate = way.greet(connection, trust)
    except _Stuck as stuck:
        failure = stuck
        if stuck.cause is Cause.NOT_TRUSTED:
            certificate = _shown(way)
    return Way(
        host=way.host,
        port=way.port,
        encrypted=encrypted,
        address=way.address,
        steps=tuple(way.steps),
        failed=None if failure is None else failure.step,
        cause=None if failure is None else failure.cause,
        status=0 if failure is None else failure.status,
        detail="" if failure is None else failure.detail,
        certificate=certificate,
    )


class _Walk:
    def __init__(self, host: str, port: int, proxy: str, limit: float) -> None:
        self.host, self.port, self.limit = host, port, limit
        self.address = ""
        self.steps: list[tuple[Step, float]] = []
        self._proxy = urlsplit(proxy) if proxy else None

    @property
    def sees_the_server(self) -> bool:
        """Proxies that are spoken to in another way than in plain HTTP are only looked for, not gone through."""
        return self._proxy is None or self._proxy.scheme == "http"

    def connect(self, *, tunnel: bool) -> socket.socket:
        """To the server, or through the proxy where there is one."""
        host, port = self.host, self.port
        if self._proxy is not None:
            host = self._proxy.hostname or ""
            port = self._proxy.port or _PROXY_PORTS.get(self._proxy.scheme, 80)
        found = self._timed(Step.NAME, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        connection = self._timed(Step.CONNECTION, lambda: self._first(found))
        if self._proxy is None or not (tunnel and self.sees_the_server):
            return connection
        try:
            self._timed(Step.PROXY, lambda: self._tunnel(connection))
        except BaseException:
            connection.close()
            raise
        return connection

    def greet(self, connection: socket.socket, trust: ssl.SSLContext) -> Certificate | None:
        def shake_hands() -> bytes | None:
            with trust.wrap_socket(connection, server_hostname=self.host) as encrypted:
                return encrypted.getpeercert(binary_form=True)

        der = self._timed(Step.TLS, shake_hands)
        return None if der is None else read_certificate(der)

    def _first(self, found: Sequence[tuple[int, int, int, str, tuple[Any, ...]]]) -> socket.socket:
        """The first of the addresses that takes a connection. Raises what the last of them said."""
        failure: OSError = OSError("no address")
        for family, kind, number, _, address in found:
            connection = socket.socket(family, kind, number)
            connection.settimeout(self.limit)
            try:
                connection.connect(address)
            except OSError as error:
                connection.close()
                failure = error
            else:
                self.address = str(address[0])
                return connection
        raise failure

    def _tunnel(self, connection: socket.socket) -> None:
        assert self._proxy is not None
        authority = f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
        lines = [f"CONNECT {authority} HTTP/1.1", f"Host: {authority}", *_credentials(self._proxy)]
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = b""
        while b"\r\n\r\n" not in answer and len(answer) < _ANSWER:
            piece = connection.recv(2048)
            if not piece:
                break
            answer += piece
        words = answer.split(b"\r\n", 1)[0].split()
        status = int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
        if status == 407:
            raise _Stuck(Step.PROXY, Cause.PASSWORD, "the proxy wants a name and a password", status)
        if not 200 <= status < 300:
            raise _Stuck(Step.PROXY, Cause.DENIED, answer[:80].decode("latin-1"), status)

    def _timed(self, step: Step, work: Callable[[], _T]) -> _T:
        begun = monotonic()
        try:
            done = work()
        except _Stuck:
            raise
        except OSError as error:  # also every error of ssl and of names
            raise _Stuck(step, _cause(error), f"{type(error).__name__}: {error}") from error
        self.steps.append((step, monotonic() - begun))
        return done


def _cause(error: OSError) -> Cause:
    match error:
        case socket.gaierror():
            return Cause.NO_NAME
        case ssl.SSLCertVerificationError():
            return Cause.NOT_TRUSTED
        case TimeoutError():
            return Cause.TIMEOUT
        case ssl.SSLError():
            return Cause.TLS
        case ConnectionRefusedError():
            return Cause.REFUSED
        case _:
            return Cause.OTHER


def _credentials(proxy: SplitResult) -> list[str]:
    if proxy.username is None:
        return []
    name = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return [f"Proxy-Authorization: Basic {base64.b64encode(name.encode()).decode()}"]


def _shown(before: _Walk) -> Certificate | None:
    """The certificate that is not trusted, to say what is wrong with it. Nothing is sent over this connection."""
    asking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    asking.check_hostname = False
    asking.verify_mode = ssl.CERT_NONE
    again = _Walk(before.host, before.port, "" if before._proxy is None else before._proxy.geturl(), before.limit)
    try:
        with contextlib.closing(again.connect(tunnel=True)) as connection:
            return again.greet(connection, asking)
    except _Stuck:
        return None
