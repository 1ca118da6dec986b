"""The words in which the life of a contact is written: happenings, and what follows from them."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from agent_client.protocol.names import ContactState, EndedBy, OnHold, WhyCode


class Way(StrEnum):
    """Which of the tables a contact follows."""

    INBOUND = "inbound"
    TRANSFERRED_OUT = "transferred_out"
    """A number outside is being dialled for the customer; no agent has them."""
    OUTGOING = "outgoing"
    """By an agent's own wish: from the callback list, or dialled."""
    ASKED_FOR = "asked_for"
    """A callback that the customer asked for: routed like a call."""
    PREVIEW = "preview"
    DIGITAL = "digital"
    """E-mails, chats, social messages."""
    CONSULT_AGENT = "consult_agent"
    CONSULT_QUEUE = "consult_queue"
    CONSULT_NUMBER = "consult_number"


class Happening(StrEnum):
    """What can befall a contact: told by the PBX, wished by an agent, due by the clock, or following from the other side of
    a consult."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    """A preview is to be dialled."""
    RANG = "rang"
    ANSWERED = "answered"
    """The agent's phone was picked up."""
    NOT_ANSWERED = "not_answered"
    NOT_ACCEPTED = "not_accepted"
    """Nothing rang, and its agent did not decide in time."""
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    PUT_THROUGH = "put_through"
    """To the fixed target, while all are busy (F5)."""
    GROUP_FULL = "group_full"
    """No room for it to wait in, and such calls are ended (F7)."""
    WAITED_TOO_LONG = "waited_too_long"
    MOOT = "moot"
    """A customer who was to be called need not be any more: they called, or somebody called them from the list."""
    CUSTOMER_ANSWERED = "customer_answered"
    CUSTOMER_SILENT = "customer_silent"
    CUSTOMER_BUSY = "customer_busy"
    CUSTOMER_UNREACHABLE = "customer_unreachable"
    CUSTOMER_LEFT = "customer_left"
    ASKED_TO_BE_CALLED = "asked_to_be_called"
    """A waiting customer pressed the key for it, and need not wait on the phone any more (E10)."""
    TRIES_USED = "tries_used"
    """A customer who asked for a call did not answer as often as the queue allows."""
    AGENT_ENDED = "agent_ended"
    AGENT_GAVE_UP = "agent_gave_up"
    """Hung up after the customer's phone had rung long enough to count as an attempt (E3)."""
    HELD = "held"
    RESUMED = "resumed"
    TRANSFERRED = "transferred"
    CONFERENCE_STARTED = "conference_started"
    CONSULT_STARTED = "consult_started"
    CONSULT_ENDED = "consult_ended"
    """The owner's wish."""
    LEG_ENDED = "leg_ended"
    """An answered phone hung up, and the call goes on without it."""
    # To the owner, from the consulted side.
    CONSULT_ACCEPTED = "consult_accepted"
    CONSULT_NOT_ANSWERED = "consult_not_answered"
    CONSULT_BUSY = "consult_busy"
    CONSULT_UNREACHABLE = "consult_unreachable"
    CONSULT_DECLINED = "consult_declined"
    CONSULT_LEFT = "consult_left"
    CONSULT_LOST = "consult_lost"
    """The server was restarted while it rang."""
    # To the consulted side, from the owner.
    OWNER_WENT = "owner_went"
    """The owner ended the consult, or their contact ended."""
    TOOK_OVER = "took_over"
    """The customer is theirs now."""
    CALL_LOST = "call_lost"
    SERVER_RESTARTED = "server_restarted"
    AGENT_LEFT = "agent_left"
    WRAPPED_UP = "wrapped_up"
    TIME_OVER = "time_over"


class Fate(StrEnum):
    """What it means for the agent."""

    STAYS = "stays"
    OFFERED = "offered"
    TALKS = "talks"
    WRAPS_UP = "wraps_up"
    RETURNS = "returns"
    """To the state before the contact, or the one chosen for after it."""
    RONA = "rona"
    UNREACHABLE = "unreachable"
    DECLINED = "declined"


class Listed(StrEnum):
    """What it means for the callback list."""

    NOTHING = "nothing"
    MISSED = "missed"
    ANSWERED = "answered"
    """Whatever was open for this number is done."""
    REACHED = "reached"
    ATTEMPTED = "attempted"
    CLAIMED = "claimed"
    """It is the offered agent's from now on (E7)."""
    RELEASED = "released"
    """The claim ends; nothing else changes."""
    CANCELLED = "cancelled"
    """Done without a call."""
    REOPENED = "reopened"


class Turn(Struct, frozen=True, kw_only=True):
    """The next state and what follows from it. ``other``: what it is for the other side of the consult."""

    to: ContactState
    on_hold: OnHold | None = None
    agent: Fate = Fate.STAYS
    why: WhyCode | None = None
    listed: Listed = Listed.NOTHING
    ended_by: EndedBy | None = None
    other: Happening | None = None


Turns: TypeAlias = dict[Happening, Turn]
Table: TypeAlias = dict[tuple[ContactState, OnHold | None], Turns]
