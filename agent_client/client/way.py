"""Which way this computer takes to the server: by which of its own addresses. Another one is another network, and what is
connected over the old one is most likely dead."""

from __future__ import annotations

import socket

Peer = tuple[str, int]
"""The server's address, a number of either family, and its port."""


class Way:
    """Asks the system's table of routes alone: nothing is sent, and no name is looked up."""

    def __init__(self) -> None:
        self._own = ""

    def changed(self, peer: Peer | None) -> bool:
        """Since it was asked last. No way at all is none to try: that says nothing until there is one again."""
        own = "" if peer is None else own_address(peer)
        before, self._own = self._own, own or self._own
        return bool(own and before) and own != before


def own_address(peer: Peer) -> str:
    """By which this computer would send to it; empty: it cannot."""
    host, port = peer
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as asking:
            asking.connect((host, port))
            return str(asking.getsockname()[0])
    except OSError:
        return ""
