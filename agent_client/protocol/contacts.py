"""Contacts: one customer's matter on one channel, from the queue to the end of wrap-up."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from .customers import CustomerBrief
from .names import CallbackId, Channel, ContactId, ContactState, Direction, EndedBy, ProjectId, QueueId, WrapUpReasonId
from .time import Instant
from .why import Why


class Variable(Struct, frozen=True):
    """One labelled value of the popover (C4). Secure variables never travel in it."""

    label: str
    value: str


class Contact(Struct, frozen=True, kw_only=True):
    """A contact as its agent sees it. ``until`` is when the server acts by itself: RONA while ringing, the end of wrap-up."""

    id: ContactId
    version: int
    channel: Channel = Channel.VOICE
    direction: Direction
    state: ContactState
    queue: QueueId
    project: ProjectId | None = None
    ani: str
    """The customer's number; empty when withheld."""
    dnis: str
    """The dialled number."""
    customer: CustomerBrief | None = None
    variables: tuple[Variable, ...] = ()
    can_answer: bool = False
    """Whether the agent's phone can be answered from the desktop (C3)."""
    queued_at: Instant
    ringing_at: Instant | None = None
    connected_at: Instant | None = None
    ended_at: Instant | None = None
    until: Instant | None = None
    ended_by: EndedBy | None = None
    wrap_up_reason: WrapUpReasonId | None = None
    callback: CallbackId | None = None
    why: Why | None = None


class ContactCommand(Struct, frozen=True, forbid_unknown_fields=True):
    """A press on a contact's button, bound to the version the agent saw."""

    version: Annotated[int, Meta(ge=1, le=2**53)]


class WrapUp(Struct, frozen=True, forbid_unknown_fields=True):
    version: Annotated[int, Meta(ge=1, le=2**53)]
    reason: Annotated[WrapUpReasonId, Meta(ge=1, le=2**53)]
