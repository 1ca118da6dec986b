"""What goes on in Asterisk, as plain facts: a call with its customer, a leg with its phone, and which of them there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from agent_client.backend.ports.telephony import Alive, CallId, LegId
from agent_client.backend.telephony.sides import Customer, LegKind

ChannelId = NewType("ChannelId", str)
NOWHERE = ChannelId("")


@dataclass
class Call:
    id: CallId
    ani: str
    dnis: str
    customer: Customer
    channel: ChannelId = NOWHERE
    """The customer's."""
    owner: LegId | None = None
    """The agent's phone, ringing or talking."""
    consulted: LegId | None = None
    outside: LegId | None = None
    """Whom the customer is transferred to, out of the centre."""
    hears_customer: bool = False
    """The owner, as the last `Hear` says; of use once both are there."""
    hears_consulted: bool = False
    gone: bool = False
    """Transferred out and answered there: the customer still talks, but the centre is told nothing any more."""
    says: str = ""
    """What is played to the customer now, by its name."""
    listener: LegId | None = None
    leaves: bool = False
    """The customer has hung up; their channel is about to end."""

    @property
    def bridge(self) -> str:
        """Where whoever is in conversation comes together: one for each call."""
        return self.id

    def place(self, leg: LegId) -> str:
        """The name of the field that holds this leg; empty: none."""
        return next((name for name in ("owner", "consulted", "outside", "listener") if getattr(self, name) == leg), "")


@dataclass
class Leg:
    """``phone`` is an agent's, or a number outside."""

    id: LegId
    phone: str
    kind: LegKind
    call: CallId | None = None
    channel: ChannelId = NOWHERE
    outside: bool = False
    line: LegId | None = None
    """The kept line that it uses instead of ringing; the channel is that line's."""
    asks_key: bool = False
    """Whoever picks up takes the call by a key: it might be a voicemail."""
    rang: bool = False
    answered: bool = False
    muted: bool = False
    held: bool = False
    """By the hold key of the phone itself."""
    says: str = ""
    """What is played to it now, by its name."""
    elsewhere: bool = False
    """Still in a second call that its owner made at the phone, and only there."""
    leaves: bool = False
    """Its transfer key was pressed and taken: it will hang up, and nothing is told of that."""


class Lines:
    """All there is now."""

    def __init__(self) -> None:
        self.calls: dict[CallId, Call] = {}
        self.legs: dict[LegId, Leg] = {}

    def call_of(self, leg: Leg) -> Call | None:
        return None if leg.call is None else self.calls.get(leg.call)

    def call_on(self, channel: ChannelId) -> Call | None:
        """Whose customer is on this channel."""
        return next((call for call in self.calls.values() if call.channel == channel), None)

    def leg_on(self, channel: ChannelId) -> Leg | None:
        """Of a kept line, which is in use, the line."""
        return next((leg for leg in self.legs.values() if leg.channel == channel and leg.line is None), None)

    def user_of(self, line: Leg) -> Leg | None:
        """The leg that uses this kept line."""
        return next((leg for leg in self.legs.values() if leg.line == line.id), None)

    def talks_on(self, channel: ChannelId) -> Leg | None:
        """Who has the channel, be it their own or a kept line."""
        leg = self.leg_on(channel)
        return leg if leg is None else self.user_of(leg) or leg

    def kept(self, phone: str) -> Leg | None:
        """The line of this phone, if it is kept and there."""
        return next(
            (leg for leg in self.legs.values() if leg.kind is LegKind.LINE and leg.phone == phone and leg.answered),
            None,
        )

    def busy(self, phone: str) -> bool:
        """Whether something rings or talks there, or somebody calls from it who is spoken to."""
        return any(leg.phone == phone for leg in self.legs.values()) or any(
            call.ani == phone and call.customer is Customer.SPOKEN_TO for call in self.calls.values()
        )

    def answered(self, leg_id: LegId | None) -> Leg | None:
        """The leg, if it is one that talks."""
        leg = None if leg_id is None else self.legs.get(leg_id)
        return leg if leg is not None and leg.answered else None

    def legs_of(self, call: Call) -> list[Leg]:
        """Of owner, consulted party, and whom it was transferred to; not a listener's."""
        found = (self.legs.get(leg) for leg in (call.owner, call.consulted, call.outside) if leg is not None)
        return [leg for leg in found if leg is not None]

    def alive(self) -> Alive:
        """What is the centre's."""
        return Alive(
            calls=frozenset(call.id for call in self.calls.values() if not call.gone),
            legs=frozenset(leg.id for leg in self.legs.values() if leg.answered),
        )

    def drop(self, leg: Leg) -> None:
        """The leg is gone from everywhere."""
        self.legs.pop(leg.id, None)
        call = self.call_of(leg)
        if call is None:
            return
        match call.place(leg.id):
            case "owner":
                call.owner = None
            case "consulted":
                call.consulted, call.hears_consulted = None, False
            case "outside":
                call.outside = None
            case "listener":
                call.listener = None
            case _:
                pass
