"""Server addresses as people type them."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

_EXAMPLE = "Enter the server's address as it was given to you, for example centre.example.com."


def is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def server_url(text: str) -> str:
    """``centre.example.com`` → ``https://centre.example.com``; plain HTTP where it is asked for, or never leaves this computer.

    Raises ValueError with a sentence for whoever typed it.
    """
    typed = text.strip()
    if not typed:
        raise ValueError(_EXAMPLE)
    if _is_ipv6(typed):
        typed = f"[{typed}]"
    split = _split(typed if "://" in typed else f"//{typed}")
    host = (split.hostname or "").rstrip(".")
    if not host or not all(character.isalnum() or character in "-._:" for character in host):
        raise ValueError(f"“{text.strip()}” is not a server's address. {_EXAMPLE}")
    if split.username is not None:
        raise ValueError(f"A server's address holds no name and no password. {_EXAMPLE}")
    scheme = split.scheme.lower() or ("http" if is_loopback(host) else "https")
    if scheme not in ("http", "https"):
        raise ValueError(f"A server's address starts with https://, not with {scheme}://.")
    port = _port(split)
    written = f"[{host}]" if ":" in host else host
    return f"{scheme}://{written}{f':{port}' if port is not None else ''}{split.path.rstrip('/')}"


def _is_ipv6(text: str) -> bool:
    try:
        return isinstance(ip_address(text), IPv6Address)
    except ValueError:
        return False


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError as error:
        raise ValueError(f"“{text.removeprefix('//')}” is not a server's address. {_EXAMPLE}") from error


def _port(split: SplitResult) -> int | None:
    try:
        port = split.port
    except ValueError as error:
        raise ValueError("The number after the colon, the port, is between 1 and 65535.") from error
    if port == 0:
        raise ValueError("The number after the colon, the port, is between 1 and 65535.")
    return port
