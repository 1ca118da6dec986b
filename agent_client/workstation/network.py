"""Which proxy stands between this computer and a server, and who says so (A14). The choice is the one that httpx makes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import urlsplit
from urllib.request import getproxies, getproxies_environment, proxy_bypass

from msgspec import Struct


class ProxySource(StrEnum):
    NONE = "none"
    ENVIRONMENT = "environment"
    SYSTEM = "system"


class Proxy(Struct, frozen=True):
    """``address`` without the name and the password that may stand in it; empty: none. ``past``: there is one, but not for
    this server. ``url`` is complete and never shown."""

    address: str = ""
    source: ProxySource = ProxySource.NONE
    past: bool = False
    has_password: bool = False
    url: str = ""

    @property
    def used(self) -> bool:
        return bool(self.address) and not self.past

    def __repr__(self) -> str:
        return f"Proxy({self.address!r}, {self.source.value}, past={self.past})"


def proxy_for(url: str, proxies: Mapping[str, str], *, of_environment: bool, bypassed: bool) -> Proxy:
    """``proxies`` by scheme; ``bypassed``: this server is asked past it, by rule or because it is this computer."""
    chosen = proxies.get(urlsplit(url).scheme) or proxies.get("all") or ""
    if not chosen:
        return Proxy()
    whole = chosen if "://" in chosen else f"http://{chosen}"
    source = ProxySource.ENVIRONMENT if of_environment else ProxySource.SYSTEM
    try:
        split = urlsplit(whole)
        host = split.hostname or ""
        port = f":{split.port}" if split.port is not None else ""
    except ValueError:
        return Proxy(_without_secret(chosen), source, bypassed, False, whole)
    written = f"[{host}]" if ":" in host else host
    return Proxy(f"{split.scheme}://{written}{port}", source, bypassed, split.password is not None, whole)


def this_proxy(url: str, *, loopback: bool) -> Proxy:
    """As this computer is set now."""
    host = urlsplit(url).hostname or ""
    bypassed = loopback or bool(proxy_bypass(host))
    return proxy_for(url, getproxies(), of_environment=bool(getproxies_environment()), bypassed=bypassed)


def _without_secret(text: str) -> str:
    return text.rpartition("@")[2]
