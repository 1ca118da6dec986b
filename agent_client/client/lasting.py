"""How long a session lasts without a new token, or without the password; and whether this computer slept meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from agent_client.client.clock import ServerClock

WARN_BEFORE = timedelta(minutes=15)
"""So long before it is needed the agent is asked for the password."""
SLEPT_SECONDS = 8.0
"""A pause so much longer than meant: no busy loop takes that long."""


class Lasting(Struct, frozen=True):
    """Instants of the server. ``since``: when this token was given."""

    since: datetime
    expires_at: datetime
    password_by: datetime

    def wants_renewal(self, now: datetime) -> bool:
        """Half of the token's life is over, and a new one would live longer."""
        return now - self.since >= (self.expires_at - self.since) / 2 and self.expires_at < self.password_by

    def wants_password(self, now: datetime) -> bool:
        return now >= self.password_by - WARN_BEFORE


class Gap:
    """Two clocks over one pause: a computer that sleeps stops the one, the other, or the process alone."""

    def __init__(self, clock: ServerClock, meant: float) -> None:
        self._clock = clock
        self._meant = meant
        self.begin()

    def begin(self) -> None:
        self._monotonic = self._clock.monotonic()
        self._wall = self._clock.wall()

    def slept(self) -> bool:
        monotonic = self._clock.monotonic() - self._monotonic
        wall = (self._clock.wall() - self._wall).total_seconds()
        return bool(max(monotonic - self._meant, abs(wall - monotonic)) > SLEPT_SECONDS)
