"""The simulated PBX: implements ports.telephony.Telephony, and lets a scenario act for callers, customers and phones.

Everything happens on one thread, the event loop's.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import assert_never

from agent_client.backend.ports.telephony import (
    AnswerLeg,
    CallArrived,
    CallId,
    CallOut,
    Cause,
    DeclineLeg,
    EndCall,
    KnownCall,
    RingForCall,
    RingToTest,
    StopRinging,
    TelephonyAction,
    TelephonyEvent,
)

from .behaviours import CustomerBehaviour, PhoneBehaviour
from .exchange import Exchange
from .lines import Call, Customer, Leg, LegKind
from .timers import LoopTimers, Timers


class Simulator:
    """``name`` makes the ids of its calls differ from those of earlier runs, which the database still knows.

    ``phone`` and ``customer``: how those behave of whom nothing was said. ``adopted``: the patience, and the seconds of
    talk, of customers taken over at the start; without it they stay until somebody hangs up. Without ``adopts`` nobody
    is taken over: those calls are lost.
    """

    def __init__(
        self,
        timers: Timers | None = None,
        *,
        name: str = "sim",
        phone: PhoneBehaviour | None = None,
        customer: CustomerBehaviour | None = None,
        adopted: tuple[float, float] | None = None,
        adopts: bool = True,
    ) -> None:
        self._exchange = Exchange(timers or LoopTimers(), phone or PhoneBehaviour(), customer or CustomerBehaviour())
        self._name = name
        self._adopted = adopted or (None, None)
        self._adopts = adopts
        self._numbers = itertools.count(1)

    # The port.

    async def start(self, tell: Callable[[TelephonyEvent], None], known: Sequence[KnownCall]) -> frozenset[CallId]:
        """Takes over what is known: a real PBX would have gone on meanwhile. Conversations are still connected,
        everybody else waits; what rang no longer does."""
        self._exchange.listener = tell
        patience, talk = self._adopted
        for one in known if self._adopts else ():
            call = Call(one.call, one.ani, one.dnis, Customer.WAITING, patience, talk)
            self._exchange.calls[call.id] = call
            if one.talking and one.leg is not None:
                call.leg = one.leg
                leg = Leg(one.leg, one.phone, LegKind.FOR_CALL, call.id, rings=True, answered=True)
                self._exchange.legs[leg.id] = leg
                self._exchange.talk(call)
            else:
                self._exchange.wait(call)
        return frozenset(self._exchange.calls)

    async def act(self, action: TelephonyAction) -> None:
        exchange = self._exchange
        match action:
            case RingForCall(leg, phone, call):
                if self._waits(call):
                    exchange.ring(Leg(leg, phone, LegKind.FOR_CALL, call))
            case RingToTest(leg, phone):
                exchange.ring(Leg(leg, phone, LegKind.TEST))
            case CallOut(leg, phone, call, number, dnis):
                exchange.calls[call] = Call(call, number, dnis, Customer.NOT_DIALLED, leg=leg)
                exchange.ring(Leg(leg, phone, LegKind.CALL_OUT, call))
            case StopRinging(leg):
                exchange.take_back(leg)
            case AnswerLeg(leg):
                found = exchange.legs.get(leg)
                if found is not None and self.can_answer(found.phone):
                    exchange.answer(leg)
            case DeclineLeg(leg):
                exchange.fail(leg, Cause.DECLINED)
            case EndCall(call):
                exchange.end(call, by_agent=True)
            case _:
                assert_never(action)

    def can_answer(self, phone: str) -> bool:
        return self._exchange.phone(phone).desktop

    async def stop(self) -> None:
        self._exchange.listener = None
        self._exchange.clear()

    def _waits(self, call: CallId) -> bool:
        found = self._exchange.calls.get(call)
        return found is not None and found.customer is Customer.WAITING and found.leg is None

    # The scenario.

    def call_in(self, ani: str, dnis: str, patience: float | None = None, talk: float | None = None) -> CallId:
        """A customer dials one of the centre's numbers, waits at most ``patience`` seconds, talks ``talk`` seconds."""
        call = Call(CallId(f"{self._name}-{next(self._numbers)}"), ani, dnis, Customer.WAITING, patience, talk)
        self._exchange.calls[call.id] = call
        self._exchange.tell(CallArrived(call.id, ani, dnis))
        self._exchange.wait(call)
        return call.id

    def hang_up(self, call: CallId) -> bool:
        """The customer does. False when there is no such call any more."""
        return self._exchange.end(call, by_agent=False)

    def pick_up(self, phone: str) -> bool:
        """False when it does not ring."""
        leg = next((leg for leg in self._exchange.on(phone) if leg.rings and not leg.answered), None)
        return leg is not None and self._exchange.answer(leg.id)

    def put_down(self, phone: str) -> bool:
        """Ends the conversation, or declines what rings. False when nothing goes on there."""
        leg = next(iter(self._exchange.on(phone)), None)
        if leg is None:
            return False
        if leg.answered and leg.call is not None:
            return self._exchange.end(leg.call, by_agent=True)
        self._exchange.fail(leg.id, Cause.DECLINED)
        return True

    def set_phone(self, phone: str, behaviour: PhoneBehaviour) -> None:
        self._exchange.phones[phone] = behaviour

    def set_customer(self, number: str, behaviour: CustomerBehaviour) -> None:
        """``number`` in E.164, as it is dialled."""
        self._exchange.customers[number] = behaviour
