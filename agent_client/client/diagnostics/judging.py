"""What was found on the way to the server means: decided here, without asking anybody."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from msgspec import Struct

from agent_client import __version__
from agent_client.client.api import (
    NotOurServer,
    ServerFailed,
    ServerTooOld,
    TlsRefused,
    Unreachable,
)
from agent_client.client.api.address import is_loopback
from agent_client.protocol.refusals import ClientTooOld
from agent_client.protocol.sessions import SCHEMA, SILENCE_SECONDS, Hello
from agent_client.rules.findings import Finding, Found, Grade

from .certificates import Certificate, Flaw, flaw_of
from .reaching import Cause, Step, Way
from .trial import Trial, held_back

SLOW = 1.0
"""Seconds for an answer from which on an agent feels it."""
CERTIFICATE_DAYS = 21
"""So many days before its end IT is to hear of it."""

NOT_KNOWN = Finding(Grade.UNKNOWN, Found.NOT_KNOWN)

_STUCK = {
    (Step.NAME, Cause.NO_NAME): Found.SERVER_NO_NAME,
    (Step.CONNECTION, Cause.REFUSED): Found.SERVER_REFUSES,
    (Step.TLS, Cause.NOT_TRUSTED): Found.SERVER_NOT_TRUSTED,
    (Step.TLS, Cause.TLS): Found.SERVER_NO_TLS,
}
_FLAWS = {
    Flaw.EXPIRED: Found.CERTIFICATE_EXPIRED,
    Flaw.TOO_EARLY: Found.CERTIFICATE_TOO_EARLY,
    Flaw.OTHER_HOST: Found.CERTIFICATE_OTHER_HOST,
    Flaw.STRANGER: Found.CERTIFICATE_STRANGER,
}


class Greeting(Struct, frozen=True):
    """What the server said to our first words, or why there was no answer of it; ``seconds``: the quickest of a few."""

    hello: Hello | None = None
    trouble: Exception | None = None
    seconds: float = 0.0


class Link(Struct, frozen=True):
    """How the event stream of a signed-in agent has fared. ``silent``: seconds since it was last heard; None: it is not open."""

    silent: float | None
    reconnects: int


def server(way: Way, greeting: Greeting | None, *, proxied: bool) -> Finding:
    steps = tuple((step.value, seconds) for step, seconds in way.steps)
    words = {"host": way.host, "port": str(way.port)}
    if way.failed is not None:
        found = _STUCK.get((way.failed, way.cause or Cause.OTHER))
        if way.cause is Cause.TIMEOUT:
            found = Found.SERVER_SILENT
        if way.failed is Step.PROXY or (proxied and way.failed in (Step.NAME, Step.CONNECTION)):
            found = Found.SERVER_BEHIND_PROXY
        return Finding(Grade.BAD, found or Found.SERVER_BROKEN, words, steps)
    if greeting is None:
        return Finding(Grade.BAD, Found.SERVER_SILENT, words, steps)
    if greeting.trouble is not None:
        found, more = _of_trouble(greeting.trouble)
        return Finding(Grade.BAD, found, words | more, steps)
    ms = str(max(1, round(greeting.seconds * 1000)))
    slow = greeting.seconds >= SLOW
    grade, answers = (Grade.WARNING, Found.SERVER_SLOW) if slow else (Grade.GOOD, Found.SERVER_ANSWERS)
    return Finding(grade, answers, words | {"ms": ms}, (*steps, ("answer", greeting.seconds)))


def _of_trouble(trouble: Exception) -> tuple[Found, dict[str, str]]:
    match trouble:
        case NotOurServer():
            return Found.SERVER_NOT_OURS, {}
        case ServerFailed():
            return Found.SERVER_FAILS, {"status": str(trouble.status)}
        case TlsRefused(certificate=True):
            return Found.SERVER_NOT_TRUSTED, {}
        case TlsRefused():
            return Found.SERVER_NO_TLS, {}
        case Unreachable(cause="proxy"):
            return Found.SERVER_BEHIND_PROXY, {}
        case Unreachable(cause="timeout"):
            return Found.SERVER_SILENT, {}
        case _:
            return Found.SERVER_BROKEN, {}


def versions(greeting: Greeting | None) -> Finding:
    match greeting:
        case Greeting(trouble=ServerTooOld() as old):
            words = {"server": str(old.server), "needs": str(old.needs)}
            return Finding(Grade.BAD, Found.VERSIONS_SERVER_OLD, words)
        case Greeting(trouble=ClientTooOld() as refused):
            words = {"client": str(SCHEMA), "needs": refused.params.get("needs", "?")}
            return Finding(Grade.BAD, Found.VERSIONS_CLIENT_OLD, words)
        case Greeting(hello=Hello() as hello):
            words = {"client": __version__, "server": hello.server, "schema": str(hello.schema)}
            return Finding(Grade.GOOD, Found.VERSIONS_FIT, words)
        case _:
            return NOT_KNOWN


def stream(trial: Trial | None, link: Link | None, *, proxy: str) -> Finding:
    """``trial`` None: this server offers none. ``link`` None: nobody is signed in."""
    if link is not None and (link.silent is None or link.silent > SILENCE_SECONDS):
        return Finding(Grade.BAD, Found.STREAM_DOWN, {"times": str(link.reconnects)})
    if trial is not None and not trial.whole:
        return Finding(Grade.BAD, Found.STREAM_CUT)
    seconds = None if trial is None else held_back(trial.arrivals)
    if trial is not None and seconds is not None:
        by = proxy or trial.by
        found = Found.STREAM_HELD_BACK_BY if by else Found.STREAM_HELD_BACK
        words = {"seconds": f"{seconds:.1f}"} | ({"by": by} if by else {})
        return Finding(Grade.BAD, found, words)
    if link is not None and link.silent is not None:
        words = {"last": f"{link.silent:.0f}", "times": str(link.reconnects)}
        return Finding(Grade.GOOD, Found.STREAM_LIVES, words)
    return (
        Finding(Grade.GOOD, Found.STREAM_FLOWS) if trial is not None else Finding(Grade.UNKNOWN, Found.STREAM_NOT_TRIED)
    )


def clock(deviation: timedelta | None, limit: float) -> Finding:
    if deviation is None:
        return NOT_KNOWN
    off = deviation.total_seconds()
    if abs(off) <= limit:
        return Finding(Grade.GOOD, Found.CLOCK_RIGHT, {"off": f"{off:.1f}"})
    found = Found.CLOCK_FAST if off > 0 else Found.CLOCK_SLOW
    return Finding(Grade.WARNING, found, {"off": f"{abs(off):.0f}", "limit": f"{limit:.0f}"})


def certificate(way: Way, now: datetime, deviation: timedelta | None) -> Finding:
    """``now``: by this computer's clock, which is what it judges certificates by."""
    if not way.encrypted:
        if is_loopback(way.host):
            return Finding(Grade.GOOD, Found.CERTIFICATE_LOCAL)
        return Finding(Grade.BAD, Found.CERTIFICATE_NONE, {"host": way.host})
    shown = way.certificate
    if shown is None:
        return NOT_KNOWN
    flaw = flaw_of(shown, way.host, now, trusted=way.cause is not Cause.NOT_TRUSTED)
    words = _words(shown) | {"host": way.host}
    if flaw in (Flaw.EXPIRED, Flaw.TOO_EARLY) and deviation is not None and _valid(shown, now - deviation):
        return Finding(Grade.BAD, Found.CERTIFICATE_CLOCK, words)
    if flaw is not None and way.cause is Cause.NOT_TRUSTED:
        return Finding(Grade.BAD, _FLAWS[flaw], words)
    days = math.floor((shown.until - now) / timedelta(days=1))
    soon = days < CERTIFICATE_DAYS
    found = Found.CERTIFICATE_SOON if soon else Found.CERTIFICATE_GOOD
    return Finding(Grade.WARNING if soon else Grade.GOOD, found, words | {"days": str(max(0, days))})


def _valid(shown: Certificate, now: datetime) -> bool:
    return shown.since <= now <= shown.until


def _words(shown: Certificate) -> dict[str, str]:
    return {
        "subject": shown.subject or next(iter(shown.names), "?"),
        "issuer": shown.issuer or "?",
        "since": shown.since.isoformat(),
        "until": shown.until.isoformat(),
    }


def proxy(way: Way | None, address: str, source: str, *, past: bool) -> Finding:
    """``past``: this server is asked without it."""
    words = {"proxy": address, "source": source}
    if not address:
        return Finding(Grade.GOOD, Found.PROXY_NONE)
    if past:
        return Finding(Grade.GOOD, Found.PROXY_PAST, words)
    if way is None:
        return NOT_KNOWN
    match way.failed, way.cause:
        case _, Cause.PASSWORD:
            return Finding(Grade.BAD, Found.PROXY_PASSWORD, words)
        case Step.PROXY, _:
            return Finding(Grade.BAD, Found.PROXY_REFUSES, words | {"status": str(way.status)})
        case ((Step.NAME | Step.CONNECTION), _):
            return Finding(Grade.BAD, Found.PROXY_UNREACHABLE, words)
        case _:
            return Finding(Grade.GOOD, Found.PROXY_USED, words)
