"""The server's time as this computer can know it, and the only place where the client reads a clock (A10)."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from msgspec import Struct

_SAMPLES = 12
_DRIFT = 200e-6
"""How far two computers' clocks run apart, in seconds a second: four times what cheap quartz does."""
_STANDSTILL = 1.0
"""Seconds for which a clock that turns out fast stands still; past that it jumps back."""


class _Sample(Struct, frozen=True):
    """One question to the server, in monotonic seconds, and its answer in seconds since 1970."""

    sent: float
    received: float
    server: float

    @property
    def round_trip(self) -> float:
        return self.received - self.sent

    @property
    def offset(self) -> float:
        """Server minus monotonic, as if the way there and the way back were equally long."""
        return self.server - (self.sent + self.received) / 2

    def agrees(self, newer: _Sample) -> bool:
        """Whether one offset can explain both; no longer so once a clock was set or this computer slept."""
        slack = (self.round_trip + newer.round_trip) / 2 + _DRIFT * (newer.received - self.received) + 0.005
        return abs(self.offset - newer.offset) <= slack


def _wall() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one home of the client's time


class ServerClock:
    """Before the first answer of the server it shows this computer's own time."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic, wall: Callable[[], datetime] = _wall) -> None:
        self.monotonic = monotonic
        self._wall = wall
        self._samples: deque[_Sample] = deque(maxlen=_SAMPLES)
        self._shown: float | None = None

    def another(self) -> ServerClock:
        """One that knows of no server yet, on the same computer."""
        return ServerClock(self.monotonic, self._wall)

    def wall(self) -> datetime:
        """What this computer's own clock shows: for what this computer itself goes by, never for an instant of the centre."""
        return self._wall()

    def feed(self, sent: float, received: float, server_now: datetime) -> None:
        """``sent`` and ``received`` are readings of `monotonic` just before asking and just after the answer."""
        sample = _Sample(sent, max(sent, received), server_now.timestamp())
        agreeing = [older for older in self._samples if older.agrees(sample)]
        self._samples.clear()
        self._samples.extend([*agreeing, sample])

    def now(self) -> datetime:
        offset = self._offset()
        if offset is None:
            return self._wall()
        now = self.monotonic() + offset
        if self._shown is not None and 0 < self._shown - now <= _STANDSTILL:
            now = self._shown
        self._shown = now
        return datetime.fromtimestamp(now, UTC)

    def deviation(self, wall: datetime | None = None) -> timedelta | None:
        """How far this computer's clock (``wall``: what it shows now) is ahead of the server's; None before any answer."""
        offset = self._offset()
        if offset is None:
            return None
        shown = self._wall() if wall is None else wall
        return timedelta(seconds=shown.timestamp() - (self.monotonic() + offset))

    @property
    def round_trip(self) -> float | None:
        """Seconds that the newest answer took; None before any."""
        return self._samples[-1].round_trip if self._samples else None

    def _offset(self) -> float | None:
        best = min(self._samples, key=lambda sample: sample.round_trip, default=None)
        return None if best is None else best.offset
