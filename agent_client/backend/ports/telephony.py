"""The PBX as the centre sees it. The simulator and Asterisk both stand behind this port; their words stay behind it.

A *call* is the customer's side, named by the PBX. A *leg* is one ringing of one agent's phone, named by us, so that an
event of a leg that was given up long ago can be told from the present one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NewType, Protocol, TypeAlias

from msgspec import Struct

CallId = NewType("CallId", str)
LegId = NewType("LegId", str)


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
    leg: LegId


class LegFailed(Struct, frozen=True):
    leg: LegId
    cause: Cause


class CustomerAnswered(Struct, frozen=True):
    """The customer of an outgoing call picked up."""

    call: CallId


class CustomerFailed(Struct, frozen=True):
    call: CallId
    cause: Cause


TelephonyEvent: TypeAlias = (
    CallArrived | CallEnded | LegRinging | LegAnswered | LegFailed | CustomerAnswered | CustomerFailed
)


# What we tell the PBX. Each is sent after the transaction that decided it has been committed.


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
    """Take the agent's phone away. Should it have answered meanwhile it is hung up, and the customer waits again."""

    leg: LegId


class AnswerLeg(Struct, frozen=True):
    """Answer a ringing phone from the desktop. Only where `Telephony.can_answer`."""

    leg: LegId


class DeclineLeg(Struct, frozen=True):
    leg: LegId


class EndCall(Struct, frozen=True):
    """Hang up on everybody who is in the call."""

    call: CallId


TelephonyAction: TypeAlias = RingForCall | RingToTest | CallOut | StopRinging | AnswerLeg | DeclineLeg | EndCall


class KnownCall(Struct, frozen=True):
    """A call that our database holds for alive. ``phone`` is the agent's, if one talks or rings."""

    call: CallId
    ani: str
    dnis: str
    leg: LegId | None = None
    phone: str = ""
    talking: bool = False


class Telephony(Protocol):
    async def start(self, tell: Callable[[TelephonyEvent], None], known: Sequence[KnownCall]) -> frozenset[CallId]:
        """Connect to the PBX and from now on tell its events. Returns which of the known calls are still alive there."""
        ...

    async def act(self, action: TelephonyAction) -> None:
        """Carry out one action. What comes of it arrives as an event; an action on what is gone does nothing."""
        ...

    def can_answer(self, phone: str) -> bool:
        """Whether this phone can be answered from the desktop (C3)."""
        ...

    async def stop(self) -> None: ...
