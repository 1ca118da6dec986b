"""What we tell the PBX. Each is sent after the transaction that decided it has been committed."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from agent_client.backend.ports.prompts import Prompt
from agent_client.protocol.names import Listening

from .words import CallId, LegId


class Speak(Struct, frozen=True):
    """Answer the call if need be, say these to the caller one after the other, and hang up: `CallEnded` is told then, or when
    they hang up before. A number is said as a number, in the language of the sounds. Nobody else is ever in such a call. One
    that is being spoken to already goes on as it was; after a restart of the centre's server it may be told as `CallArrived`
    again, like any call that is not known, and is then spoken to again."""

    call: CallId
    prompts: tuple[Prompt | int, ...]


class RingForCall(Struct, frozen=True):
    """Ring the agent's phone; when it answers, connect it with the waiting call."""

    leg: LegId
    phone: str
    call: CallId


class RingToTest(Struct, frozen=True):
    """Ring the phone to see that its owner answers it (A9); the PBX hangs up once it does."""

    leg: LegId
    phone: str


class CallOut(Struct, frozen=True):
    """Ring the agent's phone as ``leg``; once it answers, dial ``number`` from ``dnis`` and connect both."""

    leg: LegId
    phone: str
    call: CallId
    number: str
    dnis: str


class StopRinging(Struct, frozen=True):
    """Take the phone away, ringing or talking. Was it the owner's of a call, the customer waits again, with music; was it
    the consulted party's, owner and customer stay as `Hear` left them."""

    leg: LegId


class RingToConsult(Struct, frozen=True):
    """Ring an agent's phone for the owner of ``call``; when it answers, it hears the owner alone (the customer as before).
    If the customer is in conversation by then, the answered phone hears music: the next `Hear` says so in any case."""

    leg: LegId
    phone: str
    call: CallId


class DialToConsult(Struct, frozen=True):
    """The same with a number outside the centre, dialled from ``dnis``. `LegRinging` is told of it where the network says
    that it rings."""

    leg: LegId
    number: str
    dnis: str
    call: CallId


class Hear(Struct, frozen=True):
    """Who is in conversation with the owner of the call; who is not hears music. Both: a conference. Repeatable."""

    call: CallId
    customer: bool
    consulted: bool = False


class HandOver(Struct, frozen=True):
    """The consulted party's leg takes the owner's place, the owner's old leg is hung up, and the customer is in
    conversation with the new one. Nothing is told of it. Is it a number outside, the call is the centre's no more. Has
    the leg just gone, it is as if it had gone right after: the call ends."""

    call: CallId
    leg: LegId


class TransferOut(Struct, frozen=True):
    """Dial a number for the customer, who waits; agents who are still in the call are let go. Once it answers both are
    connected, and the call is the centre's no more: `LegAnswered` of ``leg`` is the last that is told of it. After
    `LegFailed` the customer goes on waiting."""

    leg: LegId
    number: str
    dnis: str
    call: CallId


class Record(Struct, frozen=True):
    """Record the call from now on, under this name, until it ends or leaves the centre: the customer and whoever is in
    conversation with them. While the customer is on hold or waits, nobody is recorded."""

    call: CallId
    name: str


class PauseRecording(Struct, frozen=True):
    """What is said from now on is not in the recording (D8)."""

    name: str


class ResumeRecording(Struct, frozen=True):
    name: str


class SendDigits(Struct, frozen=True):
    """Tones (RFC 4733) from this leg's phone to whoever it is in conversation with."""

    leg: LegId
    digits: str


class MuteLeg(Struct, frozen=True):
    """Nobody hears this phone, until it is said otherwise or the leg ends. Only where `Phones.can_mute`."""

    leg: LegId
    muted: bool


class AnswerLeg(Struct, frozen=True):
    """Answer a ringing phone from the desktop. Only where `Phones.can_answer`."""

    leg: LegId


class DeclineLeg(Struct, frozen=True):
    """Was it picked up in the same moment, this is `StopRinging`."""

    leg: LegId


class Announce(Struct, frozen=True):
    """Say these to a customer who waits, while the music pauses; then it goes on. A phone that answers meanwhile is connected
    at once. To one who does not wait nothing is said."""

    call: CallId
    prompts: tuple[Prompt | int, ...]


class KeepLine(Struct, frozen=True):
    """Ring the agent's phone, and keep its line once it is answered, beyond every call (a nailed-up agent). While it is kept
    `RingForCall`, `RingToConsult`, `CallOut` and `Listen` to this phone ring nothing: after a beep it is connected at once,
    told as `LegRinging` and `LegAnswered` of the call's own leg, and the phone shows whose call it is. A call's end leaves
    the line. `LegEnded` of ``leg``: they hung up, or their phone died; what they were talking in ends with it, and is told
    next. `StopRinging` of ``leg`` hangs up, and ends that likewise. `RingToTest` finds this phone busy."""

    leg: LegId
    phone: str


class Listen(Struct, frozen=True):
    """Ring a supervisor's phone; once it answers, it hears the owner and whoever is in conversation with the owner, through
    hold, consult and conference, until the call ends or passes to another owner (`LegEnded`), or `StopRinging`. Again with
    the same leg: only ``how`` changes."""

    leg: LegId
    phone: str
    call: CallId
    how: Listening


class AnswerTransfer(Struct, frozen=True):
    """What the phone that pressed its transfer key shows. ``taken``: it goes through, and the phone hangs up: `StopRinging`,
    `HandOver` or `TransferOut` follows, and of the leg's end nothing is told. Else all is as it was before the key was
    pressed: whom they have talked to is no party of the call."""

    leg: LegId
    taken: bool


class RemoveNoise(Struct, frozen=True):
    """Of agents' voices, in every conversation that begins from now on (D12). Where the PBX cannot, nothing happens."""

    wanted: bool


class EndCall(Struct, frozen=True):
    """Hang up on everybody who is in the call."""

    call: CallId


TelephonyAction: TypeAlias = (
    RingForCall
    | RingToTest
    | CallOut
    | StopRinging
    | AnswerLeg
    | DeclineLeg
    | EndCall
    | RingToConsult
    | DialToConsult
    | Hear
    | HandOver
    | TransferOut
    | Record
    | PauseRecording
    | ResumeRecording
    | SendDigits
    | MuteLeg
    | Speak
    | Announce
    | KeepLine
    | Listen
    | AnswerTransfer
    | RemoveNoise
)
