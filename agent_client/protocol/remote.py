"""Signing in by phone (A15): the service number, and whose phones may call it. The last save stands."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from .agents import AgentBrief
from .customers import Number
from .names import QueueId, Word
from .time import Instant

Queues = Annotated[tuple[Annotated[QueueId, Meta(ge=1, le=2**53)], ...], Meta(max_length=1000)]


class ServiceNumber(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Empty: nobody can sign in by phone."""

    number: Number = ""


class Registering(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of one agent. ``phone_number`` is rung; the ``alternate_number`` is what that phone shows, where it shows another.
    ``preselected``: the queues that they staff when they cannot choose."""

    phone_number: Number = ""
    alternate_number: Number = ""
    preselected: Queues = ()


class RemoteAgent(Struct, frozen=True, kw_only=True):
    agent: AgentBrief
    user: str
    registered: Registering
    may_staff: tuple[QueueId, ...] = ()
    signed_in: bool = False
    """By phone, now."""


class TextProblem(Word):
    """Why a text message could not be sent (A15). A status or seconds may go with it."""

    NO_WAY = "no_way"
    """The server has not been told how to send them."""
    COMMAND_UNUSABLE = "command_unusable"
    COMMAND_SLOW = "command_slow"  # seconds
    COMMAND_FAILED = "command_failed"  # status
    NO_ANSWER = "no_answer"  # seconds
    NOT_REACHED = "not_reached"
    REFUSED = "refused"  # status
    UNKNOWN = "unknown"


class UnsentText(Struct, frozen=True, kw_only=True):
    """A text message that was given up."""

    at: Instant
    agent: str
    problem: TextProblem
    figure: float | None = None
    """The seconds or the status that go with it."""


class RemoteSignIn(Struct, frozen=True, kw_only=True):
    """All of it, as the administrator's window shows it."""

    service_number: ServiceNumber = ServiceNumber()
    agents: tuple[RemoteAgent, ...] = ()
    written: tuple[QueueId, ...] = ()
    """Queues that bring chats, e-mails or messages: whoever preselects one cannot sign in by phone."""
    campaigns: tuple[QueueId, ...] = ()
    """The same, for their campaigns."""
    texts: bool = False
    """Text messages can be sent: a way has been set up at the server."""
    unsent: tuple[UnsentText, ...] = ()
    """Of the last days, the latest first."""
