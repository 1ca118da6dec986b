"""Contacts: one customer's matter on one channel, from the queue to the end of wrap-up."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from .customers import CustomerBrief
from .interactions import Moment
from .names import (
    AgentId,
    CallbackId,
    CallbackOrigin,
    Channel,
    ContactId,
    ContactState,
    Direction,
    EndedBy,
    InteractionId,
    Listening,
    OnHold,
    Part,
    ProjectId,
    QueueId,
    RecordingState,
    TargetKind,
    VariableKind,
    WrapUpReasonId,
)
from .time import Instant
from .why import Why


class Variable(Struct, frozen=True):
    """One labelled value of the popover (C4). Secure variables never travel in it."""

    label: str
    value: str


class CadVariable(Struct, frozen=True, kw_only=True):
    """One piece of call-associated data (D9). ``value`` of a secure one never travels here: it is asked for, and logged.

    ``version`` is the value's own: whoever saves says which one they saw, and the first save stands.
    """

    key: str
    label: str
    kind: VariableKind = VariableKind.TEXT
    value: str = ""
    editable: bool = False
    secure: bool = False
    filled: bool = True
    """Whether there is a value: of a secure one that is all that is said."""
    version: int = 0
    by: str = ""
    """The name of the agent who saved it last; empty: it came with the call."""


class Consult(Struct, frozen=True, kw_only=True):
    """The other side of a consult: for the owner whom they ask, for the consulted agent who asks."""

    contact: ContactId
    """The other side's contact."""
    kind: TargetKind
    name: str
    """The agent's, the queue's or the directory's name; empty for a bare number."""
    number: str = ""
    """The agent's phone, or the number dialled."""
    team: str = ""
    agent: AgentId | None = None
    state: ContactState
    """The consulted side's: queued, connecting, ringing, consulting, conference."""
    since: Instant
    connected_at: Instant | None = None
    until: Instant | None = None
    held_at_phone_since: Instant | None = None
    """Their phone holds, by its own key: who talks with them hears music."""


class Listener(Struct, frozen=True, kw_only=True):
    """A supervisor whom the agent hears: who whispers to them, or has joined. Of who merely listens nothing is said."""

    name: str
    how: Listening


class Recording(Struct, frozen=True, kw_only=True):
    """``until``: when the privacy shield resumes it by itself (D8); None: the agent does."""

    state: RecordingState
    since: Instant
    until: Instant | None = None


class Contact(Struct, frozen=True, kw_only=True):
    """A contact as its agent sees it. ``until`` is when the server acts by itself: RONA while ringing, the end of wrap-up.

    The consulted agent has a contact of their own, with ``part`` consulted, of the same ``interaction``; should the call be
    transferred to them it becomes theirs whole, under the same id.
    """

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
    answered_at: Instant | None = None
    """When the agent's phone was picked up: calling out, that is before the customer's."""
    connected_at: Instant | None = None
    ended_at: Instant | None = None
    until: Instant | None = None
    ended_by: EndedBy | None = None
    wrap_up_reason: WrapUpReasonId | None = None
    callback: CallbackId | None = None
    why: Why | None = None
    interaction: InteractionId = InteractionId(0)
    """What all contacts of one customer's call have in common, across transfers and consults."""
    part: Part = Part.OWNER
    consult: Consult | None = None
    on_hold: OnHold | None = None
    on_hold_since: Instant | None = None
    held_at_phone_since: Instant | None = None
    """The agent's own phone holds, by its key: whoever talks with them hears music until they are taken back there."""
    recording: Recording | None = None
    """None: this call is not recorded."""
    can_mute: bool = False
    muted: bool = False
    cad: tuple[CadVariable, ...] = ()
    origin: CallbackOrigin | None = None
    can_cancel: bool = False
    """A web callback whose popover has Cancel (C5)."""
    extensions: int = 0
    """How often the wrap-up may still be extended."""
    extend_seconds: int = 0
    """By how much each time."""
    default_reason: WrapUpReasonId | None = None
    """What wrap-up says if the agent says nothing."""
    text: str = ""
    """The first words of an e-mail, a chat, a social message."""
    listener: Listener | None = None
    course: tuple[Moment, ...] = ()
    """The call's time line so far, its newest moments."""


class ContactCommand(Struct, frozen=True, forbid_unknown_fields=True):
    """A press on a contact's button, bound to the version the agent saw."""

    version: Annotated[int, Meta(ge=1, le=2**53)]


class WrapUp(Struct, frozen=True, forbid_unknown_fields=True):
    version: Annotated[int, Meta(ge=1, le=2**53)]
    reason: Annotated[WrapUpReasonId, Meta(ge=1, le=2**53)]


class Target(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to consult or transfer to: ``id`` of an agent, a queue or (``entry_point``) a project; ``number`` as typed."""

    kind: TargetKind
    id: Annotated[int, Meta(ge=1, le=2**53)] | None = None
    number: Annotated[str, Meta(max_length=80)] = ""


class ToTarget(Struct, frozen=True, forbid_unknown_fields=True):
    """Consult, or transfer. A transfer without a target is to the consulted party."""

    version: Annotated[int, Meta(ge=1, le=2**53)]
    target: Target | None = None


class Digits(Struct, frozen=True, forbid_unknown_fields=True):
    """Tones (DTMF, RFC 4733) that the agent sends into the call."""

    version: Annotated[int, Meta(ge=1, le=2**53)]
    digits: Annotated[str, Meta(min_length=1, max_length=40, pattern="^[0-9*#A-D]+$")]


class Mute(Struct, frozen=True, forbid_unknown_fields=True):
    version: Annotated[int, Meta(ge=1, le=2**53)]
    muted: bool


VARIABLE_LIMIT = 256
"""Characters of a CAD variable's value (D9)."""


class VariableChange(Struct, frozen=True, forbid_unknown_fields=True):
    """``version`` of the value that was seen."""

    key: Annotated[str, Meta(min_length=1, max_length=60)]
    value: Annotated[str, Meta(max_length=VARIABLE_LIMIT)]
    version: Annotated[int, Meta(ge=0, le=2**53)]


class SaveVariables(Struct, frozen=True, forbid_unknown_fields=True):
    """All or none: one value that somebody else saved first refuses the whole (`refusals.VariableChanged`)."""

    changes: Annotated[tuple[VariableChange, ...], Meta(min_length=1, max_length=60)]


class SecureValue(Struct, frozen=True):
    """The answer to showing a secure variable. It is kept nowhere."""

    key: str
    value: str
    version: int


class Outdial(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``number`` as typed or clicked; ``queue`` in whose name, else the agent's first."""

    number: Annotated[str, Meta(min_length=1, max_length=80)]
    queue: Annotated[QueueId, Meta(ge=1, le=2**53)] | None = None


class AcceptAll(Struct, frozen=True, forbid_unknown_fields=True):
    """Accept N requests (C3): the contacts and the versions that were seen. What moved on meanwhile is left out."""

    contacts: Annotated[tuple[tuple[ContactId, int], ...], Meta(min_length=1, max_length=100)]


class Accepted(Struct, frozen=True):
    contacts: tuple[ContactId, ...]
