"""The vocabulary: one name per thing, the same on the wire, in code and (translated) on screen."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import NewType, Self

AgentId = NewType("AgentId", int)
ContactId = NewType("ContactId", int)
QueueId = NewType("QueueId", int)
ProjectId = NewType("ProjectId", int)
CustomerId = NewType("CustomerId", int)
RecordId = NewType("RecordId", int)
CallbackId = NewType("CallbackId", int)
SessionId = NewType("SessionId", int)
IdleReasonId = NewType("IdleReasonId", int)
WrapUpReasonId = NewType("WrapUpReasonId", int)
InteractionId = NewType("InteractionId", int)
TemplateId = NewType("TemplateId", int)
MergeId = NewType("MergeId", int)


class Word(StrEnum):
    """A closed vocabulary in which a word from a newer peer reads as ``unknown`` instead of failing the whole message."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return cls("unknown") if value != "unknown" else None


class Role(Word):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    UNKNOWN = "unknown"


class AgentState(Word):
    SIGNED_OUT = "signed_out"
    NOT_READY = "not_ready"
    READY = "ready"
    OFFERED = "offered"
    ON_CONTACT = "on_contact"
    WRAP_UP = "wrap_up"
    UNKNOWN = "unknown"


class PasswordRule(Word):
    """A8."""

    STANDARD = "standard"
    STRICT = "strict"
    UNKNOWN = "unknown"


class Intervention(Word):
    """What a supervisor does to a session, a seat, a card or an account (H1)."""

    SIGN_OUT = "sign_out"
    CLEAN_UP = "clean_up"
    MARK_AS_CRASHED = "mark_as_crashed"
    UNLOCK_CUSTOMER = "unlock_customer"
    UNLOCK_ACCOUNT = "unlock_account"
    RESET_PASSWORD = "reset_password"
    SET_STATE = "set_state"
    LISTEN = "listen"
    """Listened to a conversation, whispered or joined in (H)."""
    UNKNOWN = "unknown"


class NotReadyReason(Word):
    """Why an agent is ``not_ready``. ``idle`` goes with one of the administrator's idle reasons."""

    PAUSE = "pause"
    IDLE = "idle"
    RONA = "rona"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    SIGNING_ON = "signing_on"
    UNKNOWN = "unknown"


class Phase(Word):
    """What the status bar shows (B1). ``reconnecting`` is the client's own: the server never says it."""

    PAUSE = "pause"
    SIGNING_ON = "signing_on"
    WAITING = "waiting"
    SETUP = "setup"
    CALL = "call"
    WRAP_UP = "wrap_up"
    RONA = "rona"
    RECONNECTING = "reconnecting"
    UNKNOWN = "unknown"


class Channel(Word):
    VOICE = "voice"
    CHAT = "chat"
    EMAIL = "email"
    SOCIAL = "social"
    UNKNOWN = "unknown"


class Direction(Word):
    """Who called whom. ``callback`` is an outgoing call that a customer asked for or that answers an entry of the callback
    list; ``preview`` one of a campaign; ``consult`` is what the consulted agent has in hand of a colleague's contact."""

    INBOUND = "inbound"
    OUTDIAL = "outdial"
    CALLBACK = "callback"
    PREVIEW = "preview"
    CONSULT = "consult"
    UNKNOWN = "unknown"


class ContactState(Word):
    QUEUED = "queued"
    CONNECTING = "connecting"
    RINGING = "ringing"
    CONNECTED = "connected"
    HELD = "held"
    CONSULT_REQUESTED = "consult_requested"
    CONSULTING = "consulting"
    CONFERENCE = "conference"
    WRAP_UP = "wrap_up"
    ENDED = "ended"
    UNKNOWN = "unknown"


class EndedBy(Word):
    """Which side ended the conversation, or why there was none."""

    CUSTOMER = "customer"
    AGENT = "agent"
    NOT_ANSWERED = "not_answered"
    BUSY = "busy"
    FAILED = "failed"
    TRANSFERRED = "transferred"
    CANCELLED = "cancelled"
    """A callback that its agent cancelled before the customer answered (C5), or that nobody needs any more."""
    UNKNOWN = "unknown"


class Part(Word):
    """Which party of the table of D5 an agent is: who has the customer (agent 1), or who was asked (agent 2)."""

    OWNER = "owner"
    CONSULTED = "consulted"
    UNKNOWN = "unknown"


class OnHold(Word):
    """Who hears music. Of customer and consulted party never both, once the consult is accepted (D3)."""

    CUSTOMER = "customer"
    CONSULTED = "consulted"
    UNKNOWN = "unknown"


class TargetKind(Word):
    """Whom one consults or transfers to (D2)."""

    AGENT = "agent"
    QUEUE = "queue"
    ENTRY_POINT = "entry_point"
    NUMBER = "number"
    UNKNOWN = "unknown"


class Listening(Word):
    """What somebody who listens to a colleague's conversation does in it."""

    LISTEN = "listen"
    """Nobody hears them."""
    WHISPER = "whisper"
    """The owner hears them, and nobody else."""
    BARGE = "barge"
    """Everybody who is in conversation hears them."""
    UNKNOWN = "unknown"


class RecordingState(Word):
    RECORDING = "recording"
    PAUSED = "paused"
    UNKNOWN = "unknown"


class SoundState(Word):
    """What has become of a recording (D8)."""

    COMING = "coming"
    """It goes on, or is still at the PBX."""
    KEPT = "kept"
    LOST = "lost"
    DELETED = "deleted"
    """It was kept for as long as the centre keeps them."""
    UNKNOWN = "unknown"


class RecordingProblem(Word):
    """Why a recording could not be taken over from the PBX."""

    FOLDER_FULL = "folder_full"
    FOLDER_UNUSABLE = "folder_unusable"
    PBX_AWAY = "pbx_away"
    MISSING = "missing"
    """The PBX has none of this name."""
    BROKEN = "broken"
    """What it gave is no whole recording."""
    UNKNOWN = "unknown"


class VariableKind(Word):
    TEXT = "text"
    DATE_TIME = "date_time"
    """An RFC 3339 instant, as typed text otherwise."""
    UNKNOWN = "unknown"


class CallbackOrigin(Word):
    """Who wished for the callback: the customer, on the web or by a key while they waited (E10), or an agent who made an
    appointment (E9). None of them: a call that nobody took."""

    WEB = "web"
    QUEUE = "queue"
    AGENT = "agent"
    UNKNOWN = "unknown"


class MomentKind(Word):
    """What happened in a call's time line."""

    QUEUED = "queued"  # to: the queue
    OFFERED = "offered"
    RANG = "rang"
    ANSWERED = "answered"
    """The agent's phone; for an outgoing call the customer's is rung next."""
    CONNECTED = "connected"
    HELD = "held"
    RESUMED = "resumed"
    HELD_AT_PHONE = "held_at_phone"
    """By the phone's own key, as the next."""
    RESUMED_AT_PHONE = "resumed_at_phone"
    CONSULT_REQUESTED = "consult_requested"  # to: whom
    CONSULT_ACCEPTED = "consult_accepted"
    CONSULT_ENDED = "consult_ended"
    CONSULT_FAILED = "consult_failed"
    CONFERENCE_STARTED = "conference_started"
    TRANSFERRED = "transferred"  # to: whom
    TOOK_OVER = "took_over"
    WITHDRAWN = "withdrawn"
    RECORDING_STARTED = "recording_started"
    RECORDING_PAUSED = "recording_paused"
    RECORDING_RESUMED = "recording_resumed"
    ENDED = "ended"
    WRAP_UP_EXTENDED = "wrap_up_extended"
    WRAPPED_UP = "wrapped_up"  # to: the reason
    UNKNOWN = "unknown"


class Section(Word):
    """The four sections of the callback list (E1)."""

    OPEN = "open"
    ATTEMPTED = "attempted"
    DONE = "done"
    NOT_REACHED = "not_reached"
    UNKNOWN = "unknown"


class CallbackMomentKind(Word):
    """What happened to an entry of the callback list, in its history."""

    MISSED = "missed"
    """The customer called and nobody took it. seconds: how long they waited."""
    REQUESTED = "requested"
    """The customer asked for a call (E10)."""
    ANSWERED = "answered"
    """The customer called again and somebody took it. seconds: None while they talk."""
    TRIED = "tried"
    """Called back and not reached. seconds: how long the customer's phone rang."""
    REACHED = "reached"
    DONE = "done"
    """Marked by an agent."""
    NOT_REACHED = "not_reached"
    REOPENED = "reopened"
    APPOINTED = "appointed"
    """An appointment was made or changed. until: when for."""
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    DELIVERED = "delivered"
    """The appointment was due, or the request's turn had come: it waits for an agent."""
    RELEASED = "released"
    """A claim ended without a try."""
    UNKNOWN = "unknown"


class GroupKind(Word):
    """How a group shares its calls. Ours is ``queue``; the PBX rings the others by itself and reports what became of it."""

    QUEUE = "queue"
    RING_ALL = "ring_all"
    HUNTING = "hunting"
    UNKNOWN = "unknown"


class Period(Word):
    """From when on the callback list shows calls (E5). ``week`` is the calendar's, from Monday."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    LAST_2_DAYS = "last_2_days"
    LAST_3_DAYS = "last_3_days"
    WEEK = "week"
    LAST_7_DAYS = "last_7_days"
    ALL = "all"
    UNKNOWN = "unknown"


class Unhandled(Word):
    """What becomes of a call for which the group has no room, or that waited too long (F7)."""

    WAIT = "wait"
    AGENT = "agent"
    """It is shown to the designated agent, who gets it before anybody else."""
    END = "end"
    """It is ended, and stands in the callback list."""
    UNKNOWN = "unknown"


class RouteCode(IntEnum):
    """How a call found its operator: the result codes of the call log (F5)."""

    CUSTOMER = 1
    PROJECT = 2
    EVERYBODY = 3
    NO_NUMBER = 8
    ALL_BUSY = 9
    NO_DATA = 10


class CustomerList(Word):
    """Whose list a customer is in (F3)."""

    CENTRAL = "central"
    OWN = "own"
    UNKNOWN = "unknown"


class WhyCode(Word):
    """Why something changed by itself. The client words it; ``Why.params`` fills the gaps (named here)."""

    SIGNED_IN = "signed_in"
    SIGN_ON_NOT_ANSWERED = "sign_on_not_answered"  # phone, seconds
    SIGN_ON_NEVER_RANG = "sign_on_never_rang"  # phone
    RANG_NOT_ANSWERED = "rang_not_answered"  # phone, seconds; asker of a consult
    REQUEST_NOT_ACCEPTED = "request_not_accepted"  # seconds, channel
    """What rings nowhere: an e-mail, a chat, a preview call that waited for the agent's decision."""
    PHONE_BUSY = "phone_busy"  # phone
    PHONE_UNREACHABLE = "phone_unreachable"  # phone
    DECLINED_BY_AGENT = "declined_by_agent"
    CALLER_HUNG_UP = "caller_hung_up"
    CALLER_GAVE_UP = "caller_gave_up"  # seconds waited
    CALLBACK_ASKED = "callback_asked"
    """A waiting customer pressed the key for a callback (E10)."""
    WRAP_UP_TIME_OVER = "wrap_up_time_over"  # seconds
    LINK_LOST = "link_lost"  # seconds of grace
    SIGNED_IN_ELSEWHERE = "signed_in_elsewhere"  # seat, host
    SIGNED_OUT = "signed_out"
    SERVER_RESTARTED = "server_restarted"
    PBX_LOST = "pbx_lost"
    """The server had lost the PBX (F8)."""
    CALL_LOST = "call_lost"
    CLAIM_EXPIRED = "claim_expired"
    CUSTOMER_NOT_REACHED = "customer_not_reached"
    ANSWERED_LATER = "answered_later"  # agent
    ATTEMPTS_USED = "attempts_used"  # attempts
    CONSULT_NOT_ANSWERED = "consult_not_answered"  # target, seconds
    CONSULT_DECLINED = "consult_declined"  # target
    CONSULT_BUSY = "consult_busy"  # target
    CONSULT_UNREACHABLE = "consult_unreachable"  # target
    CONSULT_LEFT = "consult_left"  # target
    """The consulted party hung up, or their phone died."""
    CONSULT_WITHDRAWN = "consult_withdrawn"  # agent
    """To the one who was asked: the asker ended it, or their customer left."""
    TRANSFERRED_BY = "transferred_by"  # agent
    TRANSFER_FAILED = "transfer_failed"  # target
    """The one it was transferred to did not take it: the customer waits in the queue."""
    KEY_TRANSFER_REFUSED = "key_transfer_refused"  # number
    """The transfer by the phone's own key; refusal: its code, with its own params; or hindrance: a `parties.Hindrance`."""
    RECORDING_RESUMED = "recording_resumed"  # seconds of the privacy shield
    CALLBACK_CANCELLED = "callback_cancelled"
    QUEUED_STATE = "queued_state"
    """What the agent had chosen for after the call has come into force."""
    APPOINTMENT_DUE = "appointment_due"  # at (RFC 3339)
    RULES_CHANGED = "rules_changed"
    """The administrator changed the callback rules, and by the new ones the entry stands here."""
    SESSION_EXPIRED = "session_expired"
    """The password was not given in time; never during a contact."""
    SIGNED_OUT_BY = "signed_out_by"  # agent, reason
    SEAT_CLEANED_UP = "seat_cleaned_up"  # agent, reason, seat
    MARKED_AS_CRASHED = "marked_as_crashed"  # agent, reason
    STATE_SET_BY = "state_set_by"  # agent, reason
    CARD_UNLOCKED_BY = "card_unlocked_by"  # agent, reason
    PASSWORD_RESET = "password_reset"  # agent
    NOT_HEARD = "not_heard"
    """The client said that nothing of what is told to it arrives, or that its computer goes to sleep."""
    PHONE_TESTED = "phone_tested"  # phone
    """The agent had it rung, and answered it."""
    PHONE_LOST = "phone_lost"  # phone
    PHONE_BACK = "phone_back"  # phone
    LINE_DOWN = "line_down"  # phone
    """Of an agent whose line is kept: it is not up, and nobody is offered to them."""
    SIGNED_IN_BY_PHONE = "signed_in_by_phone"  # phone
    SIGNED_OUT_BY_PHONE = "signed_out_by_phone"  # phone
    SENT_AS_TEXT = "sent_as_text"  # agent
    """Who is signed in by phone got the customer's number as a text message, and calls from their own phone (A15)."""
    TEXT_NOT_SENT = "text_not_sent"  # agent
    """That text message reached nobody: the customer waits for somebody else."""
    QUEUES_CHANGED = "queues_changed"
    RIGHTS_CHANGED = "rights_changed"
    """An administrator decided that the agent takes no contacts."""
    GROUP_FULL = "group_full"  # group, capacity
    WAITED_TOO_LONG = "waited_too_long"  # seconds
    CUSTOMER_CALLED = "customer_called"
    """A request is moot: the customer called meanwhile and is being served."""
    TAKEN_FROM_LIST = "taken_from_list"  # agent
    """A request is moot: an agent called the customer from the list."""
    LISTENING = "listening"  # agent
    """A supervisor who was available listens to a colleague meanwhile."""
    LISTENING_NOT_ANSWERED = "listening_not_answered"  # phone
    """The supervisor's own phone rang for it, in vain."""
    LISTENING_PHONE_BUSY = "listening_phone_busy"  # phone
    LISTENING_PHONE_UNREACHABLE = "listening_phone_unreachable"  # phone
    LISTENING_OVER = "listening_over"  # agent
    """The conversation is over, or somebody else has it."""
    UNKNOWN = "unknown"
