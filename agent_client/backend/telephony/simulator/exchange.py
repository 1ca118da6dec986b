"""The inside of the simulated PBX: what rings, who is connected with whom, and what is told of it, in its order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from agent_client.backend.ports.telephony import (
    CallEnded,
    CallId,
    Cause,
    CustomerAnswered,
    CustomerFailed,
    LegAnswered,
    LegFailed,
    LegId,
    LegRinging,
    TelephonyEvent,
)

from .behaviours import CustomerBehaviour, CustomerKind, PhoneBehaviour, PhoneKind
from .lines import Call, Customer, Leg, LegKind
from .timers import Timers

_REFUSES = {
    PhoneKind.BUSY: Cause.BUSY,
    PhoneKind.DECLINES: Cause.DECLINED,
    PhoneKind.UNREACHABLE: Cause.UNREACHABLE,
}
_NOT_REACHED = {
    CustomerKind.BUSY: Cause.BUSY,
    CustomerKind.NO_ANSWER: Cause.NO_ANSWER,
    CustomerKind.UNREACHABLE: Cause.UNREACHABLE,
}


class Exchange:
    def __init__(self, timers: Timers, phone: PhoneBehaviour, customer: CustomerBehaviour) -> None:
        self.phones: dict[str, PhoneBehaviour] = {}
        self.customers: dict[str, CustomerBehaviour] = {}
        self.calls: dict[CallId, Call] = {}
        self.legs: dict[LegId, Leg] = {}
        self.listener: Callable[[TelephonyEvent], None] | None = None
        self._timers = timers
        self._default_phone = phone
        self._default_customer = customer
        self._untold: deque[TelephonyEvent] = deque()

    def tell(self, event: TelephonyEvent) -> None:
        """Later, never from within: the listener must not be called while it gives an order."""
        self._untold.append(event)
        self._timers.after(0, self._tell_all)

    def _tell_all(self) -> None:
        while self._untold:
            event = self._untold.popleft()
            if self.listener is not None:
                self.listener(event)

    def clear(self) -> None:
        for call in self.calls.values():
            call.calm()
        for leg in self.legs.values():
            leg.calm()
        self.calls.clear()
        self.legs.clear()
        self._untold.clear()

    # Phones.

    def phone(self, phone: str) -> PhoneBehaviour:
        return self.phones.get(phone, self._default_phone)

    def on(self, phone: str) -> list[Leg]:
        return [leg for leg in self.legs.values() if leg.phone == phone]

    def ring(self, leg: Leg) -> None:
        behaviour = self.phone(leg.phone)
        cause = Cause.BUSY if self.on(leg.phone) else _REFUSES.get(behaviour.kind)
        self.legs[leg.id] = leg
        if leg.call is not None and leg.call in self.calls:
            self.calls[leg.call].leg = leg.id
        if cause is not None:
            leg.timers.append(self._timers.after(0, lambda: self.fail(leg.id, cause)))
        elif behaviour.kind is PhoneKind.RINGS:
            leg.timers.append(self._timers.after(behaviour.rings_after, lambda: self._first_ring(leg, behaviour)))

    def _first_ring(self, leg: Leg, behaviour: PhoneBehaviour) -> None:
        leg.rings = True
        self.tell(LegRinging(leg.id))
        answers = behaviour.answers_test_after if leg.kind is LegKind.TEST else behaviour.answers_after
        if answers is not None:
            leg.timers.append(self._timers.after(answers, lambda: self.answer(leg.id)))
        if behaviour.gives_up_after is not None:
            gives_up = behaviour.gives_up_after
            leg.timers.append(self._timers.after(gives_up, lambda: self.fail(leg.id, Cause.NO_ANSWER)))

    def answer(self, leg_id: LegId) -> bool:
        leg = self.legs.get(leg_id)
        if leg is None or leg.answered or not leg.rings:
            return False
        leg.answered = True
        leg.calm()
        self.tell(LegAnswered(leg_id))
        call = None if leg.call is None else self.calls.get(leg.call)
        if call is None:
            del self.legs[leg_id]
        elif leg.kind is LegKind.CALL_OUT:
            self._dial(call)
        else:
            self.talk(call)
        return True

    def fail(self, leg_id: LegId, cause: Cause) -> None:
        """The phone came to nothing; the customer, if one waits, goes on waiting."""
        leg = self.legs.get(leg_id)
        if leg is None or leg.answered:
            return
        self._drop(leg)
        self.tell(LegFailed(leg_id, cause))

    def take_back(self, leg_id: LegId) -> None:
        """By order: nothing is told. A customer who was talking already waits again."""
        leg = self.legs.get(leg_id)
        if leg is None:
            return
        self._drop(leg)
        call = None if leg.call is None else self.calls.get(leg.call)
        if call is not None and call.customer is Customer.TALKING:
            self.wait(call)

    def _drop(self, leg: Leg) -> None:
        leg.calm()
        self.legs.pop(leg.id, None)
        call = None if leg.call is None else self.calls.get(leg.call)
        if call is None:
            return
        call.leg = None
        if leg.kind is LegKind.CALL_OUT and call.customer is not Customer.TALKING:
            self._forget(call)

    # Customers.

    def wait(self, call: Call) -> None:
        call.customer = Customer.WAITING
        self._leaves_after(call, call.patience)

    def talk(self, call: Call) -> None:
        call.customer = Customer.TALKING
        self._leaves_after(call, call.talk)

    def _leaves_after(self, call: Call, seconds: float | None) -> None:
        call.calm()
        if seconds is not None:
            call.timer = self._timers.after(seconds, lambda: self.end(call.id, by_agent=False))

    def _dial(self, call: Call) -> None:
        call.customer = Customer.RINGING
        behaviour = self.customers.get(call.ani, self._default_customer)
        call.talk = behaviour.talk
        cause = _NOT_REACHED.get(behaviour.kind)
        call.timer = self._timers.after(behaviour.after, lambda: self._dialled(call, cause))

    def _dialled(self, call: Call, cause: Cause | None) -> None:
        if cause is None:
            self.tell(CustomerAnswered(call.id))
            self.talk(call)
        else:
            self._forget(call)
            self.tell(CustomerFailed(call.id, cause))

    def end(self, call_id: CallId, *, by_agent: bool) -> bool:
        """False when there is no such call any more."""
        call = self.calls.get(call_id)
        if call is None:
            return False
        self._forget(call)
        self.tell(CallEnded(call_id, by_agent))
        return True

    def _forget(self, call: Call) -> None:
        call.calm()
        self.calls.pop(call.id, None)
        leg = None if call.leg is None else self.legs.pop(call.leg, None)
        if leg is not None:
            leg.calm()
