"""A server's certificate, read out of its bytes: also of one that this computer does not trust, which Python itself only
refuses. Nothing is verified here but names and dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from ipaddress import ip_address

from msgspec import Struct

from agent_client.protocol.time import Instant

_SEQUENCE, _OID, _UTC_TIME, _EXTENSIONS = 0x30, 0x06, 0x17, 0xA3
_OCTETS, _DNS_NAME, _ADDRESS = 0x04, 0x82, 0x87
_COMMON_NAME, _ORGANISATION, _UNIT, _ALTERNATIVES = b"\x55\x04\x03", b"\x55\x04\x0a", b"\x55\x04\x0b", b"\x55\x1d\x11"
_UTF16, _UTF32 = 0x1E, 0x1C


class Certificate(Struct, frozen=True, kw_only=True):
    """``names``: the hosts that it is for."""

    subject: str
    issuer: str
    since: Instant
    until: Instant
    names: tuple[str, ...] = ()


class Flaw(StrEnum):
    """What is wrong with a certificate."""

    EXPIRED = "expired"
    TOO_EARLY = "too_early"
    OTHER_HOST = "other_host"
    STRANGER = "stranger"
    """Nobody whom this computer trusts has signed it."""


def read_certificate(der: bytes) -> Certificate | None:
    """None for what is no X.509 certificate."""
    try:
        return _read(der)
    except (ValueError, IndexError, OverflowError):
        return None


def flaw_of(certificate: Certificate, host: str, now: datetime, *, trusted: bool) -> Flaw | None:
    """The first that an agent can be told. ``now``: by the clock that the certificate is judged by."""
    if now > certificate.until:
        return Flaw.EXPIRED
    if now < certificate.since:
        return Flaw.TOO_EARLY
    if certificate.names and not any(_is_for(name, host) for name in certificate.names):
        return Flaw.OTHER_HOST
    return None if trusted else Flaw.STRANGER


def _is_for(name: str, host: str) -> bool:
    """RFC 6125: a star stands for one whole label, the first."""
    name, host = name.casefold().rstrip("."), host.casefold().rstrip(".")
    if name.startswith("*."):
        first, _, rest = host.partition(".")
        return bool(first) and rest == name[2:]
    return name == host


# DER, as far as it is needed: tag, length, content.


def _read(der: bytes) -> Certificate:
    [(tag, whole)] = list(_parts(der))
    if tag != _SEQUENCE:
        raise ValueError("not a sequence")
    signed = list(_parts(_first(whole)))
    if signed[0][0] == 0xA0:  # the version, which the first ones had not
        signed = signed[1:]
    _, _, (_, issuer), (_, validity), (_, subject), *rest = signed
    since, until = (_instant(tag, content) for tag, content in _parts(validity))
    names = tuple(name for tag, content in rest if tag == _EXTENSIONS for name in _hosts(content))
    return Certificate(subject=_name(subject), issuer=_name(issuer), since=since, until=until, names=names)


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        tag, length, at = data[at], data[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            if not 1 <= size <= 4:
                raise ValueError("a length that is none")
            length, at = int.from_bytes(data[at : at + size]), at + size
        if at + length > len(data):
            raise ValueError("cut off")
        yield tag, data[at : at + length]
        at += length


def _first(data: bytes) -> bytes:
    """The content of the first part."""
    for _, content in _parts(data):
        return content
    raise ValueError("empty")


def _name(content: bytes) -> str:
    """The common name, else the organisation."""
    said: dict[bytes, str] = {}
    for _, group in _parts(content):
        for _, pair in _parts(group):
            (tag, kind), (how, value) = list(_parts(pair))[:2]
            if tag == _OID:
                said.setdefault(kind, _text(how, value))
    return said.get(_COMMON_NAME) or said.get(_ORGANISATION) or said.get(_UNIT) or ""


def _text(tag: int, value: bytes) -> str:
    encoding = {_UTF16: "utf-16-be", _UTF32: "utf-32-be"}.get(tag, "utf-8")
    text = value.decode(encoding, errors="replace")
    return "".join(character for character in text if character.isprintable())[:200]


def _instant(tag: int, content: bytes) -> datetime:
    text = content.decode("ascii")
    if tag == _UTC_TIME:
        text = ("19" if text[:2] >= "50" else "20") + text
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)


def _hosts(extensions: bytes) -> Iterator[str]:
    for _, extension in _parts(_first(extensions)):
        (_, kind), *rest = _parts(extension)
        if kind != _ALTERNATIVES:
            continue
        [content] = [content for tag, content in rest if tag == _OCTETS]
        for tag, name in _parts(_first(content)):
            if tag == _DNS_NAME:
                yield name.decode("ascii", errors="replace")
            elif tag == _ADDRESS and len(name) in (4, 16):
                yield str(ip_address(name))
