"""Which contact the middle and the right column are about, and whose note is written there. Pure."""

from __future__ import annotations

from msgspec import Struct

from agent_client.client.outbox import ContactSubject, CustomerSubject, Subject
from agent_client.client.store.state import State
from agent_client.client.store.views import current_contact, meant_request, outgoing, requests, wrap_up_contact
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import CustomerBrief
from agent_client.protocol.names import ContactId, CustomerId


class Opened(Struct, frozen=True):
    """An older note that was taken up again. ``brief``: whose record it belongs to, None while nobody's; ``title`` says so."""

    subject: Subject
    brief: CustomerBrief | None
    title: str


def subject(state: State, chosen: ContactId | None = None) -> Contact | None:
    """The one the agent chose while it is theirs; else the conversation, the one they are dialling, what is to be wrapped
    up, the request that a key means."""
    if chosen is not None and chosen in state.contacts:
        return state.contacts[chosen]
    return current_contact(state) or outgoing(state) or wrap_up_contact(state) or meant_request(state)


def ordered(state: State) -> list[Contact]:
    """The agent's contacts as the left column lists them: conversations, then wrap-up, then requests; the oldest first."""
    asking = requests(state)
    wrapping = wrap_up_contact(state)
    first = current_contact(state)

    def rank(contact: Contact) -> tuple[int, float, int]:
        kind = 0 if contact is first else 3 if contact in asking else 2 if contact is wrapping else 1
        return (kind, contact.queued_at.timestamp(), contact.id)

    return sorted(state.contacts.values(), key=rank)


def note_subject(contact: Contact | None, found: CustomerId | None, *, ongoing: bool, written: bool) -> Subject | None:
    """Whose note is written: that of who was found by hand, else of the contact. When that is over and all of it was sent
    (``written``: there is more), of its customer."""
    if found is not None:
        return CustomerSubject(found)
    if contact is None:
        return None
    if not ongoing and contact.customer is not None and not written:
        return CustomerSubject(contact.customer.id)
    return ContactSubject(contact.id)
