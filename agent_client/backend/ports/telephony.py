"""The PBX as the centre sees it. The simulator and Asterisk both stand behind this port; their words stay behind it.

A *call* is the customer's side, named by the PBX. A *leg* is one ringing of one phone, named by us, so that an event of a
leg that was given up long ago can be told from the present one. A call has at most two answered legs: the agent who has the
customer, and the party that is consulted. `Hear` says who of customer and consulted party is in conversation with the agent.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from enum import StrEnum
from typing import NewType, Protocol, TypeAlias

from msgspec import Struct

from agent_client.protocol.names import Listening

from .prompts import Prompt

CallId = NewType("CallId", str)
LegId = NewType("LegId", str)

TAKING_KEY = "1"
"""What an agent on a public number presses to take what rings them; see `LegAnswered`."""
TAKING_SECONDS = 10.0
"""So long it is waited for, from when the phone is picked up."""


class Cause(StrEnum):
    """Why a leg or an outgoing call came to nothing."""

    NO_ANSWER = "no_answer"
    BUSY = "busy"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"


# What the PBX tells us.


class CallArrived(Struct, frozen=True):
    """A customer dialled one of our numbers; the PBX plays music until we act. ``ani`` is empty when withheld."""

    call: CallId
    ani: str
    dnis: str


class CallEnded(Struct, frozen=True):
    """The customer's side is gone. ``by_agent``: because the agent's phone hung up first."""

    call: CallId
    by_agent: bool = False


class LegRinging(Struct, frozen=True):
    leg: LegId


class LegAnswered(Struct, frozen=True):
    """The phone was picked up. An agent's on a public number (it begins with ``+``) might be a voicemail: it is told what it
    is rung for, and has answered once `TAKING_KEY` is pressed there; a kept line was answered so itself. Without the key it
    is `LegFailed` with ``NO_ANSWER``, after `TAKING_SECONDS` or when it is put down, and nobody has heard it."""

    leg: LegId


class LegFailed(Struct, frozen=True):
    leg: LegId
    cause: Cause


class LegEnded(Struct, frozen=True):
    """An answered leg is gone, and the call goes on without it: the consulted party hung up, or their phone died; or the
    owner did while customer and consulted party hear each other (a conference). An owner's leg that ends otherwise ends
    the call: `CallEnded` with ``by_agent``; so does that of a consulted party whom the owner has left."""

    leg: LegId


class KeyPressed(Struct, frozen=True):
    """The customer pressed a key of their phone (0 to 9, ``*``, ``#``) while they wait with music: for an agent, or while one
    is rung. What they press in a conversation, or on hold in one, is told nobody here."""

    call: CallId
    key: str


class CustomerAnswered(Struct, frozen=True):
    """The customer of an outgoing call picked up."""

    call: CallId


class CustomerFailed(Struct, frozen=True):
    call: CallId
    cause: Cause


class CallDetail(Struct, frozen=True, kw_only=True):
    """A call that the PBX handled by itself, told once, when it is over: one of a group that it rings by itself (ring-all,
    hunting), or a user's own. What is told as `CallArrived` or was ordered by `CallOut` is never told so."""

    call: CallId
    number: str
    """The other party's, as it came or was dialled; empty when withheld."""
    dialled: str = ""
    """What the caller dialled."""
    outgoing: bool = False
    group: str = ""
    """The number of the group that it came in for; empty: it was nobody's but a user's."""
    phone: str = ""
    """Which took it, or called; empty: nobody's."""
    internal: bool = False
    """From one phone of the PBX to another."""
    voicemail: bool = False
    """A machine took it."""
    waited: float
    """Seconds until it was taken or given up; of an outgoing call: how long the other phone rang."""
    talked: float | None = None
    """Seconds; None: there was no conversation."""


class PhoneState(Struct, frozen=True):
    """The PBX reaches this phone from now on, or no longer: it has registered, or not again in time. Told of every change, and
    after the start of each phone that is not there. Of a public number nothing is told."""

    phone: str
    online: bool


class Alive(Struct, frozen=True):
    """What of the known is still there."""

    calls: frozenset[CallId] = frozenset()
    legs: frozenset[LegId] = frozenset()
    """Answered ones, those of listeners and of kept lines among them."""


class PhoneHeld(Struct, frozen=True):
    """The hold key of the phone itself: whoever this leg is in conversation with hears music until it is ``held`` no more;
    in a conference the two others go on with each other. `Hear` does not undo it, and says who is in conversation after it.
    Told of agents' answered legs, of each change; and again after a restart and after `PbxBack`, if it still holds. A kept
    line that is held when a call comes by it is told after that call's `LegAnswered`."""

    leg: LegId
    held: bool


class TransferAsked(Struct, frozen=True):
    """The transfer key of an owner's phone: their customer is to go to this number, a phone of the PBX or one outside. The
    phone waits to be told by `AnswerTransfer`, and everybody goes on hearing whom they heard. ``talked_to``: they have
    already talked to who is there, by a second call from the same phone; that party is the consulted one of the call from
    now on, answered, and has this leg. Told of any agent's answered leg whose phone presses it."""

    leg: LegId
    number: str
    talked_to: LegId | None = None


class RecordingMade(Struct, frozen=True):
    """A recording is over and can be fetched. Told once, after what ended it, and again after a restart for those that nobody
    deleted.
    ``problem``: there is no sound, or not all of it, because…"""

    name: str
    seconds: float = 0.0
    problem: str = ""


class PbxLost(Struct, frozen=True):
    """The link to the PBX is gone. Until `PbxBack` nothing is told and no action is carried out; calls go on there as they
    were."""


class PbxBack(Struct, frozen=True):
    """It is there again, and so is what goes on there of the calls that we knew. Calls that came meanwhile and still wait are
    told next, each as `CallArrived`; of whatever else happened meanwhile nothing is told."""

    alive: Alive


TelephonyEvent: TypeAlias = (
    CallArrived
    | CallEnded
    | LegRinging
    | LegAnswered
    | LegFailed
    | LegEnded
    | CustomerAnswered
    | CustomerFailed
    | KeyPressed
    | CallDetail
    | PhoneState
    | PhoneHeld
    | TransferAsked
    | RecordingMade
    | PbxLost
    | PbxBack
)


# What we tell the PBX. Each is sent after the transaction that decided it has been committed.


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
    `RingForCall`, `RingToConsult` and `CallOut` to this phone ring nothing: after a beep it is connected at once, told as
    `LegRinging` and `LegAnswered` of the call's own leg, and the phone shows whose call it is. A call's end leaves the line.
    `LegEnded` of ``leg``: they hung up, or their phone died; what they were talking in ends with it, and is told next.
    `StopRinging` of ``leg`` hangs up, and ends that likewise. `RingToTest` finds this phone busy."""

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


class KnownConsult(Struct, frozen=True):
    """The consulted party of a known call. ``phone``: an agent's, or the number ``outside``."""

    leg: LegId
    phone: str
    answered: bool = False
    hears: bool = False
    muted: bool = False
    outside: bool = False


class KnownListener(Struct, frozen=True):
    leg: LegId
    phone: str
    how: Listening


class KnownLine(Struct, frozen=True):
    """A line that is kept, or was to be."""

    leg: LegId
    phone: str


class KnownCall(Struct, frozen=True):
    """A call that our database holds for alive. ``phone`` is the agent's, if one talks or rings; ``talking``: that phone is
    answered and the customer is, or was, in conversation; ``hears``: the customer is so now, not on hold."""

    call: CallId
    ani: str
    dnis: str
    leg: LegId | None = None
    phone: str = ""
    talking: bool = False
    hears: bool = True
    muted: bool = False
    consult: KnownConsult | None = None
    recording: str = ""
    paused: bool = False
    listener: KnownListener | None = None


class Phones(Protocol):
    """What the agents' phones can be told to do from the desktop."""

    def can_answer(self, phone: str) -> bool:
        """Answer a call that rings (C3)."""
        ...

    def can_mute(self, phone: str) -> bool: ...

    def online(self, phone: str) -> bool | None:
        """Whether the PBX reaches it now. None: it cannot say, as of a public number."""
        ...


class Telephony(Phones, Protocol):
    async def start(
        self, tell: Callable[[TelephonyEvent], None], known: Sequence[KnownCall], lines: Sequence[KnownLine] = ()
    ) -> Alive:
        """Connect to the PBX and from now on tell its events. Returns what of the known calls, their listeners and the kept
        lines is still alive there."""
        ...

    async def act(self, action: TelephonyAction) -> None:
        """Carry out one action. What comes of it arrives as an event; an action on what is gone, or while the link is lost,
        does nothing."""
        ...

    async def stop(self) -> None: ...


class NoSuchRecording(Exception):
    """The PBX has none of this name, or it is not over yet."""


class RecordingStore(Protocol):
    """The recordings that the PBX made, until the centre has taken them over."""

    async def fetch(self, name: str) -> AsyncIterator[bytes]:
        """A WAV file (RIFF, PCM). Raises `NoSuchRecording`; `OSError` when the PBX cannot be reached."""
        ...

    async def delete(self, name: str) -> None:
        """Repeatable. Raises `OSError`."""
        ...


class PhoneAccount(Struct, frozen=True, kw_only=True):
    """A phone that the PBX lets register. ``fixed``: from its own configuration, not to be changed from here."""

    phone: str
    name: str = ""
    online: bool = False
    fixed: bool = False


class PhoneAccounts(Protocol):
    """The phones of the PBX, where it can be told of new ones while it runs."""

    async def all(self) -> Sequence[PhoneAccount]:
        """Raises `OSError`."""
        ...

    async def set(self, phone: str, name: str, password: str) -> None:
        """A new one, or a new password for one that is not ``fixed``; at once, and for as long as the PBX lives. Raises
        `OSError`, and `ValueError` for one that is ``fixed``."""
        ...

    async def remove(self, phone: str) -> None:
        """Repeatable. Raises as `set` does."""
        ...
