"""What people do in the simulated PBX, and what can be seen of it: for a scenario, a test, the demo's control routes."""

from __future__ import annotations

import itertools

import msgspec

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import CallArrived, CallDetail, CallId, Cause
from agent_client.backend.telephony.sides import Customer

from . import audio
from .audio import Hearing
from .behaviours import CustomerBehaviour, OwnCall, PhoneBehaviour
from .exchange import Exchange
from .lines import Call
from .recordings import Segment


class Scenario:
    def __init__(self, exchange: Exchange, name: str) -> None:
        self._exchange = exchange
        self._name = name
        self._numbers = itertools.count(1)
        self.keys = exchange.keys
        """What people press on phones that talk."""

    # What people do.

    def call_in(self, ani: str, dnis: str, patience: float | None = None, talk: float | None = None) -> CallId:
        """A customer dials one of the centre's numbers, waits at most ``patience`` seconds, talks ``talk`` seconds."""
        call = Call(CallId(f"{self._name}-{next(self._numbers)}"), ani, dnis, Customer.WAITING, patience, talk)
        self._exchange.lines.calls[call.id] = call
        self._exchange.news.tell(CallArrived(call.id, ani, dnis))
        self._exchange.customers.wait(call)
        return call.id

    def by_itself(self, happening: OwnCall) -> CallId:
        """A call that the PBX handles without the centre; it is told of when it is over."""
        call = CallId(f"{self._name}-{next(self._numbers)}")
        detail = CallDetail(call=call, **msgspec.structs.asdict(happening))
        self._exchange.news.tell_after(happening.waited + (happening.talked or 0), detail)
        return call

    def hang_up(self, call: CallId) -> bool:
        """The customer does. False when there is no such call any more."""
        return self._exchange.end(call, by_agent=False)

    def press_key(self, call: CallId, key: str, after: float = 0.0) -> bool:
        """The customer does, on their phone, in so many seconds. False when there is no such call any more."""
        return self._exchange.keypad.customer_presses(call, key, after)

    def pick_up(self, phone: str) -> bool:
        """False when it does not ring."""
        rings = (leg for leg in self._exchange.lines.on(phone) if leg.rings and not leg.answered)
        leg = next(rings, None)
        return leg is not None and self._exchange.phones.answer(leg.id)

    def put_down(self, phone: str) -> bool:
        """Ends the conversation, or declines what rings; ``phone`` may be a number outside. False when nothing goes on
        there."""
        leg = next(iter(self._exchange.lines.on(phone)), None)
        if leg is None:
            return False
        self._exchange.hang_up(leg)
        return True

    def kill_phone(self, phone: str) -> None:
        """Its network fails, ringing or talking, until `set_phone` says otherwise."""
        self._exchange.phones.kill(phone)
        for leg in self._exchange.lines.on(phone):
            self._exchange.hang_up(leg, Cause.UNREACHABLE)

    def unplug_phone(self, phone: str) -> bool:
        """What goes on there ends, and the PBX knows that it has gone. False when it had gone before."""
        gone = self._exchange.phones.unplug(phone)
        for leg in self._exchange.lines.on(phone):
            self._exchange.hang_up(leg, Cause.UNREACHABLE)
        return gone

    def plug_in_phone(self, phone: str) -> bool:
        """False when it was not unplugged."""
        return self._exchange.phones.plug_in(phone)

    def set_phone(self, phone: str, behaviour: PhoneBehaviour) -> None:
        self._exchange.phones.behaviours[phone] = behaviour

    def set_customer(self, number: str, behaviour: CustomerBehaviour) -> None:
        """Anybody outside the centre. ``number`` in E.164, as it is dialled."""
        self._exchange.customers.behaviours[number] = behaviour

    def lose_link(self) -> bool:
        """Between the PBX and the centre. False when it is lost already."""
        news = self._exchange.news
        if news.lost:
            return False
        news.lose()
        return True

    def restore_link(self) -> bool:
        """False when it was not lost."""
        news = self._exchange.news
        if not news.lost:
            return False
        news.restore(self._exchange.lines.alive())
        self.keys.tell_again()
        return True

    # What can be seen.

    def calls(self) -> tuple[CallId, ...]:
        """Those that are the centre's, the oldest first."""
        return tuple(call.id for call in self._exchange.lines.calls.values() if not call.gone)

    def hears(self, call: CallId) -> Hearing:
        """Who hears whom in the call; nothing when there is no such call any more."""
        found = self._exchange.lines.calls.get(call)
        return frozenset() if found is None else audio.hears(self._exchange.lines, found)

    def digits(self, call: CallId) -> dict[str, str]:
        """What each party has heard of the others' keypads so far."""
        found = self._exchange.lines.calls.get(call)
        return {} if found is None else dict(found.digits)

    def spoken(self, call: CallId) -> tuple[Prompt | int, ...]:
        """What the centre itself said to whoever called, also after the call's end; a number as such."""
        return self._exchange.announcements.said(call)

    def recordings(self, call: CallId) -> dict[str, tuple[Segment, ...]]:
        """The time lines of a call's recordings by name, also after its end."""
        return self._exchange.recordings.of_call(call)
