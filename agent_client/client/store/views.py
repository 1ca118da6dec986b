"""What the screens read off the state: pure functions, no memory of their own."""

from __future__ import annotations

from collections.abc import Collection

from agent_client.protocol.callbacks import Callback
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import Channel, ContactState, Direction, IdleReasonId, Phase, QueueId, Section
from agent_client.protocol.time import Instant
from agent_client.rules.parties import asks
from agent_client.rules.phases import phase_of
from agent_client.rules.popover_order import meant, popover_order

from .state import Link, State

REQUESTING = frozenset({ContactState.CONNECTING, ContactState.RINGING})
_NO_CALL = frozenset({ContactState.QUEUED, ContactState.WRAP_UP, ContactState.ENDED})
_RUNG = frozenset({Direction.INBOUND, Direction.CONSULT})
"""For which the agent's phone rings, and nobody else's after it."""
_NOT_TALKING = REQUESTING | {ContactState.QUEUED, ContactState.WRAP_UP, ContactState.ENDED}


def phase(state: State) -> Phase:
    """What the status bar says (B1). ``unknown`` while nobody is signed in and until the first snapshot."""
    if state.link is Link.DOWN:
        return Phase.RECONNECTING
    if state.me is None or state.link in (Link.NONE, Link.ENDED):
        return Phase.UNKNOWN
    return phase_of(state.me.state, state.me.not_ready)


def phase_since(state: State) -> Instant | None:
    """When the agent's state began. Goes on counting through a reconnect (B1): a lost link ends no call."""
    return None if state.me is None or state.link in (Link.NONE, Link.ENDED) else state.me.since


def requests(state: State) -> list[Contact]:
    """What asks for the agent, as the popovers stand from top to bottom (C2): about to ring or ringing, and not what
    they dialled themselves, nor what comes by a line that is kept."""
    come = {one.id for one in come_by_line(state)}
    wanted = (one for one in state.contacts.values() if one.state in REQUESTING and asks(one))
    return popover_order(one for one in wanted if one.id not in come)


def come_by_line(state: State) -> list[Contact]:
    """The calls that a nailed-up agent has without having been asked: there, or there in a moment."""
    if state.me is None or state.me.line_up_since is None:
        return []
    return [one for one in state.contacts.values() if one.direction in _RUNG and _is_call(one)]


def _is_call(contact: Contact) -> bool:
    return contact.channel is Channel.VOICE and contact.state not in _NO_CALL


def meant_request(state: State) -> Contact | None:
    """The one that Accept and Decline by key mean."""
    return meant(requests(state))


def outgoing(state: State) -> Contact | None:
    """The agent's own call on its way: dialled by them, not answered yet."""
    dialled = [one for one in state.contacts.values() if one.state in REQUESTING and not asks(one)]
    return max(dialled, key=lambda contact: (contact.queued_at, contact.id), default=None)


def current_contact(state: State) -> Contact | None:
    """The conversation: connected, held, consulting or in conference; a state that only a newer server knows counts, too.

    A call goes before what is written beside it.
    """
    talking = [contact for contact in state.contacts.values() if contact.state not in _NOT_TALKING]
    return max(talking, key=lambda one: (_spoken(one), one.connected_at or one.queued_at, one.id), default=None)


def wrap_up_contact(state: State) -> Contact | None:
    wrapping = [contact for contact in state.contacts.values() if contact.state is ContactState.WRAP_UP]
    return max(wrapping, key=lambda one: (_spoken(one), one.ended_at or one.queued_at, one.id), default=None)


def _spoken(contact: Contact) -> bool:
    return contact.channel is Channel.VOICE


def in_section(state: State, section: Section, queues: Collection[QueueId] | None = None) -> list[Callback]:
    """Who called last comes first. ``queues`` None: of all of them."""
    entries = [
        entry
        for entry in state.callbacks.values()
        if entry.section is section and entry.listed and (queues is None or entry.queue in queues)
    ]
    return sorted(entries, key=lambda entry: (entry.last_at, entry.id), reverse=True)


def waiting(state: State) -> int:
    """How many contacts wait in the agent's queues."""
    mine = () if state.me is None else state.me.queues
    return sum(queue.waiting for queue in state.queues.values() if queue.id in mine)


def idle_reason_name(state: State, reason: IdleReasonId | None) -> str:
    """Empty for none, and for one that this client has not heard of."""
    reasons = () if state.centre is None else state.centre.idle_reasons
    return next((known.name for known in reasons if known.id == reason), "")
