"""Calls and everything else that is brought to an agent."""

from __future__ import annotations

from .word import Word


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
