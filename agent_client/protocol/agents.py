"""Agents: the one who is signed in, and what everybody sees of the others (B2, B4)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from .names import AgentId, AgentState, ContactId, IdleReasonId, Listening, NotReadyReason, QueueId, Role
from .time import Instant
from .why import Why


class AgentBrief(Struct, frozen=True):
    """Who did something: enough to name a colleague. ``phone`` is empty when not signed in."""

    id: AgentId
    name: str
    phone: str = ""


class NextState(Struct, frozen=True):
    """What the agent chose for after the present contact ("Lunch after this call")."""

    state: AgentState
    idle_reason: IdleReasonId | None = None


class Rights(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an agent may do with customers, whether they are an agent at all (F3), and how calls come to them."""

    edit_central: bool = True
    edit_own: bool = True
    takes_contacts: bool = True
    """False: nothing is offered to them, and they cannot become ready."""
    keeps_line: bool = False
    """Nailed-up: at a desk their phone is answered once, when they sign on, and its line stays for the session."""


class ListeningTo(Struct, frozen=True, kw_only=True):
    """A colleague's conversation that a supervisor listens to, or was rung for."""

    contact: ContactId
    agent: AgentBrief
    """Whose it is."""
    number: str
    """The customer's; empty when withheld."""
    how: Listening
    since: Instant
    answered_at: Instant | None = None
    """When the supervisor's phone was answered; None: it rings."""
    can_answer: bool = False
    """It rings, and can be answered from the desktop (C3)."""
    ended_at: Instant | None = None
    why: Why | None = None
    """Why it ended, if not by the supervisor's own wish."""


class Me(Struct, frozen=True, kw_only=True):
    """The signed-in agent's own state. ``since`` is when the state began; ``until`` when the server ends it by itself."""

    id: AgentId
    name: str
    user: str
    role: Role
    phone: str
    seat: str
    queues: tuple[QueueId, ...]
    state: AgentState
    not_ready: NotReadyReason | None = None
    idle_reason: IdleReasonId | None = None
    since: Instant
    until: Instant | None = None
    why: Why | None = None
    contact: ContactId | None = None
    version: int
    team: str = ""
    next: NextState | None = None
    rights: Rights = Rights()
    may_staff: tuple[QueueId, ...] = ()
    """All the queues that they may choose among; ``queues`` are those that they staff (A3)."""
    phone_lost_since: Instant | None = None
    """The PBX does not reach their phone; None: it does, or does not know."""
    line_up_since: Instant | None = None
    """Of one whose line is kept (`Rights.keeps_line`); None: it is not up."""
    password_expires_at: Instant | None = None
    """None: never (A8)."""
    remote: bool = False
    """Signed in by phone, without a client (A15)."""
    listening: ListeningTo | None = None
    """A supervisor's: the last of this session, also when it is over."""


class Presence(Struct, frozen=True, kw_only=True):
    """What everyone sees of an agent."""

    id: AgentId
    name: str
    phone: str
    state: AgentState
    not_ready: NotReadyReason | None = None
    idle_reason: IdleReasonId | None = None
    since: Instant
    version: int
    team: str = ""
    linked: bool = True
    """Whether their client is there: nothing is offered to a seat that nobody hears, whatever its state says."""
    phone_lost: bool = False
    remote: bool = False
    """Signed in by phone (A15): they see nothing of what is written to them."""


class ChangeState(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The agent's wish: ``ready``, or ``not_ready`` for a pause or with an idle reason. Anything else is refused.

    During a contact it is kept (`Me.next`) and comes into force when the contact is done with. The state that comes with
    the contact itself (``on_contact`` and its kin) says then: nothing shall change after it.
    """

    state: AgentState
    idle_reason: Annotated[IdleReasonId, Meta(ge=1, le=2**53)] | None = None
