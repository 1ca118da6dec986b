"""Which contact the middle and the right column are about. Pure."""

from __future__ import annotations

from agent_client.client.store.state import State
from agent_client.client.store.views import current_contact, meant_request, outgoing, requests, wrap_up_contact
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import ContactId


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
