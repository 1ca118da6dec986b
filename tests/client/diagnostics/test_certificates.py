"""Certificates as they are: read like Python reads those that it trusts, and nothing else taken for one."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from agent_client.client.diagnostics.certificates import Certificate, Flaw, flaw_of, read_certificate

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AUTHORITY = trustme.CA(organization_name="Thermo Service, vnitřní")


def der_of(*hosts: str, until: datetime | None = None) -> bytes:
    issued = AUTHORITY.issue_cert(*hosts, common_name=hosts[0], not_after=until)
    return ssl.PEM_cert_to_DER_cert(issued.cert_chain_pems[0].bytes().decode())


def test_a_certificate_is_read() -> None:
    until = datetime(2027, 3, 1, 12, 30, tzinfo=UTC)
    found = read_certificate(der_of("centre.example", "*.agents.example", "10.0.0.7", "2001:db8::1", until=until))
    assert found is not None
    assert found.subject == "centre.example"
    assert found.issuer == "Thermo Service, vnitřní"
    assert found.until == until
    assert found.since < found.until
    assert set(found.names) == {"centre.example", "*.agents.example", "10.0.0.7", "2001:db8::1"}


@given(st.binary(max_size=400))
def test_what_is_none_is_none(data: bytes) -> None:
    assert read_certificate(data) is None


GENUINE = der_of("centre.example")


@given(st.integers(0, len(GENUINE) - 1), st.integers(0, 255))
def test_a_spoilt_one_never_fails(at: int, byte: int) -> None:
    spoilt = GENUINE[:at] + bytes([byte]) + GENUINE[at + 1 :]
    assert isinstance(read_certificate(spoilt), Certificate | None)
    assert read_certificate(GENUINE[:at]) is None


def one(**other: object) -> Certificate:
    whole = {
        "subject": "centre.example",
        "issuer": "Authority",
        "since": NOW - timedelta(days=10),
        "until": NOW + timedelta(days=10),
        "names": ("centre.example", "*.agents.example"),
    }
    return Certificate(**(whole | other))


@pytest.mark.parametrize(
    ("certificate", "host", "trusted", "flaw"),
    [
        (one(), "Centre.Example", True, None),
        (one(), "a.agents.example", True, None),
        (one(), "agents.example", True, Flaw.OTHER_HOST),
        (one(), "a.b.agents.example", True, Flaw.OTHER_HOST),
        (one(), "evil.example", False, Flaw.OTHER_HOST),
        (one(), "centre.example", False, Flaw.STRANGER),
        (one(until=NOW - timedelta(seconds=1)), "centre.example", False, Flaw.EXPIRED),
        (one(since=NOW + timedelta(seconds=1)), "centre.example", False, Flaw.TOO_EARLY),
    ],
)
def test_what_is_wrong_with_it(certificate: Certificate, host: str, trusted: bool, flaw: Flaw | None) -> None:
    assert flaw_of(certificate, host, NOW, trusted=trusted) is flaw
