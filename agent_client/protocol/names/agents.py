"""What agents are and do, and what supervisors do to them."""

from __future__ import annotations

from .word import Word


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
