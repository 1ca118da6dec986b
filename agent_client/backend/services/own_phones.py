"""Which numbers are the centre's own: calls from them are internal (E4)."""

from __future__ import annotations

from agent_client.backend.persistence import directory, sessions
from agent_client.backend.ports.units import Tx

LONGEST_EXTENSION = 6
"""In digits: as `rules.dial_numbers.canonical` tells extensions from public numbers."""


def is_own(tx: Tx, number: str) -> bool:
    """An extension, a phone that somebody is signed in with, one of the organisation's directory. ``number`` as it is stored;
    a withheld one is nobody's."""
    if not number:
        return False
    extension = number.isdigit() and len(number) <= LONGEST_EXTENSION
    return extension or sessions.agent_at(tx.conn, number) is not None or directory.has(tx.conn, number)
