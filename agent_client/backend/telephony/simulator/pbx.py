"""The simulated PBX: implements ports.telephony.Telephony and RecordingStore. What a scenario does there for callers,
customers and phones is in `Scenario`, its other face.

Everything happens on one thread, the event loop's.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import assert_never

from agent_client.backend.ports.telephony import (
    Alive,
    Announce,
    AnswerLeg,
    AnswerTransfer,
    CallOut,
    DeclineLeg,
    DialToConsult,
    EndCall,
    HandOver,
    Hear,
    KeepLine,
    KnownCall,
    KnownLine,
    LegId,
    Listen,
    MuteLeg,
    PauseRecording,
    Record,
    RemoveNoise,
    ResumeRecording,
    RingForCall,
    RingToConsult,
    RingToTest,
    SendDigits,
    Speak,
    StopRinging,
    TelephonyAction,
    TelephonyEvent,
    TransferOut,
)
from agent_client.backend.telephony.sides import Customer, LegKind

from .accounts import Accounts
from .behaviours import CustomerBehaviour, PhoneBehaviour
from .exchange import Exchange
from .lines import Call, Leg
from .scenario import Scenario
from .timers import LoopTimers, Timers


class Simulator(Scenario):
    """``name`` makes the ids of its calls differ from those of earlier runs, which the database still knows.

    ``phone`` and ``customer``: how those behave of whom nothing was said. ``adopted``: the patience, and the seconds of
    talk, of customers taken over at the start; without it they stay until somebody hangs up. Without ``adopts`` nobody
    is taken over: those calls are lost. ``phones``: those of its own configuration, with their names.
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
        phones: Mapping[str, str] | None = None,
    ) -> None:
        clock = timers or LoopTimers()
        exchange = Exchange(clock, phone or PhoneBehaviour(), customer or CustomerBehaviour())
        super().__init__(exchange, name)
        self._exchange = exchange
        self.accounts = Accounts(exchange.phones, clock, phones or {})
        self._adopted = adopted or (None, None)
        self._adopts = adopts
        self.removes_noise = False
        """Of agents' voices; here nobody hears the difference."""

    async def start(
        self, tell: Callable[[TelephonyEvent], None], known: Sequence[KnownCall], lines: Sequence[KnownLine] = ()
    ) -> Alive:
        """Takes over what is known: a real PBX would have gone on meanwhile. Conversations are still connected,
        everybody else waits; what rang no longer does."""
        self._exchange.news.listener = tell
        for line in lines if self._adopts else ():
            self._talks(Leg(line.leg, line.phone, LegKind.LINE))
        for one in known if self._adopts else ():
            self._adopt(one)
        self._exchange.recordings.tell_again()
        return self._exchange.lines.alive()

    def _adopt(self, known: KnownCall) -> None:
        exchange = self._exchange
        patience, talk = self._adopted
        call = Call(known.call, known.ani, known.dnis, Customer.WAITING, patience, talk)
        exchange.lines.calls[call.id] = call
        if known.talking and known.leg is not None:
            call.owner = self._talks(Leg(known.leg, known.phone, LegKind.FOR_CALL, call.id, muted=known.muted))
            exchange.customers.talk(call)
            asked = known.consult
            if asked is not None and asked.answered:
                leg = Leg(asked.leg, asked.phone, LegKind.CONSULT, call.id, outside=asked.outside, muted=asked.muted)
                call.consulted = self._talks(leg)
            exchange.hear(call, customer=known.hears, consulted=asked is not None and asked.hears)
            if known.listener is not None:
                exchange.listeners.adopt(call, known.listener)
        else:
            exchange.customers.wait(call)
        if known.recording:
            exchange.recordings.record(call, known.recording, paused=known.paused)

    def _talks(self, leg: Leg) -> LegId:
        leg.rings = leg.answered = True
        self._exchange.lines.legs[leg.id] = leg
        self._exchange.keys.take_up(leg)
        return leg.id

    async def act(self, action: TelephonyAction) -> None:
        exchange = self._exchange
        if exchange.news.lost:
            return
        match action:
            case RingForCall(leg, phone, call):
                exchange.ring_for_call(Leg(leg, phone, LegKind.FOR_CALL, call))
            case RingToTest(leg, phone):
                exchange.phones.ring(Leg(leg, phone, LegKind.TEST))
            case KeepLine(leg, phone):
                exchange.phones.ring(Leg(leg, phone, LegKind.LINE))
            case CallOut(leg, phone, call, number, dnis):
                exchange.call_out(
                    Leg(leg, phone, LegKind.CALL_OUT, call), Call(call, number, dnis, Customer.NOT_DIALLED)
                )
            case RingToConsult(leg, phone, call):
                exchange.consult(Leg(leg, phone, LegKind.CONSULT, call), outside=False)
            case DialToConsult(leg, number, _, call):
                exchange.consult(Leg(leg, number, LegKind.CONSULT, call), outside=True)
            case TransferOut(leg, number, _, call):
                exchange.transfer_out(Leg(leg, number, LegKind.TRANSFER, call))
            case StopRinging(leg):
                exchange.take_back(leg)
            case DeclineLeg(leg):
                exchange.decline(leg)
            case Speak(call, prompts):
                exchange.announcements.speak(call, prompts)
            case AnswerLeg() | SendDigits() | MuteLeg():
                self._of_phone(action)
            case Listen(leg, phone, call, how):
                exchange.listeners.listen(leg, phone, call, how)
            case AnswerTransfer(leg, taken):
                exchange.keys.answer(leg, taken=taken)
            case Announce(call, prompts):
                exchange.announcements.announce(call, prompts)
            case RemoveNoise(wanted):
                self.removes_noise = wanted
            case _:
                self._of_call(action)

    def _of_phone(self, action: AnswerLeg | SendDigits | MuteLeg) -> None:
        leg = self._exchange.lines.legs.get(action.leg)
        if leg is None:
            return
        match action:
            case AnswerLeg():
                if self.can_answer(leg.phone) and not leg.outside:
                    self._exchange.phones.answer(leg.id)
            case SendDigits(_, digits):
                self._exchange.keypad.digits(leg, digits)
            case MuteLeg(_, muted):
                self._exchange.mute(leg, muted=muted)
            case _:
                assert_never(action)

    def _of_call(self, action: Hear | HandOver | EndCall | Record | PauseRecording | ResumeRecording) -> None:
        exchange = self._exchange
        match action:
            case PauseRecording(name):
                exchange.recordings.pause(name, paused=True)
                return
            case ResumeRecording(name):
                exchange.recordings.pause(name, paused=False)
                return
            case EndCall(call_id):
                exchange.end(call_id, by_agent=True)
                return
            case _:
                call = exchange.lines.calls.get(action.call)
        if call is None or call.gone:
            return
        match action:
            case Hear(_, customer, consulted):
                exchange.hear(call, customer=customer, consulted=consulted)
            case HandOver(_, leg):
                exchange.hand_over(call, leg)
            case Record(_, name):
                exchange.recordings.record(call, name)
            case _:
                assert_never(action)

    def can_answer(self, phone: str) -> bool:
        return self._exchange.phones.behaviour(phone).desktop

    def online(self, phone: str) -> bool | None:
        return None if phone.startswith("+") else phone not in self._exchange.phones.unplugged

    def can_mute(self, phone: str) -> bool:
        return self._exchange.phones.behaviour(phone).mutes

    async def fetch(self, name: str) -> AsyncIterator[bytes]:
        self._reached()
        return self._exchange.recordings.sound(name)

    async def delete(self, name: str) -> None:
        self._reached()
        self._exchange.recordings.delete(name)

    def _reached(self) -> None:
        if self._exchange.news.lost:
            raise ConnectionError("the link to the PBX is lost")

    async def stop(self) -> None:
        self._exchange.stop()
