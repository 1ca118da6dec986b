"""What each party of a call may do in which situation (D5): the client enables by it, the server refuses by it.

Agent 1 of the document is the *owner*, agent 2 the *consulted*. The customer stands here too, for the whole picture: all
they can do is leave.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import Channel, ContactState, Direction, OnHold, Part, RecordingState


class ContactAction(StrEnum):
    ANSWER = "answer"
    DECLINE = "decline"
    END = "end"
    CANCEL = "cancel"
    """Of a web callback, before the customer has answered (C5)."""
    HOLD = "hold"
    """The customer hears music; a consulted party on hold is back."""
    RESUME = "resume"
    """The customer is back; a consulted party is put on hold."""
    CONSULT = "consult"
    END_CONSULT = "end_consult"
    """The owner: without the consulted party again. The consulted: leave."""
    CONFERENCE = "conference"
    TRANSFER = "transfer"
    PAUSE_RECORDING = "pause_recording"
    RESUME_RECORDING = "resume_recording"
    DIGITS = "digits"
    MUTE = "mute"
    EDIT_VARIABLES = "edit_variables"
    SHOW_SECURE = "show_secure"
    WRAP_UP = "wrap_up"
    EXTEND = "extend"


class Hindrance(StrEnum):
    """Why an action that the table knows in another situation is not possible in this one."""

    CUSTOMER_ON_HOLD = "customer_on_hold"
    CONSULT_NOT_ACCEPTED = "consult_not_accepted"
    CONSULT_GOES_ON = "consult_goes_on"
    IN_CONFERENCE = "in_conference"
    CONSULTED_ONLY = "consulted_only"
    """The customer belongs to the one who asked."""
    HELD_AT_PHONE = "held_at_phone"
    """Whoever talks with the agent is on hold by the phone's own key, which alone takes them back."""
    NOT_CONNECTED = "not_connected"
    OVER = "over"


Situation: TypeAlias = tuple[ContactState, OnHold | None]

_A = ContactAction
_S = ContactState
_H = OnHold


def _set(*actions: ContactAction) -> frozenset[ContactAction]:
    return frozenset(actions)


_TALK = (_A.MUTE, _A.EDIT_VARIABLES, _A.SHOW_SECURE)
_RECORDING = (_A.PAUSE_RECORDING, _A.RESUME_RECORDING)
_ASKED = (_A.ANSWER, _A.DECLINE)

OWNER: dict[Situation, frozenset[ContactAction]] = {
    (_S.CONNECTING, None): _set(*_ASKED, _A.END, _A.CANCEL),
    (_S.RINGING, None): _set(*_ASKED, _A.END, _A.CANCEL),
    (_S.CONNECTED, None): _set(_A.HOLD, _A.CONSULT, _A.TRANSFER, _A.END, _A.DIGITS, *_RECORDING, *_TALK),
    (_S.HELD, _H.CUSTOMER): _set(_A.RESUME, _A.CONSULT, _A.TRANSFER, *_RECORDING, *_TALK),
    (_S.CONSULT_REQUESTED, _H.CUSTOMER): _set(_A.RESUME, _A.END_CONSULT, *_TALK),
    (_S.CONSULT_REQUESTED, None): _set(_A.HOLD, _A.END_CONSULT, *_TALK),
    (_S.CONSULTING, _H.CUSTOMER): _set(_A.RESUME, _A.END_CONSULT, _A.TRANSFER, _A.CONFERENCE, _A.DIGITS, *_TALK),
    (_S.CONSULTING, _H.CONSULTED): _set(_A.HOLD, _A.END_CONSULT, _A.TRANSFER, _A.CONFERENCE, _A.DIGITS, *_TALK),
    (_S.CONFERENCE, None): _set(_A.END, _A.END_CONSULT, _A.TRANSFER, _A.DIGITS, *_TALK),
    (_S.WRAP_UP, None): _set(_A.WRAP_UP, _A.EXTEND, _A.EDIT_VARIABLES, _A.SHOW_SECURE),
}
CONSULTED: dict[Situation, frozenset[ContactAction]] = {
    (_S.CONNECTING, None): _set(*_ASKED),
    (_S.RINGING, None): _set(*_ASKED),
    (_S.CONSULTING, _H.CUSTOMER): _set(_A.END_CONSULT, _A.DIGITS, _A.MUTE, _A.SHOW_SECURE),
    (_S.CONSULTING, _H.CONSULTED): _set(_A.END_CONSULT, _A.MUTE, _A.SHOW_SECURE),
    (_S.CONFERENCE, None): _set(_A.END_CONSULT, _A.DIGITS, *_TALK),
}
CUSTOMER: dict[ContactState, frozenset[str]] = {
    state: frozenset({"leave"}) for state in ContactState if state not in (_S.WRAP_UP, _S.ENDED, _S.UNKNOWN)
}
TABLE = {Part.OWNER: OWNER, Part.CONSULTED: CONSULTED}
"""Everything a party may ever do in a situation. What of it this very contact allows, `allowed` says."""

RINGING = frozenset({_S.CONNECTING, _S.RINGING})
_VOICE_ONLY = frozenset(ContactAction) - _set(*_ASKED, _A.END, _A.WRAP_UP, _A.EXTEND, _A.EDIT_VARIABLES, _A.SHOW_SECURE)
_WITH_THE_PHONE = _set(_A.HOLD, _A.RESUME, _A.CONSULT, _A.CONFERENCE, _A.DIGITS)
"""What needs somebody who hears the agent, or would seem to take back whom the phone holds."""
_OFFERED_FIRST = frozenset({Direction.INBOUND, Direction.CONSULT, Direction.UNKNOWN})


def allowed(contact: Contact) -> frozenset[ContactAction]:
    """What the agent who has this contact may do with it now."""
    possible = TABLE.get(contact.part, {}).get((contact.state, contact.on_hold), frozenset())
    if contact.channel is not Channel.VOICE:
        possible -= _VOICE_ONLY
    return frozenset(action for action in possible if _fits(action, contact))


def _fits(action: ContactAction, contact: Contact) -> bool:
    if _held_at_phone(action, contact):
        return False
    match action:
        case ContactAction.ANSWER:
            return _may_answer(contact)
        case ContactAction.DECLINE:
            return asks(contact) and contact.answered_at is None
        case ContactAction.END:
            return contact.state not in RINGING or not asks(contact) or contact.answered_at is not None
        case ContactAction.CANCEL:
            return contact.can_cancel
        case ContactAction.PAUSE_RECORDING:
            return contact.recording is not None and contact.recording.state is RecordingState.RECORDING
        case ContactAction.RESUME_RECORDING:
            return contact.recording is not None and contact.recording.state is RecordingState.PAUSED
        case ContactAction.MUTE:
            return contact.can_mute
        case ContactAction.EXTEND:
            return contact.extensions > 0
        case ContactAction.EDIT_VARIABLES:
            return any(variable.editable for variable in contact.cad)
        case ContactAction.SHOW_SECURE:
            return any(variable.secure and variable.filled for variable in contact.cad)
        case _:
            return True


def _held_at_phone(action: ContactAction, contact: Contact) -> bool:
    """Who is on hold is not hung up on (D1); to whom a colleague goes on talking in a conference is."""
    if contact.held_at_phone_since is None or contact.state in RINGING:
        return False
    ends = action is ContactAction.END and contact.state is not ContactState.CONFERENCE
    return ends or action in _WITH_THE_PHONE


def asks(contact: Contact) -> bool:
    """Whether it came to the agent unasked for, and so may be declined: not what they dialled themselves."""
    return contact.direction in _OFFERED_FIRST or contact.origin is not None or contact.direction is Direction.PREVIEW


def _may_answer(contact: Contact) -> bool:
    """A call where the phone can be answered from the desktop (C3); a preview before it is dialled; the rest always."""
    if contact.channel is not Channel.VOICE:
        return contact.state is ContactState.RINGING
    if contact.direction is Direction.PREVIEW and contact.state is ContactState.CONNECTING:
        return True
    return contact.can_answer and contact.answered_at is None and contact.state is ContactState.RINGING


def hindrance(contact: Contact, action: ContactAction) -> Hindrance | None:
    """Why not, in the words of the situation; None when it is possible, or nothing better can be said."""
    if action in allowed(contact):
        return None
    if contact.part is Part.CONSULTED and contact.state not in RINGING and action in _OWNERS:
        return Hindrance.CONSULTED_ONLY
    if _held_at_phone(action, contact):
        return Hindrance.HELD_AT_PHONE
    if contact.part is Part.CONSULTED and contact.state not in RINGING:
        return None
    match contact.state:
        case ContactState.WRAP_UP | ContactState.ENDED:
            return Hindrance.OVER
        case ContactState.CONNECTING | ContactState.RINGING:
            return Hindrance.NOT_CONNECTED
        case ContactState.CONSULT_REQUESTED if action in (_A.TRANSFER, _A.CONFERENCE):
            return Hindrance.CONSULT_NOT_ACCEPTED
        case ContactState.CONSULT_REQUESTED | ContactState.CONSULTING:
            return Hindrance.CONSULT_GOES_ON
        case ContactState.CONFERENCE:
            return Hindrance.IN_CONFERENCE
        case ContactState.HELD:
            return Hindrance.CUSTOMER_ON_HOLD
        case _:
            return None


_OWNERS = _set(_A.HOLD, _A.RESUME, _A.END, _A.CONSULT, _A.CONFERENCE, _A.TRANSFER, _A.EDIT_VARIABLES, *_RECORDING)
