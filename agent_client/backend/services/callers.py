"""Who is behind a bearer token. Remembered for a few seconds, and forgotten at once when the session ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import sessions
from agent_client.backend.ports.clock import Clock
from agent_client.backend.ports.units import Numbered, Tx, Units
from agent_client.protocol.cursor import agent_stream
from agent_client.protocol.events import NAMES, SessionEnded
from agent_client.protocol.refusals import NotSignedIn
from agent_client.protocol.time import seconds_between

from .session_life import token_hash

REMEMBERED_SECONDS = 5.0
MOST_REMEMBERED = 20_000
SESSION_ENDED = NAMES[SessionEnded]


class Callers:
    def __init__(self, units: Units, clock: Clock) -> None:
        self._units = units
        self._clock = clock
        self._known: dict[bytes, tuple[Caller, datetime]] = {}

    async def of(self, authorization: str | None) -> Caller:
        """``Bearer …`` to the agent behind it. Raises `NotSignedIn`, with the why of a session that has ended."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotSignedIn("sign in first")
        key = token_hash(token.strip())
        known = self._known.get(key)
        now = self._clock.now()
        if known is not None and 0 <= seconds_between(known[1], now) < REMEMBERED_SECONDS:
            return known[0]
        self._known.pop(key, None)
        caller = await self._units.read(lambda tx: _caller(tx, key))
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[key] = (caller, now)
        return caller

    def note(self, events: Iterable[Numbered]) -> None:
        """Forget whose session has just ended."""
        ended = {event.stream for event in events if event.name == SESSION_ENDED}
        if ended:
            self._known = {
                key: known for key, known in self._known.items() if agent_stream(known[0].agent) not in ended
            }


def _caller(tx: Tx, key: bytes) -> Caller:
    found = sessions.caller(tx.conn, key, tx.now)
    if found is None:
        raise NotSignedIn("no such session")
    caller, why = found
    if why is not None:
        raise NotSignedIn("the session has ended", why=why.code.value)
    return caller
