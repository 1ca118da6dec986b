"""What the simulated PBX tells the centre, in its order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from agent_client.backend.ports.telephony import TelephonyEvent

from .timers import Timers


class News:
    def __init__(self, timers: Timers) -> None:
        self.listener: Callable[[TelephonyEvent], None] | None = None
        self._timers = timers
        self._untold: deque[TelephonyEvent] = deque()

    def tell(self, event: TelephonyEvent) -> None:
        """Later, never from within: the listener must not be called while it gives an order."""
        self._untold.append(event)
        self._timers.after(0, self._tell_all)

    def tell_after(self, seconds: float, event: TelephonyEvent) -> None:
        self._timers.after(seconds, lambda: self.tell(event))

    def _tell_all(self) -> None:
        while self._untold:
            event = self._untold.popleft()
            if self.listener is not None:
                self.listener(event)

    def stop(self) -> None:
        self.listener = None
        self._untold.clear()
