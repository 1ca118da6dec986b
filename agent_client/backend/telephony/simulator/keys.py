"""The keys of the simulated phones themselves: hold, and transfer."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from agent_client.backend.ports.telephony import LegId, PhoneHeld, TransferAsked
from agent_client.backend.telephony.sides import LegKind

from .lines import Leg, Lines
from .news import News
from .timers import Timers


class Keys:
    """``follow`` is told that somebody hears somebody else, ``hangs_up`` of a phone whose transfer was taken."""

    def __init__(
        self,
        lines: Lines,
        timers: Timers,
        news: News,
        *,
        follow: Callable[[], None],
        hangs_up: Callable[[Leg], None],
    ) -> None:
        self._lines = lines
        self._timers = timers
        self._news = news
        self._follow = follow
        self._hangs_up = hangs_up
        self._numbers = itertools.count(1)
        self._talked_to: dict[LegId, LegId | None] = {}
        """Of those that wait to be told: who is at the other end of the second call."""
        self._shown: dict[str, bool | None] = {}
        self._holding: frozenset[str] = frozenset()

    # What people press.

    def hold(self, phone: str, *, held: bool = True) -> bool:
        """False when nobody talks on it, or it is so already."""
        leg, line = self._talks(phone), self._lines.line_of(phone)
        both = [one for one in (line, leg) if one is not None]
        if not both or both[0].held is held:
            return False
        for one in both:
            one.held = held
        if leg is not None:
            self._news.tell(PhoneHeld(leg.id, held))
            self._follow()
        return True

    def transfer(self, phone: str, number: str, *, talked: bool = False) -> bool:
        """``talked``: after a second call from the phone, which was answered at ``number``. False when nobody talks on it."""
        leg = self._talks(phone)
        if leg is None:
            return False
        other = self._second_call(leg, number) if talked else None
        self._talked_to[leg.id] = other
        self._shown[phone] = None
        self._news.tell(TransferAsked(leg.id, number, other))
        return True

    def shown(self, phone: str) -> bool | None:
        """Of its last transfer: whether it was taken; None: the phone waits to be told, or pressed no such key."""
        return self._shown.get(phone)

    def _talks(self, phone: str) -> Leg | None:
        legs = (leg for leg in self._lines.on(phone) if leg.answered and not leg.outside)
        return next((leg for leg in legs if self._lines.call_of(leg) is not None), None)

    def _second_call(self, leg: Leg, number: str) -> LegId:
        other = Leg(LegId(f"{leg.id}-key-{next(self._numbers)}"), number, LegKind.CONSULT, leg.call)
        other.rings = other.answered = True
        other.outside = number.startswith("+")
        self._lines.legs[other.id] = other
        call = self._lines.call_of(leg)
        if call is not None and call.consulted is None:
            call.consulted = other.id
        return other.id

    # What the centre says.

    def answer(self, leg_id: LegId, *, taken: bool) -> None:
        if leg_id not in self._talked_to:
            return
        other = self._talked_to.pop(leg_id)
        leg = self._lines.legs.get(leg_id)
        if leg is not None:
            self._shown[leg.phone] = taken
        if not taken:
            self._lines.drop(other)
        elif leg is not None:
            self._timers.after(0, lambda: self._hangs_up(leg))

    def connected(self, leg: Leg) -> None:
        """By a kept line, perhaps, which is held from the call before."""
        line = self._lines.line_of(leg.phone)
        if line is not None and line.held and leg.call is not None:
            leg.held = True
            self._news.tell(PhoneHeld(leg.id, held=True))

    # What outlives the centre's server, and its link.

    def stop(self) -> None:
        self._holding = frozenset(leg.phone for leg in self._lines.legs.values() if leg.held)
        self._talked_to.clear()

    def take_up(self, leg: Leg) -> None:
        """A leg that was known and goes on."""
        if leg.phone in self._holding:
            leg.held = True
            if leg.call is not None:
                self._news.tell(PhoneHeld(leg.id, held=True))

    def tell_again(self) -> None:
        for leg in self._lines.legs.values():
            if leg.held and leg.call is not None:
                self._news.tell(PhoneHeld(leg.id, held=True))
