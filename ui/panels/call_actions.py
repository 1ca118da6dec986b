"""Which buttons stand on a call's page in which situation, and what an impossible one says. Pure.

Whether a button is possible is the table's business (`rules.parties`); whether it has a place at all is decided here: what
is impossible only for the moment stays where it is, so that the rest does not jump.
"""

from __future__ import annotations

from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import Channel, ContactState, OnHold, Part
from agent_client.rules.parties import RINGING, ContactAction, allowed, asks, hindrance
from ui import wording
from ui.text import tr

_A = ContactAction
CONSULTING = frozenset({ContactState.CONSULT_REQUESTED, ContactState.CONSULTING, ContactState.CONFERENCE})
"""States in which there is a consulted party."""
_ONLY_MEANWHILE = frozenset({_A.ANSWER, _A.DECLINE, _A.CANCEL})
_WITH_CONSULTED = (_A.TRANSFER, _A.CONFERENCE, _A.END_CONSULT, _A.END)
_ALONE = (_A.CONSULT, _A.TRANSFER, _A.END)


def placed(contact: Contact) -> frozenset[ContactAction]:
    """The actions that have a button in the control bar."""
    if contact.state in RINGING:
        meanwhile = allowed(contact) & (_ONLY_MEANWHILE | {_A.END})
        return meanwhile if asks(contact) else meanwhile | {_A.END}
    if contact.channel is not Channel.VOICE:
        return frozenset({_A.END})
    if contact.part is Part.CONSULTED:
        return frozenset({_A.END_CONSULT, *_beside(contact)})
    if contact.state in CONSULTING:
        return frozenset({*_WITH_CONSULTED, *_beside(contact)})
    held = contact.on_hold is OnHold.CUSTOMER
    return frozenset({*_ALONE, _A.RESUME if held else _A.HOLD, *_beside(contact)})


def _beside(contact: Contact) -> tuple[ContactAction, ...]:
    return (_A.DIGITS, _A.MUTE) if contact.can_mute else (_A.DIGITS,)


def why_not(contact: Contact, action: ContactAction, *, online: bool) -> str:
    """A sentence for the button that is impossible; empty for one that is possible, or where nothing can be said."""
    if not online:
        return tr("There is no link to the server at the moment.")
    if contact.part is Part.CONSULTED and contact.on_hold is OnHold.CONSULTED and action not in allowed(contact):
        return tr("You are on hold: your colleague talks with the customer.")
    reason = hindrance(contact, action)
    return "" if reason is None else wording.hindrance(reason)


def hold_toggled(contact: Contact) -> ContactAction | None:
    """What the one key for Hold and Resume means: the customer's side, whoever else is there."""
    for action in (_A.RESUME, _A.HOLD):
        if action in allowed(contact):
            return action
    return None


def recording_toggled(contact: Contact) -> ContactAction | None:
    for action in (_A.PAUSE_RECORDING, _A.RESUME_RECORDING):
        if action in allowed(contact):
            return action
    return None
