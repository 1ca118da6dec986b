"""What goes on in the simulated PBX: a call with its customer, a leg with its phone, and which of them there are."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent_client.backend.ports.telephony import Alive, CallId, LegId
from agent_client.backend.telephony.sides import Customer, LegKind
from agent_client.protocol.names import Listening

from .timers import Timer


@dataclass
class Call:
    id: CallId
    ani: str
    dnis: str
    customer: Customer
    patience: float | None = None
    """Hangs up after waiting so long."""
    talk: float | None = None
    """Hangs up so long after an agent answered, on hold or not."""
    owner: LegId | None = None
    """The agent's phone, ringing or talking."""
    consulted: LegId | None = None
    outside: LegId | None = None
    """Whom the customer is transferred to, out of the centre."""
    listener: LegId | None = None
    hears_customer: bool = False
    """The owner, as the last `Hear` says; of use once both are there."""
    hears_consulted: bool = False
    hears_centre: bool = False
    """While they wait: it speaks, and the music pauses."""
    gone: bool = False
    """Transferred out and answered there: the customer still talks, but the centre is told nothing any more."""
    digits: dict[str, str] = field(default_factory=dict)
    """What each party has heard of others' keypads."""
    timer: Timer | None = None
    """The customer's next act."""

    def calm(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
        self.timer = None


@dataclass
class Leg:
    """``phone`` is an agent's, or a number outside."""

    id: LegId
    phone: str
    kind: LegKind
    call: CallId | None = None
    outside: bool = False
    rings: bool = False
    picked_up: bool = False
    """On a public number, where the key is not yet pressed."""
    answered: bool = False
    muted: bool = False
    held: bool = False
    """By the phone's own key."""
    how: Listening | None = None
    """Of a listener's."""
    timers: list[Timer] = field(default_factory=list)

    def calm(self) -> None:
        for timer in self.timers:
            timer.cancel()
        self.timers.clear()


class Lines:
    """All there is now."""

    def __init__(self) -> None:
        self.calls: dict[CallId, Call] = {}
        self.legs: dict[LegId, Leg] = {}

    def call_of(self, leg: Leg) -> Call | None:
        return None if leg.call is None else self.calls.get(leg.call)

    def on(self, phone: str) -> list[Leg]:
        return [leg for leg in self.legs.values() if leg.phone == phone]

    def line_of(self, phone: str) -> Leg | None:
        """The line that is kept there."""
        return next((leg for leg in self.on(phone) if leg.kind is LegKind.LINE and leg.answered), None)

    def calls_from(self, phone: str) -> bool:
        """Whether somebody talks on it who called the centre themselves."""
        return any(call.ani == phone and call.customer is Customer.SPOKEN_TO for call in self.calls.values())

    def answered(self, leg_id: LegId | None) -> Leg | None:
        """The leg, if it is one that talks."""
        leg = None if leg_id is None else self.legs.get(leg_id)
        return leg if leg is not None and leg.answered else None

    def alive(self) -> Alive:
        """What is the centre's."""
        return Alive(
            calls=frozenset(call.id for call in self.calls.values() if not call.gone),
            legs=frozenset(leg.id for leg in self.legs.values() if leg.answered),
        )

    def drop(self, leg_id: LegId | None) -> None:
        """The leg is gone from everywhere."""
        leg = None if leg_id is None else self.legs.pop(leg_id, None)
        if leg is None:
            return
        leg.calm()
        call = self.call_of(leg)
        if call is None:
            return
        if call.owner == leg.id:
            call.owner = None
        elif call.consulted == leg.id:
            call.consulted, call.hears_consulted = None, False
        elif call.outside == leg.id:
            call.outside = None
        elif call.listener == leg.id:
            call.listener = None

    def forget(self, call: Call) -> None:
        """The call, and every leg of it."""
        call.calm()
        for leg_id in (call.owner, call.consulted, call.outside):
            self.drop(leg_id)
        self.calls.pop(call.id, None)

    def clear(self) -> None:
        for call in self.calls.values():
            call.calm()
        for leg in self.legs.values():
            leg.calm()
        self.calls.clear()
        self.legs.clear()
