"""The team's callback list (E1 to E10): who was not answered or asked for a call, and what became of it."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from .agents import AgentBrief
from .customers import CustomerBrief, Number
from .names import (
    AgentId,
    CallbackId,
    CallbackMomentKind,
    CallbackOrigin,
    ContactId,
    CustomerId,
    GroupKind,
    Period,
    QueueId,
    Section,
)
from .time import Instant
from .why import Why

MOST_TIMES = 20
"""Of an entry's calls, so many come with it, the newest."""
REMARK_LIMIT = 500


class Claim(Struct, frozen=True):
    """Whose entry it is at the moment: nobody else may call it back (E7)."""

    agent: AgentBrief
    since: Instant


class Appointment(Struct, frozen=True, kw_only=True):
    """When the customer is to be called (E9). ``agent`` None: by any of the queue. It stands until the entry is done."""

    at: Instant
    agent: AgentBrief | None = None
    by: AgentBrief
    remark: str = ""
    delivered_at: Instant | None = None
    """Since when it waits for its agent: it was due."""


class Callback(Struct, frozen=True, kw_only=True, gc=False):  # 100,000 of them, no cycles: collecting stays quick
    """A customer to be called back: all their unanswered calls to one queue are one entry, so that nobody is called twice."""

    id: CallbackId
    version: int
    queue: QueueId
    section: Section
    number: str
    """Empty when withheld: the entry can be marked, not called."""
    dnis: str
    customer: CustomerBrief | None = None
    name: str = ""
    """As the customer gave it with a request."""
    calls: int = 1
    """How often the customer called (E2, combined)."""
    times: tuple[Instant, ...] = ()
    """When, the latest first: a line each where calls are not combined (E2, E6)."""
    attempts: int = 0
    """How often the team tried to call back, as the rules count it."""
    first_at: Instant
    last_at: Instant
    """When the customer called last, or asked, or the appointment was made."""
    tried_at: Instant | None = None
    closed_at: Instant | None = None
    closed_by: AgentBrief | None = None
    claim: Claim | None = None
    origin: CallbackOrigin | None = None
    appointment: Appointment | None = None
    why: Why | None = None
    listed: bool = True
    """False: by the rules it is on the list no more."""


class Callbacks(Struct, frozen=True):
    """A page, the latest call first. ``older`` goes into ``before`` for the next one; None: that was all."""

    entries: tuple[Callback, ...]
    older: str | None = None


class Calling(Struct, frozen=True):
    """The answer to calling back: the contact that was made for it."""

    contact: ContactId


class CallbackMoment(Struct, frozen=True, kw_only=True):
    """A line of an entry's history: who tried, when, how long, with which result."""

    kind: CallbackMomentKind
    at: Instant
    agent: AgentBrief | None = None
    """None: the customer, the clock, or somebody at the PBX whom we do not know."""
    phone: str = ""
    """The agent's; for a call taken by the PBX the phone that took it."""
    queue: QueueId | None = None
    """Where an ``answered`` call came in; None: no group's."""
    seconds: int | None = None
    until: Instant | None = None
    counts: bool = True
    """Whether the rules let it count: a try that was too short does not."""
    why: Why | None = None


class CallbackHistory(Struct, frozen=True):
    """The oldest moment first."""

    entry: Callback
    moments: tuple[CallbackMoment, ...]


class NewAppointment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``at`` by the server's clock. ``agent`` None: any of the queue. With ``callback`` the entry that is there gets it (its
    number, queue and customer stay); else a new one is made, for ``number`` or the customer's first."""

    at: Instant
    agent: Annotated[AgentId, Meta(ge=1, le=2**53)] | None = None
    remark: Annotated[str, Meta(max_length=REMARK_LIMIT)] = ""
    callback: Annotated[CallbackId, Meta(ge=1, le=2**53)] | None = None
    queue: Annotated[QueueId, Meta(ge=1, le=2**53)] | None = None
    customer: Annotated[CustomerId, Meta(ge=1, le=2**53)] | None = None
    number: Number = ""


class CallbackRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a customer fills in on the web (E10). ``queue``: the project's number that they would have dialled."""

    number: Annotated[str, Meta(min_length=1, max_length=40)]
    name: Annotated[str, Meta(max_length=200)] = ""
    dnis: Annotated[str, Meta(max_length=40)] = ""


class CallbackRequested(Struct, frozen=True):
    """The answer to a request: the number as it was understood. It says no more, for anybody may ask."""

    number: str


class CallbackRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What makes an entry of a group, and what closes it (E2 to E4). Each holds at once for what is listed."""

    combine: bool = True
    """Whether agents who have not chosen for themselves see one line with a counter instead of a line a call."""
    answered_elsewhere: bool = True
    """A call that another group took counts."""
    answered_without_group: bool = False
    """A call that a user without a group took counts."""
    attempts_by_non_members: bool = True
    """A try by somebody who is no member of the group counts."""
    internal: bool = False
    """Calls from our own phones are listed."""
    voicemail: bool = True
    """A call that ended in voicemail is unanswered."""
    shortest_missed: Annotated[int, Meta(ge=0, le=3600)] = 0
    """Seconds that a customer must have waited for a missed call to be listed (E3)."""
    shortest_attempt: Annotated[int, Meta(ge=0, le=3600)] = 5
    """Seconds that the customer's phone must have rung for an attempt to count (E3)."""
    attempts: Annotated[int, Meta(ge=1, le=99)] = 3
    """Attempts until Not reached (E3)."""


class CallbackPeriod(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the whole centre's list covers (E4, E5). The weekdays count for the first four periods."""

    kinds: tuple[GroupKind, ...] = (GroupKind.QUEUE, GroupKind.RING_ALL, GroupKind.HUNTING)
    """The groups whose calls are listed."""
    period: Period = Period.ALL
    """What agents see who have not chosen for themselves."""
    without_saturdays: bool = False
    without_sundays: bool = False
