"""The simulated PBX's sense of time: real, quickened, or moved by hand in a test."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Callable
from typing import Protocol


class Timer(Protocol):
    def cancel(self) -> None: ...


class Timers(Protocol):
    @property
    def now(self) -> float:
        """Seconds of an unknown beginning."""
        ...

    def after(self, seconds: float, then: Callable[[], object]) -> Timer:
        """Call ``then`` once, later, even for 0 seconds: never from within this call."""
        ...


class LoopTimers:
    """On the running event loop; ``speed`` 10 makes ten simulated seconds pass in one."""

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed

    @property
    def now(self) -> float:
        return asyncio.get_running_loop().time() * self._speed

    def after(self, seconds: float, then: Callable[[], object]) -> Timer:
        return asyncio.get_running_loop().call_later(seconds / self._speed, then)


class _HandTimer:
    def __init__(self, then: Callable[[], object]) -> None:
        self.then: Callable[[], object] | None = then

    def cancel(self) -> None:
        self.then = None


class HandTimers:
    """Time that passes only in `pass_`."""

    def __init__(self) -> None:
        self.now = 0.0
        self._order = itertools.count()
        self._waiting: list[tuple[float, int, _HandTimer]] = []

    def after(self, seconds: float, then: Callable[[], object]) -> Timer:
        timer = _HandTimer(then)
        heapq.heappush(self._waiting, (self.now + max(0.0, seconds), next(self._order), timer))
        return timer

    def next_in(self) -> float | None:
        """Seconds until something happens; None when nothing will by itself."""
        while self._waiting and self._waiting[0][2].then is None:
            heapq.heappop(self._waiting)
        return self._waiting[0][0] - self.now if self._waiting else None

    def pass_(self, seconds: float = 0.0) -> None:
        """Everything that falls due meanwhile happens, in its order, also what that sets off."""
        end = self.now + seconds
        while self._waiting and self._waiting[0][0] <= end:
            at, _, timer = heapq.heappop(self._waiting)
            self.now = at
            then, timer.then = timer.then, None
            if then is not None:
                then()
        self.now = end
