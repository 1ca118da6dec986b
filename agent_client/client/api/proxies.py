"""Which proxy stands between this computer and a server, and who says so (A14): the environment, else the system's settings.

No name is looked up here, as Python's own rule for Windows does: that takes its time where only the proxy knows names.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import StrEnum
from fnmatch import fnmatch
from urllib.parse import urlsplit
from urllib.request import getproxies, getproxies_environment, proxy_bypass

from msgspec import Struct

from .address import is_loopback


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


def this_proxy(url: str) -> Proxy:
    """As this computer is set now. A proxy for the outside world is not asked for this computer itself."""
    host = urlsplit(url).hostname or ""
    environment = getproxies_environment()
    past = bool(proxy_bypass(host)) if environment else _past_by_system(host)  # by NO_PROXY, where there is one
    proxies = environment or getproxies()
    return proxy_for(url, proxies, of_environment=bool(environment), bypassed=is_loopback(host) or past)


def overridden(host: str, rules: str) -> bool:
    """Whether Windows' list of exceptions has this host: ``*.inside.example;10.*;<local>``."""
    patterns = [rule.strip().lower().rpartition("://")[2] for rule in rules.split(";")]
    local = "." not in host and ":" not in host
    return any((pattern == "<local>" and local) or fnmatch(host.lower(), pattern) for pattern in patterns if pattern)


def _past_by_system(host: str) -> bool:
    if sys.platform == "win32":
        import winreg  # Windows alone has it

        settings = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, settings) as key:
                return overridden(host, str(winreg.QueryValueEx(key, "ProxyOverride")[0]))
        except OSError:
            return False
    return bool(proxy_bypass(host)) if sys.platform == "darwin" else False


def _without_secret(text: str) -> str:
    return text.rpartition("@")[2]
