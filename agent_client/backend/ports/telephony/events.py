"""What the PBX tells us."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from .words import CallId, Cause, LegId


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
    removes_noise: bool = True
    """Whether `RemoveNoise` is of use there."""


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
