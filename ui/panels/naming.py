"""How customers, numbers and queues are called on screen. No widgets here."""

from __future__ import annotations

from agent_client.client.store.state import State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import CustomerBrief
from agent_client.protocol.names import ContactState, Phase, QueueId
from agent_client.rules.dial_numbers import shown
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


def company_beside(customer: CustomerBrief | None) -> str:
    """The company, where it is not what stands for the name already."""
    return customer.company if customer is not None and customer.name else ""


def queue_name(queue: QueueId, state: State) -> str:
    known = state.queues.get(queue)
    return known.name if known is not None else ""


def queue_names(queues: tuple[QueueId, ...], state: State) -> str:
    return ", ".join(name for name in (queue_name(queue, state) for queue in queues) if name)


def phase_of_contact(contact: Contact) -> Phase:
    """The colour in which a contact appears."""
    return _PHASES.get(contact.state, Phase.CALL)


def joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
