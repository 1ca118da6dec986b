"""What goes on in the simulated PBX: a call with its customer, a leg with its phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from agent_client.backend.ports.telephony import CallId, LegId

from .timers import Timer


class LegKind(Enum):
    FOR_CALL = auto()
    TEST = auto()
    CALL_OUT = auto()


class Customer(Enum):
    """The customer's side of a call."""

    NOT_DIALLED = auto()
    RINGING = auto()
    WAITING = auto()
    TALKING = auto()


@dataclass
class Call:
    id: CallId
    ani: str
    dnis: str
    customer: Customer
    patience: float | None = None
    """Hangs up after waiting so long."""
    talk: float | None = None
    """Hangs up after talking so long."""
    leg: LegId | None = None
    timer: Timer | None = None
    """The customer's next act."""

    def calm(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
        self.timer = None


@dataclass
class Leg:
    id: LegId
    phone: str
    kind: LegKind
    call: CallId | None = None
    rings: bool = False
    answered: bool = False
    timers: list[Timer] = field(default_factory=list)

    def calm(self) -> None:
        for timer in self.timers:
            timer.cancel()
        self.timers.clear()
