"""The team's callback list (E1 to E3): who was not answered, and what became of it."""

from __future__ import annotations

from msgspec import Struct

from .agents import AgentBrief
from .customers import CustomerBrief
from .names import CallbackId, ContactId, QueueId, Section
from .time import Instant
from .why import Why


class Claim(Struct, frozen=True):
    """Whose entry it is at the moment: nobody else may call it back (E7)."""

    agent: AgentBrief
    since: Instant


class Callback(Struct, frozen=True, kw_only=True):
    id: CallbackId
    version: int
    queue: QueueId
    section: Section
    number: str
    """Empty when withheld: the entry can be marked, not called."""
    dnis: str
    customer: CustomerBrief | None = None
    calls: int = 1
    """How often the customer called (E2, combined)."""
    attempts: int = 0
    """How often the team tried to call back."""
    first_at: Instant
    last_at: Instant
    """When the customer called last; the list's order."""
    tried_at: Instant | None = None
    closed_at: Instant | None = None
    closed_by: AgentBrief | None = None
    claim: Claim | None = None
    why: Why | None = None


class Callbacks(Struct, frozen=True):
    entries: tuple[Callback, ...]


class Calling(Struct, frozen=True):
    """The answer to calling back: the contact that was made for it."""

    contact: ContactId
