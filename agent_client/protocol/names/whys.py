"""Why something changed by itself."""

from __future__ import annotations

from .word import Word


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
