"""Why the server said no: a type with a wire code, the same at both ends. An unknown code becomes the general type."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct


class RefusalBody(Struct, frozen=True, kw_only=True):
    """The body of every answer that is not 2xx. ``detail`` is English, for logs; the client words the code itself."""

    code: str
    detail: str = ""
    params: dict[str, str] = {}


class Refusal(Exception):
    """The server understood and said no. ``params`` fills the sentence that the agent reads."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    def __init__(self, detail: str = "", /, **params: str) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.params = params

    def body(self) -> RefusalBody:
        return RefusalBody(code=self.code, detail=self.detail, params=self.params)


class Invalid(Refusal):
    """The request itself is wrong. params: field."""

    code, status = "invalid", 400


class BadCredentials(Refusal):
    code, status = "bad_credentials", 401


class NotSignedIn(Refusal):
    """No session, or one that has ended. params: why (a `WhyCode`), where known."""

    code, status = "not_signed_in", 401


class Forbidden(Refusal):
    """params: right (a field of `agents.Rights`), where one is missing"""

    code, status = "forbidden", 403


class NotFound(Refusal):
    code, status = "not_found", 404


class NotPossibleNow(Refusal):
    """Right command, wrong moment. params: state."""

    code, status = "not_possible_now", 409


class ReachedThroughGroup(Refusal):
    """Whoever answered has the call that was made to a group's number, and cannot be given this one with it. params: name"""

    code, status = "reached_through_group", 409


class ContactChanged(Refusal):
    """The contact moved on since the agent saw it: the press acts on nothing."""

    code, status = "contact_changed", 409


class CustomerChanged(Refusal):
    """Somebody else saved first. params: by"""

    code, status = "customer_changed", 409


class InUse(Refusal):
    """Somebody else works on this customer's card (F4). params: agent, since (RFC 3339)"""

    code, status = "in_use", 409


class RecordChanged(Refusal):
    """Somebody else corrected the record first. params: by"""

    code, status = "record_changed", 409


class RulesChanged(Refusal):
    """Somebody else saved these rules first: read them again."""

    code, status = "rules_changed", 409


class BadLine(Refusal):
    """A line of a rules file cannot be read, and nothing of the file was taken. params: line, reason (columns, kind, number,
    project, group, time, agent, duplicate, text, value), value"""

    code, status = "bad_line", 400


class InThePast(Refusal):
    """An appointment must lie ahead, by the server's clock. params: now (RFC 3339)"""

    code, status = "in_the_past", 409


class NotUndoable(Refusal):
    """What was merged has changed since, in a way that cannot be taken apart. params: by"""

    code, status = "not_undoable", 409


class AlreadyClaimed(Refusal):
    """A colleague is calling this entry back. params: agent"""

    code, status = "already_claimed", 409


class VariableChanged(Refusal):
    """Somebody else saved this value first (D9). params: key, by, value (not of a secure one), version"""

    code, status = "variable_changed", 409


class AgentNotAvailable(Refusal):
    """Not one to consult or transfer to now. params: agent, state (an `AgentState`, a `NotReadyReason`, or
    ``reconnecting``)"""

    code, status = "agent_not_available", 409


class NotToYourself(Refusal):
    code, status = "not_to_yourself", 409


class ListenedTo(Refusal):
    """Somebody else listens to this conversation already. params: agent"""

    code, status = "listened_to", 409


class Listens(Refusal):
    """Not while listening to a colleague: the phone is taken. params: agent (the colleague)"""

    code, status = "listens", 409


class OwnPhoneBusy(Refusal):
    """The phone of whoever asks is needed for it, and rings or has somebody in hand."""

    code, status = "own_phone_busy", 409


class CallLimit(Refusal):
    """The centre may have no more calls at once (D11). params: limit"""

    code, status = "call_limit", 409


class PbxUnreachable(Refusal):
    """The server has lost the PBX: nobody can be called (F8). params: since (RFC 3339)"""

    code, status = "pbx_unreachable", 409


class PhonesUnavailable(Refusal):
    """The PBX was to tell of its phones, or to be told of one, and did not do it: the server's log says why."""

    code, status = "phones_unavailable", 409


class PhoneKnown(Refusal):
    """There is a phone of this number already. params: phone"""

    code, status = "phone_known", 409


class PhoneFixed(Refusal):
    """The phone is of the PBX's own configuration, and changed there. params: phone"""

    code, status = "phone_fixed", 409


class OwnNumber(Refusal):
    """The centre's own: whoever calls it waits in its own queue. params: name (the entry point's)"""

    code, status = "own_number", 409


class PhoneCannot(Refusal):
    """The agent's phone does not do this from the desktop."""

    code, status = "phone_cannot", 409


class PhoneInUse(Refusal):
    """Another signed-in agent takes calls on this number. params: those of `SeatTaken`, and phone"""

    code, status = "phone_in_use", 409


class SeatTaken(Refusal):
    """params: agent, seat, host, since (RFC 3339), alive (yes|no), until (RFC 3339; of one that is not alive: when its grace
    is over and the seat free), asked (yes|no)"""

    code, status = "seat_taken", 409


class PasswordExpired(Refusal):
    """The password is right, and good only for setting a new one (A8). params: reason (a
    `MustChange`: first|reset|expired|rule), rule (standard|strict), history (so many before it cannot be taken again)"""

    code, status = "password_expired", 409


class WeakPassword(Refusal):
    """params: problem (too_short|not_both|repeated|used_before|same), rule (standard|strict)"""

    code, status = "weak_password", 400


class AccountLocked(Refusal):
    """After too many failed sign-ins in a row; an administrator lifts it (A8). params: since (RFC 3339)"""

    code, status = "account_locked", 409


class PasswordNeeded(Refusal):
    """The session can be renewed with the password only: it has gone without for too long."""

    code, status = "password_needed", 409


class QueueNotYours(Refusal):
    """params: queue (an id)"""

    code, status = "queue_not_yours", 409


class BadNumber(Refusal):
    """Not a number that can be called. params: number"""

    code, status = "bad_number", 400


class KeyReused(Refusal):
    """The idempotency key was used for a different command."""

    code, status = "key_reused", 409


class BeyondTheEnd(Refusal):
    """A part was asked for that is not there. params: size"""

    code, status = "beyond_the_end", 416


class TooLarge(Refusal):
    code, status = "too_large", 413


class ClientTooOld(Refusal):
    """params: client, needs (schema numbers)"""

    code, status = "client_too_old", 426


class TooManyAttempts(Refusal):
    """params: seconds to wait"""

    code, status = "too_many_attempts", 429


class StorageUnavailable(Refusal):
    """The server cannot write: disk full, or its database is read-only. Nothing was stored."""

    code, status = "storage_unavailable", 507


def _family(kind: type[Refusal]) -> list[type[Refusal]]:
    return [kind, *(deeper for below in kind.__subclasses__() for deeper in _family(below))]


REFUSALS: dict[str, type[Refusal]] = {kind.code: kind for kind in _family(Refusal)}


def read_refusal(body: RefusalBody) -> Refusal:
    return REFUSALS.get(body.code, Refusal)(body.detail, **body.params)
