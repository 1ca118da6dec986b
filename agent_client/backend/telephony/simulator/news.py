"""What the simulated PBX tells the centre, in its order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from agent_client.backend.ports.telephony import Alive, CallArrived, PbxBack, PbxLost, TelephonyEvent

from .timers import Timers


class News:
    """While the link is ``lost`` only arrivals are kept, for afterwards."""

    def __init__(self, timers: Timers) -> None:
        self.listener: Callable[[TelephonyEvent], None] | None = None
        self.lost = False
        self._arrived: list[CallArrived] = []
        self._timers = timers
        self._untold: deque[TelephonyEvent] = deque()

    def tell(self, event: TelephonyEvent) -> None:
        """Later, never from within: the listener must not be called while it gives an order."""
        if not self.lost:
            self._untold.append(event)
            self._timers.after(0, self._tell_all)
        elif isinstance(event, CallArrived):
            self._arrived.append(event)

    def tell_after(self, seconds: float, event: TelephonyEvent) -> None:
        self._timers.after(seconds, lambda: self.tell(event))

    def lose(self) -> None:
        self.tell(PbxLost())
        self.lost = True

    def restore(self, alive: Alive) -> None:
        """Who came meanwhile is told of, if they still wait."""
        self.lost = False
        arrived, self._arrived = self._arrived, []
        new = {event.call for event in arrived}
        self.tell(PbxBack(Alive(alive.calls - new, alive.legs)))
        for event in arrived:
            if event.call in alive.calls:
                self.tell(event)

    def _tell_all(self) -> None:
        while self._untold:
            event = self._untold.popleft()
            if self.listener is not None:
                self.listener(event)

    def stop(self) -> None:
        self.listener = None
        self._untold.clear()
        self._arrived.clear()
        self.lost = False
