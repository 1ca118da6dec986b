"""The agents' phones, and the numbers outside, of the simulated PBX: how they are rung, answer, or come to nothing."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from agent_client.backend.ports.telephony import (
    TAKING_SECONDS,
    Cause,
    LegAnswered,
    LegEnded,
    LegFailed,
    LegId,
    LegRinging,
    PhoneState,
)
from agent_client.backend.telephony.sides import LegKind

from .behaviours import CustomerBehaviour, PhoneBehaviour, PhoneKind
from .customers import NOT_REACHED, Customers
from .lines import Leg, Lines
from .news import News
from .timers import Timers

_PUBLIC = "+"
"""So public numbers begin."""
_RING = (PhoneKind.RINGS, PhoneKind.VOICEMAIL)
_OWN_RINGING = (LegKind.TEST, LegKind.LINE)
"""Of the phone itself, for no call."""
_REFUSES = {
    PhoneKind.BUSY: Cause.BUSY,
    PhoneKind.DECLINES: Cause.DECLINED,
    PhoneKind.UNREACHABLE: Cause.UNREACHABLE,
}


class Phones:
    """``answered`` is told of a leg that has just been picked up, ``failed`` of one that came to nothing and is still there,
    ``hangs_up`` of somebody outside who has talked enough."""

    def __init__(
        self,
        lines: Lines,
        timers: Timers,
        news: News,
        outside: Customers,
        default: PhoneBehaviour,
        *,
        answered: Callable[[Leg], None],
        failed: Callable[[Leg], None],
        hangs_up: Callable[[Leg], None],
    ) -> None:
        self.behaviours: dict[str, PhoneBehaviour] = {}
        self.unplugged: dict[str, PhoneBehaviour] = {}
        """By phone that has said so to the PBX: how it behaved before."""
        self._lines = lines
        self._timers = timers
        self._news = news
        self._outside = outside
        self._default = default
        self._answered = answered
        self._failed = failed
        self._hangs_up = hangs_up

    def behaviour(self, phone: str) -> PhoneBehaviour:
        return self.behaviours.get(phone, self._default)

    def kill(self, phone: str) -> None:
        """Its network is gone: it cannot be reached until it is given another behaviour."""
        self.behaviours[phone] = replace(self.behaviour(phone), kind=PhoneKind.UNREACHABLE)

    def unplug(self, phone: str) -> bool:
        """Its registration ends, which the PBX tells. False when it has ended already."""
        if phone in self.unplugged:
            return False
        self.unplugged[phone] = self.behaviour(phone)
        self.kill(phone)
        self._news.tell(PhoneState(phone, online=False))
        return True

    def plug_in(self, phone: str) -> bool:
        """False when it was not unplugged."""
        before = self.unplugged.pop(phone, None)
        if before is None:
            return False
        self.behaviours[phone] = before
        self._news.tell(PhoneState(phone, online=True))
        return True

    def ring(self, leg: Leg) -> None:
        """Where a line is kept, nothing rings: it is connected at once."""
        behaviour = self.behaviour(leg.phone)
        line = self._lines.line_of(leg.phone)
        busy = self._in_use(leg, line)
        cause = Cause.BUSY if busy else None if line is not None else _REFUSES.get(behaviour.kind)
        self._lines.legs[leg.id] = leg
        if cause is not None:
            leg.timers.append(self._timers.after(0, lambda: self.fail(leg.id, cause)))
        elif line is not None:
            leg.timers.append(self._timers.after(0, lambda: self._connect(leg)))
        elif behaviour.kind in _RING:
            leg.timers.append(self._timers.after(behaviour.rings_after, lambda: self._first_ring(leg, behaviour)))

    def _in_use(self, leg: Leg, line: Leg | None) -> bool:
        if line is not None and leg.kind in _OWN_RINGING:
            return True
        return any(one is not line for one in self._lines.on(leg.phone)) or self._lines.calls_from(leg.phone)

    def _connect(self, leg: Leg) -> None:
        self._rings(leg)
        self._take(leg)

    def lose_line(self, phone: str) -> bool:
        """Its kept line ends, which is told. False when there is none."""
        line = self._lines.line_of(phone)
        if line is None:
            return False
        self._lines.drop(line.id)
        self._news.tell(LegEnded(line.id))
        return True

    def _first_ring(self, leg: Leg, behaviour: PhoneBehaviour) -> None:
        self._rings(leg)
        answers = behaviour.answers_test_after if leg.kind in _OWN_RINGING else behaviour.answers_after
        if answers is None and behaviour.kind is PhoneKind.VOICEMAIL:
            answers = 0.0
        if answers is not None:
            leg.timers.append(self._timers.after(answers, lambda: self.answer(leg.id)))
        if behaviour.gives_up_after is not None:
            gives_up = behaviour.gives_up_after
            leg.timers.append(self._timers.after(gives_up, lambda: self.fail(leg.id, Cause.NO_ANSWER)))

    def dial(self, leg: Leg) -> None:
        """A number outside the centre; whoever has it behaves as customers do."""
        leg.outside = True
        self._lines.legs[leg.id] = leg
        behaviour = self._outside.behaviour(leg.phone)
        cause = NOT_REACHED.get(behaviour.kind)
        if cause in (None, Cause.NO_ANSWER):
            leg.timers.append(self._timers.after(0, lambda: self._rings(leg)))
        leg.timers.append(self._timers.after(behaviour.after, lambda: self._dialled(leg, behaviour, cause)))

    def _dialled(self, leg: Leg, behaviour: CustomerBehaviour, cause: Cause | None) -> None:
        if cause is not None:
            self.fail(leg.id, cause)
        elif self.answer(leg.id) and behaviour.talk is not None:
            leg.timers.append(self._timers.after(behaviour.talk, lambda: self._hangs_up(leg)))

    def _rings(self, leg: Leg) -> None:
        leg.rings = True
        self._news.tell(LegRinging(leg.id))

    def answer(self, leg_id: LegId) -> bool:
        """False when it does not ring. On a public number that is not yet the answer: a key is."""
        leg = self._lines.legs.get(leg_id)
        if leg is None or leg.answered or leg.picked_up or not leg.rings:
            return False
        leg.calm()
        behaviour = self.behaviour(leg.phone)
        if leg.outside or not leg.phone.startswith(_PUBLIC):
            self._take(leg)
            return True
        leg.picked_up = True
        never = behaviour.kind is PhoneKind.VOICEMAIL or behaviour.presses_after >= TAKING_SECONDS
        if never:
            leg.timers.append(self._timers.after(TAKING_SECONDS, lambda: self.fail(leg.id, Cause.NO_ANSWER)))
        elif behaviour.presses_after:
            leg.timers.append(self._timers.after(behaviour.presses_after, lambda: self._take(leg)))
        else:
            self._take(leg)
        return True

    def _take(self, leg: Leg) -> None:
        leg.answered = True
        leg.calm()
        self._news.tell(LegAnswered(leg.id))
        self._answered(leg)

    def fail(self, leg_id: LegId, cause: Cause) -> None:
        leg = self._lines.legs.get(leg_id)
        if leg is None or leg.answered:
            return
        self._failed(leg)
        self._news.tell(LegFailed(leg_id, Cause.NO_ANSWER if leg.picked_up else cause))
