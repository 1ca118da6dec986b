"""From what was found to what an agent is told: every row of the table, and the clock's sign."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agent_client.client.api import NotOurServer, ServerFailed, ServerTooOld, TlsRefused, Unreachable
from agent_client.client.diagnostics import judging
from agent_client.client.diagnostics.certificates import Certificate
from agent_client.client.diagnostics.judging import Greeting, Link
from agent_client.client.diagnostics.reaching import Cause, Step, Way
from agent_client.client.diagnostics.trial import Trial
from agent_client.protocol.refusals import ClientTooOld
from agent_client.protocol.sessions import OLDEST_CLIENT, SCHEMA, Hello
from agent_client.rules.findings import Found, Grade

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HELLO = Hello(schema=SCHEMA, oldest_client=OLDEST_CLIENT, server="1.0", centre="C", epoch="e", now=NOW)
CERTIFICATE = Certificate(
    subject="centre.example",
    issuer="Authority",
    since=NOW - timedelta(days=100),
    until=NOW + timedelta(days=100),
    names=("centre.example",),
)
WAY = Way(
    host="centre.example",
    port=443,
    encrypted=True,
    steps=((Step.NAME, 0.003), (Step.CONNECTION, 0.02), (Step.TLS, 0.05)),
    certificate=CERTIFICATE,
)


def stuck(step: Step, cause: Cause, **other: object) -> Way:
    return replace(WAY, failed=step, cause=cause, steps=(), **other)


@pytest.mark.parametrize(
    ("way", "greeting", "proxied", "found"),
    [
        (WAY, Greeting(HELLO, None, 0.012), False, Found.SERVER_ANSWERS),
        (WAY, Greeting(HELLO, None, 1.4), False, Found.SERVER_SLOW),
        (stuck(Step.NAME, Cause.NO_NAME), None, False, Found.SERVER_NO_NAME),
        (stuck(Step.NAME, Cause.NO_NAME), None, True, Found.SERVER_BEHIND_PROXY),
        (stuck(Step.CONNECTION, Cause.REFUSED), None, False, Found.SERVER_REFUSES),
        (stuck(Step.CONNECTION, Cause.TIMEOUT), None, False, Found.SERVER_SILENT),
        (stuck(Step.CONNECTION, Cause.OTHER), None, False, Found.SERVER_BROKEN),
        (stuck(Step.PROXY, Cause.PASSWORD), None, True, Found.SERVER_BEHIND_PROXY),
        (stuck(Step.TLS, Cause.NOT_TRUSTED), None, False, Found.SERVER_NOT_TRUSTED),
        (stuck(Step.TLS, Cause.TLS), None, True, Found.SERVER_NO_TLS),
        (WAY, None, False, Found.SERVER_SILENT),
        (WAY, Greeting(None, NotOurServer("x")), False, Found.SERVER_NOT_OURS),
        (WAY, Greeting(None, ServerFailed(502)), False, Found.SERVER_FAILS),
        (WAY, Greeting(None, TlsRefused("x", certificate=True)), False, Found.SERVER_NOT_TRUSTED),
        (WAY, Greeting(None, TlsRefused("x", certificate=False)), False, Found.SERVER_NO_TLS),
        (WAY, Greeting(None, Unreachable("proxy")), True, Found.SERVER_BEHIND_PROXY),
        (WAY, Greeting(None, Unreachable("timeout")), False, Found.SERVER_SILENT),
        (WAY, Greeting(None, Unreachable("other")), False, Found.SERVER_BROKEN),
    ],
)
def test_the_server(way: Way, greeting: Greeting | None, proxied: bool, found: Found) -> None:
    finding = judging.server(way, greeting, proxied=proxied)
    assert finding.found is found
    assert (finding.grade is Grade.GOOD) == (found is Found.SERVER_ANSWERS)


def test_each_step_of_an_answer_has_its_time() -> None:
    steps = judging.server(WAY, Greeting(HELLO, None, 0.012), proxied=False).steps
    assert [name for name, _ in steps] == ["name", "connection", "tls", "answer"]


def test_versions() -> None:
    found = [
        judging.versions(greeting).found
        for greeting in (
            Greeting(HELLO),
            Greeting(None, ServerTooOld(1, SCHEMA)),
            Greeting(None, ClientTooOld(client="4", needs="9")),
            Greeting(None, NotOurServer("x")),
            None,
        )
    ]
    assert found == [
        Found.VERSIONS_FIT,
        Found.VERSIONS_SERVER_OLD,
        Found.VERSIONS_CLIENT_OLD,
        Found.NOT_KNOWN,
        Found.NOT_KNOWN,
    ]


APART, TOGETHER = Trial((0.0, 0.2, 0.4, 0.6)), Trial((0.6, 0.6, 0.6, 0.61), "1.1 squid")


@pytest.mark.parametrize(
    ("trial", "link", "proxy", "found", "by"),
    [
        (APART, None, "", Found.STREAM_FLOWS, None),
        (APART, Link(2.0, 1), "", Found.STREAM_LIVES, None),
        (APART, Link(60.0, 1), "", Found.STREAM_DOWN, None),
        (APART, Link(None, 1), "", Found.STREAM_DOWN, None),
        (TOGETHER, Link(1.0, 0), "", Found.STREAM_HELD_BACK_BY, "1.1 squid"),
        (TOGETHER, None, "http://proxy.corp:8080", Found.STREAM_HELD_BACK_BY, "http://proxy.corp:8080"),
        (Trial(TOGETHER.arrivals), None, "", Found.STREAM_HELD_BACK, None),
        (Trial((0.0, 0.2)), None, "", Found.STREAM_CUT, None),
        (Trial(()), None, "", Found.STREAM_CUT, None),
        (None, None, "", Found.STREAM_NOT_TRIED, None),
        (None, Link(1.0, 0), "", Found.STREAM_LIVES, None),
    ],
)
def test_the_stream(trial: Trial | None, link: Link | None, proxy: str, found: Found, by: str | None) -> None:
    finding = judging.stream(trial, link, proxy=proxy)
    assert (finding.found, finding.params.get("by")) == (found, by)


@given(st.floats(-1e6, 1e6), st.integers(1, 3600))
def test_the_clock_is_wrong_past_the_limit_and_says_which_way(off: float, limit: int) -> None:
    finding = judging.clock(timedelta(seconds=off), limit)
    exact = timedelta(seconds=off).total_seconds()
    if abs(exact) <= limit:
        assert finding.found is Found.CLOCK_RIGHT
    else:
        assert finding.found is (Found.CLOCK_FAST if off > 0 else Found.CLOCK_SLOW)
        assert finding.grade is Grade.WARNING


def test_a_clock_never_measured() -> None:
    assert judging.clock(None, 30) == judging.NOT_KNOWN


REFUSED = stuck(Step.TLS, Cause.NOT_TRUSTED)


@pytest.mark.parametrize(
    ("way", "off", "found"),
    [
        (WAY, 0, Found.CERTIFICATE_GOOD),
        (replace(WAY, certificate=replace(CERTIFICATE, until=NOW + timedelta(days=9))), 0, Found.CERTIFICATE_SOON),
        (REFUSED, 0, Found.CERTIFICATE_STRANGER),
        (replace(REFUSED, host="other.example"), 0, Found.CERTIFICATE_OTHER_HOST),
        (
            replace(REFUSED, certificate=replace(CERTIFICATE, until=NOW - timedelta(days=1))),
            0,
            Found.CERTIFICATE_EXPIRED,
        ),
        (
            replace(REFUSED, certificate=replace(CERTIFICATE, since=NOW + timedelta(days=1))),
            0,
            Found.CERTIFICATE_TOO_EARLY,
        ),
        (
            replace(REFUSED, certificate=replace(CERTIFICATE, since=NOW + timedelta(days=1))),
            -2,
            Found.CERTIFICATE_CLOCK,
        ),
        (replace(WAY, certificate=None), 0, Found.NOT_KNOWN),
        (replace(WAY, encrypted=False), 0, Found.CERTIFICATE_NONE),
        (replace(WAY, encrypted=False, host="127.0.0.1"), 0, Found.CERTIFICATE_LOCAL),
    ],
)
def test_the_certificate(way: Way, off: int, found: Found) -> None:
    finding = judging.certificate(way, NOW, timedelta(days=off))
    assert finding.found is found
    assert (finding.grade is Grade.GOOD) == (found in (Found.CERTIFICATE_GOOD, Found.CERTIFICATE_LOCAL))


@pytest.mark.parametrize(
    ("way", "address", "past", "found"),
    [
        (WAY, "", False, Found.PROXY_NONE),
        (WAY, "http://proxy:8080", True, Found.PROXY_PAST),
        (WAY, "http://proxy:8080", False, Found.PROXY_USED),
        (REFUSED, "http://proxy:8080", False, Found.PROXY_USED),
        (stuck(Step.PROXY, Cause.PASSWORD, status=407), "http://proxy:8080", False, Found.PROXY_PASSWORD),
        (stuck(Step.PROXY, Cause.DENIED, status=403), "http://proxy:8080", False, Found.PROXY_REFUSES),
        (stuck(Step.CONNECTION, Cause.REFUSED), "http://proxy:8080", False, Found.PROXY_UNREACHABLE),
        (None, "http://proxy:8080", False, Found.NOT_KNOWN),
    ],
)
def test_the_proxy(way: Way | None, address: str, past: bool, found: Found) -> None:
    assert judging.proxy(way, address, "environment", past=past).found is found
