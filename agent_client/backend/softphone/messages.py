"""SIP messages: read from a datagram and written into one (RFC 3261, as much of it as a telephone on a local network needs)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct

Address: TypeAlias = tuple[str, int]
Headers: TypeAlias = tuple[tuple[str, str], ...]
COOKIE = "z9hG4bK"
"""What every branch begins with."""
_SHORT = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "l": "content-length",
    "c": "content-type",
}


class BadMessage(ValueError):
    """The datagram is no SIP message."""


class Message(Struct, frozen=True, kw_only=True):
    headers: Headers
    body: str = ""

    def all(self, name: str) -> list[str]:
        return [value for one, value in self.headers if one.lower() == name.lower()]

    def get(self, name: str) -> str:
        """The first of this name; empty when there is none."""
        return next(iter(self.all(name)), "")

    @property
    def call_id(self) -> str:
        return self.get("Call-ID")

    @property
    def cseq(self) -> int:
        return int(self.get("CSeq").split()[0])

    @property
    def cseq_method(self) -> str:
        return self.get("CSeq").split()[1]

    @property
    def branch(self) -> str:
        return parameter(self.get("Via"), "branch")


class Request(Message, frozen=True, kw_only=True):
    method: str
    uri: str


class Response(Message, frozen=True, kw_only=True):
    status: int
    reason: str


def parse(datagram: bytes) -> Request | Response:
    head, _, body = datagram.decode(errors="replace").partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers = tuple(_header(line) for line in lines if ":" in line)
    names = {name for name, _ in headers}
    if not {"via", "from", "to", "call-id", "cseq"} <= names:
        raise BadMessage(first[:80])
    if first.startswith("SIP/2.0 "):
        status, _, reason = first.removeprefix("SIP/2.0 ").partition(" ")
        return Response(status=int(status), reason=reason, headers=headers, body=body)
    parts = first.split(" ")
    if len(parts) != 3:
        raise BadMessage(first[:80])
    return Request(method=parts[0], uri=parts[1], headers=headers, body=body)


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    name = name.strip().lower()
    return _SHORT.get(name, name), value.strip()


def datagram(message: Request | Response) -> bytes:
    if isinstance(message, Request):
        first = f"{message.method} {message.uri} SIP/2.0"
    else:
        first = f"SIP/2.0 {message.status} {message.reason}"
    body = message.body.encode()
    lines = [first, *(f"{name}: {value}" for name, value in message.headers), f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def response(
    to: Request, status: int, reason: str, *, tag: str = "", more: Iterable[tuple[str, str]] = (), body: str = ""
) -> Response:
    callee = to.get("To")
    if tag and not parameter(callee, "tag"):
        callee = f"{callee};tag={tag}"
    headers = [*(("Via", via) for via in to.all("Via")), ("From", to.get("From")), ("To", callee)]
    headers += [("Call-ID", to.call_id), ("CSeq", to.get("CSeq")), *more]
    return Response(status=status, reason=reason, headers=tuple(headers), body=body)


def new_branch() -> str:
    return COOKIE + secrets.token_hex(8)


def parameter(value: str, name: str) -> str:
    """Of a header, behind its address: ``;tag=…``. Empty when it is not there."""
    found = re.search(rf";\s*{re.escape(name)}=([^;>,\s]+)", value)
    return found[1] if found else ""


def uri_of(value: str) -> str:
    """The address in ``"Name" <sip:…>;tag=…``."""
    found = re.search(r"<([^>]+)>", value)
    return found[1] if found else value.split(";")[0].strip()


def user_of(value: str) -> str:
    """``204`` of ``"Anna" <sip:204@host>``."""
    found = re.match(r"(?:sips?|tel):([^@;>]*)", uri_of(value))
    return found[1] if found else ""


def name_of(value: str) -> str:
    found = re.match(r'\s*"((?:[^"\\]|\\.)*)"', value)
    return re.sub(r"\\(.)", r"\1", found[1]) if found else ""


def named(name: str, uri: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{uri}>' if name else f"<{uri}>"
