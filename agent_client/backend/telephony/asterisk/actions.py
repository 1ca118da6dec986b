"""What the centre orders, passed on to whom it concerns."""

from __future__ import annotations

from typing import assert_never

from agent_client.backend.ports.telephony import (
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
    TransferOut,
)
from agent_client.backend.telephony.sides import Customer, LegKind

from .exchange import Exchange
from .lines import Call, Leg
from .phone_keys import PhoneKeys


class Actions:
    def __init__(self, exchange: Exchange, keys: PhoneKeys) -> None:
        self._exchange = exchange
        self._keys = keys

    def take(self, action: TelephonyAction) -> None:
        match action:
            case (
                RingForCall()
                | RingToTest()
                | KeepLine()
                | CallOut()
                | RingToConsult()
                | DialToConsult()
                | TransferOut()
            ):
                self._ring(action)
            case StopRinging() | DeclineLeg() | AnswerLeg() | SendDigits() | MuteLeg() | AnswerTransfer():
                self._of_leg(action)
            case Hear() | HandOver() | Record():
                self._of_call(action)
            case EndCall(call):
                self._exchange.end(call, by_agent=True)
            case PauseRecording(name):
                self._exchange.tapes.pause(name, paused=True)
            case ResumeRecording(name):
                self._exchange.tapes.pause(name, paused=False)
            case Speak(call, prompts):
                self._exchange.announcements.speak(call, prompts)
            case Announce(call, prompts):
                self._exchange.announcements.announce(call, prompts)
            case Listen():
                self._exchange.listeners.listen(action)
            case RemoveNoise(wanted):
                self._exchange.noise.removed = wanted
            case _:
                assert_never(action)

    def _ring(
        self, action: RingForCall | RingToTest | KeepLine | CallOut | RingToConsult | DialToConsult | TransferOut
    ) -> None:
        exchange = self._exchange
        match action:
            case RingForCall(leg, phone, call):
                exchange.ring_for_call(Leg(leg, phone, LegKind.FOR_CALL, call))
            case RingToTest(leg, phone):
                exchange.ringing.ring(Leg(leg, phone, LegKind.TEST))
            case KeepLine(leg, phone):
                exchange.ringing.ring(Leg(leg, phone, LegKind.LINE))
            case CallOut(leg, phone, call, number, dnis):
                made = Call(call, number, dnis, Customer.NOT_DIALLED)
                exchange.call_out(Leg(leg, phone, LegKind.CALL_OUT, call), made)
            case RingToConsult(leg, phone, call):
                exchange.consult(Leg(leg, phone, LegKind.CONSULT, call))
            case DialToConsult(leg, number, dnis, call):
                exchange.consult(Leg(leg, number, LegKind.CONSULT, call), dnis)
            case TransferOut(leg, number, dnis, call):
                exchange.transfer_out(Leg(leg, number, LegKind.TRANSFER, call), dnis)
            case _:
                assert_never(action)

    def _of_leg(self, action: StopRinging | DeclineLeg | AnswerLeg | SendDigits | MuteLeg | AnswerTransfer) -> None:
        exchange = self._exchange
        leg = exchange.lines.legs.get(action.leg)
        match action:
            case StopRinging(leg_id):
                exchange.take_back(leg_id)
            case DeclineLeg(leg_id):
                exchange.decline(leg_id)
            case AnswerTransfer(leg_id, taken):
                self._keys.answer(leg_id, taken=taken)
            case SendDigits(_, digits):
                if leg is not None:
                    exchange.digits(leg, digits)
            case MuteLeg(_, muted):
                if leg is not None:
                    exchange.mute(leg, muted=muted)
            case AnswerLeg():
                if leg is not None:
                    call = exchange.lines.call_of(leg)
                    exchange.ringing.answer(leg, "" if call is None else call.ani)
            case _:
                assert_never(action)

    def _of_call(self, action: Hear | HandOver | Record) -> None:
        call = self._exchange.lines.calls.get(action.call)
        if call is None or call.gone:
            return
        match action:
            case Hear(_, customer, consulted):
                self._exchange.hear(call, customer=customer, consulted=consulted)
            case HandOver(_, leg):
                self._exchange.hand_over(call, leg)
            case Record(_, name):
                self._exchange.tapes.record(call, name)
            case _:
                assert_never(action)
