"""What the centre itself says to callers of the simulated PBX, and to those who wait: no sound, but what of it was said to
whom."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import CallId
from agent_client.backend.telephony.sides import Customer

from .customers import Customers
from .lines import Call, Lines
from .timers import Timers

SPEAKS_SECONDS = 1.0
"""So long each prompt takes."""
KEPT = 500
"""Of so many calls it is known what was said to them."""


class Announcements:
    """``over`` is told of a call to which all has been said."""

    def __init__(self, lines: Lines, timers: Timers, customers: Customers, over: Callable[[CallId], object]) -> None:
        self._lines = lines
        self._timers = timers
        self._customers = customers
        self._over = over
        self._said: OrderedDict[CallId, tuple[Prompt | int, ...]] = OrderedDict()

    def speak(self, call_id: CallId, prompts: tuple[Prompt | int, ...]) -> None:
        call = self._lines.calls.get(call_id)
        if call is None or call.customer is not Customer.WAITING or call.owner is not None or call.outside is not None:
            return
        self._say(call_id, prompts)
        self._customers.listen(call, len(prompts) * SPEAKS_SECONDS, lambda: self._over(call_id))

    def announce(self, call_id: CallId, prompts: tuple[Prompt | int, ...]) -> None:
        """In place of the music, to one who waits."""
        call = self._lines.calls.get(call_id)
        if call is None or call.customer is not Customer.WAITING or call.outside is not None:
            return
        self._say(call_id, (*self.said(call_id), *prompts))
        call.hears_centre = True
        self._timers.after(len(prompts) * SPEAKS_SECONDS, lambda: self._music_again(call))

    @staticmethod
    def _music_again(call: Call) -> None:
        call.hears_centre = False

    def _say(self, call_id: CallId, prompts: tuple[Prompt | int, ...]) -> None:
        self._said[call_id] = prompts
        if len(self._said) > KEPT:
            self._said.popitem(last=False)

    def said(self, call_id: CallId) -> tuple[Prompt | int, ...]:
        """Also after the call's end."""
        return self._said.get(call_id, ())
