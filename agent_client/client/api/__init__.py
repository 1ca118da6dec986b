"""The server's HTTP commands, and what can go wrong on the way. The event stream's contents are read in stream.py."""

from __future__ import annotations

from .address import server_url
from .commands import Api, check_schema
from .trouble import (
    Cause,
    NotOurServer,
    ServerFailed,
    ServerTooOld,
    ServerTrouble,
    TlsRefused,
    Unreachable,
    trouble_of,
)
from .wire import Limits, another_system_ssl, system_ssl

__all__ = [
    "Api",
    "Cause",
    "Limits",
    "NotOurServer",
    "ServerFailed",
    "ServerTooOld",
    "ServerTrouble",
    "TlsRefused",
    "Unreachable",
    "another_system_ssl",
    "check_schema",
    "server_url",
    "system_ssl",
    "trouble_of",
]
