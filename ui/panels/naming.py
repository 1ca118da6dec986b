"""How customers, numbers and queues are called on screen. No widgets here."""

from __future__ import annotations

from datetime import datetime

from agent_client.client.store.state import State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import CustomerBrief
from agent_client.protocol.names import Channel, ContactState, OnHold, Part, Phase, QueueId
from agent_client.rules.dial_numbers import shown
from ui import wording
from ui.text import tr

_PHASES = {
    ContactState.CONNECTING: Phase.SETUP,
    ContactState.RINGING: Phase.SETUP,
    ContactState.WRAP_UP: Phase.WRAP_UP,
}


def number_text(number: str, state: State) -> str:
    """As people write it here; a withheld one in words."""
    return shown(number, state.centre.country if state.centre else "") if number else tr("Number withheld")


def party(customer: CustomerBrief | None, number: str, state: State) -> str:
    """The name; else the company; else the number stands for it."""
    if customer is not None and (customer.name or customer.company):
        return customer.name or customer.company
    return number_text(number, state)


def asked(contact: Contact) -> bool:
    """Whether a colleague asks the agent about a customer of theirs."""
    return contact.part is Part.CONSULTED and contact.consult is not None


def opposite(contact: Contact, state: State) -> str:
    """Whom the agent has before them: the customer, or the colleague who asks."""
    if contact.consult is not None and asked(contact):
        return contact.consult.name or number_text(contact.consult.number, state)
    return party(contact.customer, contact.ani, state)


def company_beside(customer: CustomerBrief | None) -> str:
    """The company, where it is not what stands for the name already."""
    return customer.company if customer is not None and customer.name else ""


def queue_name(queue: QueueId, state: State) -> str:
    known = state.queues.get(queue)
    return known.name if known is not None else ""


def queue_names(queues: tuple[QueueId, ...], state: State) -> str:
    return ", ".join(name for name in (queue_name(queue, state) for queue in queues) if name)


def state_word(contact: Contact, *, brief: bool = False) -> str:
    """As it stands beside the timer: a consult whose other side hears music is on hold (D3). ``brief``: where there is
    little room."""
    if contact.held_at_phone_since is not None:
        return tr("On hold") if brief else tr("On hold at your phone")
    if contact.state is ContactState.CONSULTING and contact.on_hold is OnHold.CONSULTED:
        return tr("Consult on hold")
    if contact.channel is not Channel.VOICE and contact.state is ContactState.RINGING:
        return tr("New")  # nothing rings
    return wording.contact_state(contact.state)


def since(contact: Contact) -> datetime:
    """When what the large timer counts began."""
    if contact.state is ContactState.WRAP_UP and contact.ended_at is not None:
        return contact.ended_at
    return contact.connected_at or contact.ringing_at or contact.queued_at


def since_beside(contact: Contact) -> datetime | None:
    """What the word beside the large timer counts from: the hold, or the consult (D1, D3)."""
    if contact.held_at_phone_since is not None:
        return contact.held_at_phone_since
    consult = contact.consult
    if contact.state is ContactState.HELD or contact.on_hold is OnHold.CONSULTED:
        return contact.on_hold_since
    if consult is None or asked(contact):
        return None
    match contact.state:
        case ContactState.CONSULTING:
            return consult.connected_at
        case ContactState.CONSULT_REQUESTED | ContactState.CONFERENCE:
            return consult.since
        case _:
            return None


def phase_of_contact(contact: Contact) -> Phase:
    """The colour in which a contact appears."""
    return _PHASES.get(contact.state, Phase.CALL)


def joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
