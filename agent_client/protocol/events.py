"""The numbered events of the stream, and how a client reads them without stumbling over a newer server's (design §2)."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

import msgspec
from msgspec import Raw, Struct

from .agents import AgentBrief, Me, Presence
from .callbacks import Callback
from .centre import Centre, Queue
from .contacts import Contact
from .customers import Customer, CustomerLock, Record
from .interactions import PastRecording
from .names import CustomerId, InteractionId, Section
from .time import Instant
from .why import Why


class AgentStateChanged(Struct, frozen=True):
    me: Me


class AgentQueuesChanged(AgentStateChanged, frozen=True):
    """The agent staffs other queues: what else follows is another stream, opened with a snapshot (A3)."""


class AgentPresenceChanged(Struct, frozen=True):
    agent: Presence


class QueueChanged(Struct, frozen=True):
    queue: Queue


class ContactEvent(Struct, frozen=True):
    contact: Contact


class ContactOffered(ContactEvent, frozen=True):
    """About to ring: the popover says Connecting (C1)."""


class ContactRinging(ContactEvent, frozen=True):
    pass


class ContactConnected(ContactEvent, frozen=True):
    pass


class ContactWithdrawn(ContactEvent, frozen=True):
    """No longer this agent's: not answered, declined, or the caller hung up while it rang. ``contact.why`` says which."""


class ContactHeld(ContactEvent, frozen=True):
    pass


class ContactResumed(ContactEvent, frozen=True):
    pass


class ContactConsultRequested(ContactEvent, frozen=True):
    pass


class ContactConsultAccepted(ContactEvent, frozen=True):
    pass


class ContactConsultEnded(ContactEvent, frozen=True):
    """Back with the customer alone: because the agent wished it, or for the reason in ``contact.why``."""


class ContactConferenceStarted(ContactEvent, frozen=True):
    pass


class ContactTakenOver(ContactEvent, frozen=True):
    """To the consulted agent: the customer is theirs now."""


class ContactEnded(ContactEvent, frozen=True):
    """The conversation is over; wrap-up has begun."""


class ContactWrappedUp(ContactEvent, frozen=True):
    pass


class ContactUpdated(ContactEvent, frozen=True):
    """Something beside the state: the customer, a variable, the limit."""


class CallbackEvent(Struct, frozen=True):
    """``was``: the section that has counted the entry until now, for whoever never saw it; None: none has."""

    entry: Callback
    was: Section | None = None


class CallbackOpened(CallbackEvent, frozen=True):
    pass


class CallbackClaimed(CallbackEvent, frozen=True):
    pass


class CallbackReleased(CallbackEvent, frozen=True):
    pass


class CallbackAttempted(CallbackEvent, frozen=True):
    pass


class CallbackDone(CallbackEvent, frozen=True):
    pass


class CallbackNotReached(CallbackEvent, frozen=True):
    pass


class CallbackReopened(CallbackEvent, frozen=True):
    pass


class CallbackChanged(CallbackEvent, frozen=True):
    """Something beside the section: an appointment, the customer; or the rules were changed, and it stands elsewhere now."""


class CustomerSaved(Struct, frozen=True):
    customer: Customer


class CustomerLockChanged(Struct, frozen=True):
    """``lock`` None: the card is free again (F4). ``why``: a supervisor took it away from who had it."""

    customer: CustomerId
    lock: CustomerLock | None
    why: Why | None = None


class CustomersChanged(Struct, frozen=True):
    """Many at once, by an import; or one went into another (``gone`` into ``into``), or came back out of it."""

    gone: CustomerId | None = None
    into: CustomerId | None = None


class CentreChanged(Struct, frozen=True):
    """Rules, templates, projects, or the way to the PBX."""

    centre: Centre


class RecordCorrected(Struct, frozen=True):
    record: Record


class RecordAdded(Struct, frozen=True):
    record: Record


class RecordingKept(Struct, frozen=True):
    """The recording of a call that the agent had can be heard now; or it has been lost."""

    interaction: InteractionId
    recording: PastRecording


class SeatAsked(Struct, frozen=True):
    """A colleague cannot sign in: somebody sits at this seat, or takes calls on this phone, who is asked to leave it (A5)."""

    by: AgentBrief
    seat: str
    at: Instant
    phone: str = ""
    """Where it is the phone that they would like to have."""


class SessionEnded(Struct, frozen=True):
    """The last event of a session: signed in elsewhere, signed out, or the grace period was over."""

    why: Why


Event: TypeAlias = (
    AgentStateChanged
    | AgentPresenceChanged
    | QueueChanged
    | ContactEvent
    | CallbackEvent
    | CustomerSaved
    | CustomerLockChanged
    | CustomersChanged
    | CentreChanged
    | RecordAdded
    | RecordCorrected
    | RecordingKept
    | SeatAsked
    | SessionEnded
)

EVENTS: dict[str, type[Event]] = {
    "agent.state_changed": AgentStateChanged,
    "agent.queues_changed": AgentQueuesChanged,
    "agent.presence_changed": AgentPresenceChanged,
    "queue.changed": QueueChanged,
    "contact.offered": ContactOffered,
    "contact.ringing": ContactRinging,
    "contact.connected": ContactConnected,
    "contact.withdrawn": ContactWithdrawn,
    "contact.held": ContactHeld,
    "contact.resumed": ContactResumed,
    "contact.consult_requested": ContactConsultRequested,
    "contact.consult_accepted": ContactConsultAccepted,
    "contact.consult_ended": ContactConsultEnded,
    "contact.conference_started": ContactConferenceStarted,
    "contact.taken_over": ContactTakenOver,
    "contact.ended": ContactEnded,
    "contact.wrapped_up": ContactWrappedUp,
    "contact.updated": ContactUpdated,
    "callback.opened": CallbackOpened,
    "callback.claimed": CallbackClaimed,
    "callback.released": CallbackReleased,
    "callback.attempted": CallbackAttempted,
    "callback.done": CallbackDone,
    "callback.not_reached": CallbackNotReached,
    "callback.reopened": CallbackReopened,
    "callback.changed": CallbackChanged,
    "customer.saved": CustomerSaved,
    "customer.lock_changed": CustomerLockChanged,
    "customers.changed": CustomersChanged,
    "centre.changed": CentreChanged,
    "record.added": RecordAdded,
    "record.corrected": RecordCorrected,
    "recording.kept": RecordingKept,
    "seat.asked": SeatAsked,
    "session.ended": SessionEnded,
}
NAMES: dict[type[Event], str] = {kind: name for name, kind in EVENTS.items()}


class Envelope(Struct, frozen=True, kw_only=True):
    """One event as it travels: its body is decoded only once its name is known to be ours."""

    stream: str
    number: int
    at: Instant
    name: str
    body: Raw


class Unreadable(Exception):
    """A message that is not of this protocol. What was kept of the state can no longer be trusted: take a new snapshot."""


_envelope = msgspec.json.Decoder(Envelope)
_T = TypeVar("_T")


def read_envelope(data: bytes | str) -> Envelope:
    """Raises `Unreadable`."""
    try:
        return _envelope.decode(data)
    except msgspec.MsgspecError as error:
        raise Unreadable(str(error)) from error


def read_event(envelope: Envelope) -> Event | None:
    """The event, or None for a name that this client does not know (yet). Raises `Unreadable`."""
    kind = EVENTS.get(envelope.name)
    return None if kind is None else read_as(envelope.body, kind)


def read_as(data: bytes | str | Raw, kind: type[_T]) -> _T:
    """Raises `Unreadable`."""
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise Unreadable(f"{kind.__name__}: {error}") from error
