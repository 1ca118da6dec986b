"""Which proxy, and who says so; never its password."""

from __future__ import annotations

import socket

import pytest

from agent_client.client.api.proxies import Proxy, ProxySource, overridden, proxy_for, this_proxy

BOTH = {"http": "http://plain.corp:3128", "https": "http://ada:s3cr3t@proxy.corp:8080"}


def test_by_scheme_and_without_its_password() -> None:
    found = proxy_for("https://centre.example", BOTH, of_environment=True, bypassed=False)
    assert (found.address, found.source) == ("http://proxy.corp:8080", ProxySource.ENVIRONMENT)
    assert found.used and found.has_password and "s3cr3t" in found.url and "s3cr3t" not in repr(found)
    plain = proxy_for("http://centre.example", BOTH, of_environment=False, bypassed=False)
    assert (plain.address, plain.source, plain.has_password) == ("http://plain.corp:3128", ProxySource.SYSTEM, False)


@pytest.mark.parametrize("proxies", [{}, {"ftp": "http://proxy:1"}, {"https": ""}])
def test_none(proxies: dict[str, str]) -> None:
    assert proxy_for("https://centre.example", proxies, of_environment=True, bypassed=False) == Proxy()


@pytest.mark.parametrize("written", ["proxy.corp:8080", "http://ada:s3cr3t@proxy.corp:99999", "http://[::1", "//"])
def test_as_people_write_it(written: str) -> None:
    found = proxy_for("https://centre.example", {"all": written}, of_environment=True, bypassed=False)
    assert "s3cr3t" not in found.address


def test_of_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "no_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.corp:8080")
    monkeypatch.setenv("NO_PROXY", "inside.example")
    assert this_proxy("https://centre.example").used
    for host in ("inside.example", "centre.inside.example", "127.0.0.1"):
        past = this_proxy(f"https://{host}")
        assert past.past and not past.used and past.address


@pytest.mark.parametrize(
    ("host", "rules", "past"),
    [
        ("centre.inside.example", "*.inside.example;10.*", True),
        ("CENTRE.inside.example", "https://*.Inside.example", True),
        ("10.1.2.3", "*.inside.example; 10.*", True),
        ("centre", "<local>", True),
        ("centre.example", "<local>", False),
        ("centre.example", "*.inside.example;;", False),
        ("centre.example", "", False),
    ],
)
def test_the_exceptions_of_windows(host: str, rules: str, past: bool) -> None:
    assert overridden(host, rules) is past


def test_nobody_is_asked_for_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.corp:8080")
    for name in ("gethostbyname", "getaddrinfo", "getfqdn"):
        monkeypatch.setattr(socket, name, lambda *_: pytest.fail("a name was looked up"))
    assert this_proxy("https://centre.example").used
