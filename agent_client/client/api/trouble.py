"""What can go wrong before a server of ours says yes or no. Its own "no" is a `protocol.refusals.Refusal`, not this."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import Literal, TypeAlias

import httpx

Cause: TypeAlias = Literal["refused", "dns", "timeout", "proxy", "other"]
"""``refused``: nothing listens there. ``other``: a connection that broke, and whatever has no word of its own."""

Fault: TypeAlias = Literal["stranger", "expired", "host"]
"""Of a certificate: nobody whom this computer trusts vouches for it; it is not valid now; it is another server's."""
_FAULTS: dict[int, Fault] = {
    **dict.fromkeys((9, 10, 0x800B0101, -67818), "expired"),
    **dict.fromkeys((62, 64, 0x800B010F, -67602), "host"),
}
"""By what OpenSSL, Windows and macOS call it: whichever of them looks at certificates here."""


class ServerTrouble(Exception):
    """No usable answer. The text is English, for logs; the windows word the type and its fields."""


class Unreachable(ServerTrouble):
    def __init__(self, cause: Cause, detail: str = "") -> None:
        super().__init__(detail or cause)
        self.cause: Cause = cause


class TlsRefused(ServerTrouble):
    """No encrypted connection. ``certificate``: the server showed one that this computer does not trust, for its ``fault``."""

    def __init__(self, detail: str, *, certificate: bool, fault: Fault = "stranger") -> None:
        super().__init__(detail)
        self.certificate = certificate
        self.fault: Fault = fault


class NotOurServer(ServerTrouble):
    """Something answers there, but not in our protocol."""


class ServerFailed(ServerTrouble):
    def __init__(self, status: int, detail: str = "") -> None:
        super().__init__(f"HTTP {status} {detail}".rstrip())
        self.status = status


class ServerTooOld(ServerTrouble):
    """Schema numbers: the server's, and the oldest that this client talks to."""

    def __init__(self, server: int, needs: int) -> None:
        super().__init__(f"the server speaks schema {server}, this client needs {needs}")
        self.server = server
        self.needs = needs


def _chain(error: BaseException | None, seen: set[int]) -> Iterator[BaseException]:
    """The error, what it came from, and the members of groups: where httpx, httpcore and anyio hide the system's own."""
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    yield error
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions:
            yield from _chain(member, seen)
    yield from _chain(error.__cause__, seen)
    yield from _chain(error.__context__, seen)


def _broke(error: httpx.RemoteProtocolError) -> bool:
    """A connection that ended too early, as opposed to an answer that is not HTTP (the library has one type for both)."""
    text = str(error)
    return "disconnected" in text or "closed connection" in text


def _fault(error: ssl.SSLCertVerificationError) -> Fault:
    return _FAULTS.get(getattr(error, "verify_code", 0), "stranger")


def trouble_of(error: Exception) -> ServerTrouble:
    """Reads an exception of httpx, ssl or the sockets."""
    detail = f"{type(error).__name__}: {error}"
    if isinstance(error, httpx.ProxyError):
        return Unreachable("proxy", detail)
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return Unreachable("timeout", detail)
    if isinstance(error, httpx.RemoteProtocolError):
        return Unreachable("other", detail) if _broke(error) else NotOurServer(detail)
    if isinstance(error, httpx.DecodingError | httpx.TooManyRedirects):
        return NotOurServer(detail)
    for cause in _chain(error, set()):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return TlsRefused(str(cause), certificate=True, fault=_fault(cause))
        if isinstance(cause, ssl.SSLError):
            return TlsRefused(str(cause), certificate=False)
        if isinstance(cause, socket.gaierror):
            return Unreachable("dns", str(cause))
        if isinstance(cause, ConnectionRefusedError):
            return Unreachable("refused", str(cause))
    return Unreachable("other", detail)
