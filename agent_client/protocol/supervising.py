"""What a supervisor sees of the whole centre, and what they do about it (H1, B4, A5, A13)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from .agents import AgentBrief, Presence
from .centre import Queue
from .customers import CustomerBrief
from .interactions import PastCall
from .names import (
    AgentState,
    Channel,
    ContactId,
    ContactState,
    Direction,
    IdleReasonId,
    Intervention,
    Listening,
    QueueId,
    Role,
    SessionId,
)
from .time import Instant

REASON_LIMIT = 200
Reason = Annotated[str, Meta(min_length=1, max_length=REASON_LIMIT)]
"""In the supervisor's words: whom it concerns reads it, and it stands in the log."""


class Seated(Struct, frozen=True, kw_only=True):
    """A session that lives: from where an agent is signed in, and whether anything reaches them there."""

    id: SessionId
    phone: str
    seat: str
    host: str
    address: str
    client: str
    """The program's version."""
    started_at: Instant
    link_lost_since: Instant | None = None
    until: Instant | None = None
    """When the grace of a lost link is over, and the server signs them out."""
    phone_lost_since: Instant | None = None
    line_up_since: Instant | None = None
    """Of a nailed-up agent."""
    remote: bool = False
    """By phone (A15): there is no client."""


class InHand(Struct, frozen=True, kw_only=True):
    """What an agent deals with now; of several things the call."""

    contact: ContactId
    channel: Channel
    direction: Direction
    state: ContactState
    queue: QueueId
    number: str
    """The customer's; empty when withheld."""
    since: Instant
    listener: str = ""
    """Who listens to it, by name."""
    held_at_phone: bool = False
    """By the phone's own key."""


class AgentFigures(Struct, frozen=True, kw_only=True):
    """An agent's day so far."""

    handled: int = 0
    """Conversations, those that go on among them."""
    missed: int = 0
    """Offered, and not answered: the phone rang in vain, was busy, or could not be reached."""
    declined: int = 0
    talk_seconds: int = 0


class SupervisedAgent(Struct, frozen=True, kw_only=True):
    """``session`` None: not signed in. The last three are kept for always (A13): signed in means a start without a stop."""

    presence: Presence
    user: str
    role: Role
    queues: tuple[QueueId, ...] = ()
    """Those that they staff."""
    session: Seated | None = None
    contact: InHand | None = None
    today: AgentFigures = AgentFigures()
    locked_since: Instant | None = None
    """Their account, after too many failed sign-ins (A8)."""
    last_address: str = ""
    last_start: Instant | None = None
    last_stop: Instant | None = None


class QueueFigures(Struct, frozen=True, kw_only=True):
    """A queue's day so far: the calls that came. Who still waits is in ``offered`` alone."""

    offered: int = 0
    answered: int = 0
    given_up: int = 0
    """The customer hung up before anybody answered."""
    average_seconds: int = 0
    """How long they waited, who was answered and who gave up."""
    longest_seconds: int = 0


class SupervisedQueue(Struct, frozen=True, kw_only=True):
    queue: Queue
    today: QueueFigures = QueueFigures()


class CardInUse(Struct, frozen=True, kw_only=True):
    """A customer's card that somebody works on (F4)."""

    customer: CustomerBrief
    agent: AgentBrief
    seat: str
    since: Instant


class Supervising(Struct, frozen=True, kw_only=True):
    """All of it at one moment, but the day's calls and the log, which are read page by page."""

    now: Instant
    day_since: Instant
    """When the centre's own day began."""
    agents: tuple[SupervisedAgent, ...]
    queues: tuple[SupervisedQueue, ...]
    cards: tuple[CardInUse, ...] = ()


class SupervisedCall(Struct, frozen=True, kw_only=True):
    call: PastCall
    queue: QueueId
    customer: CustomerBrief | None = None
    """Of the central list; who stands in an agent's own is not named to others."""


class SupervisedCalls(Struct, frozen=True, kw_only=True):
    """A page of the day's calls, the latest first. ``older``: where the next page begins; None: there is none."""

    calls: tuple[SupervisedCall, ...]
    older: int | None = None


class LogLine(Struct, frozen=True, kw_only=True):
    """What a supervisor did, to whom, and why. ``about``: the customer whose card it was, by name."""

    id: int
    at: Instant
    by: AgentBrief
    kind: Intervention
    reason: str
    agent: AgentBrief | None = None
    seat: str = ""
    about: str = ""
    how: Listening | None = None


class InterventionLog(Struct, frozen=True, kw_only=True):
    """A page of it, the latest first."""

    lines: tuple[LogLine, ...]
    older: int | None = None


class EndSession(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sign its agent out, or mark it as crashed. ``confirmed``: also in the middle of a conversation, whose customer goes
    back to the queue, in their old place."""

    kind: Intervention
    reason: Reason
    confirmed: bool = False


class CleanUpSeat(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whatever sessions there are at a seat end, and somebody else can sit down there at once (A5)."""

    seat: Annotated[str, Meta(min_length=1, max_length=120)]
    reason: Reason
    confirmed: bool = False


class Unlock(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A customer's card, or an account."""

    reason: Reason


class SetState(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the agent forgot to choose: ``ready``, or ``not_ready``."""

    state: AgentState
    idle_reason: Annotated[IdleReasonId, Meta(ge=1, le=2**53)] | None = None
    reason: Reason


class Listen(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To the conversation that an agent has now, which needs a reason. Of one that they listen to already ``how`` changes, and
    the reason stays."""

    contact: Annotated[ContactId, Meta(ge=1, le=2**53)]
    how: Listening
    reason: Annotated[str, Meta(max_length=REASON_LIMIT)] = ""


class Intervened(Struct, frozen=True, kw_only=True):
    """It is done, and in the log."""

    lines: tuple[LogLine, ...]
