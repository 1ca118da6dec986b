"""All that the client knows of the centre, frozen. The screen shows this and nothing else (design §2)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Flag, StrEnum, auto

from msgspec import Struct

from agent_client.protocol.agents import Me, Presence
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.centre import Centre, Queue
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import AgentId, CallbackId, ContactId, QueueId, Section
from agent_client.protocol.time import Instant
from agent_client.protocol.why import Why


class Link(StrEnum):
    """The way to the server. ``down`` covers the time from noticing the loss to the next snapshot or resumed stream."""

    NONE = "none"  # not signed in
    CONNECTING = "connecting"  # signed in, the first snapshot is still on its way
    UP = "up"
    DOWN = "down"
    ENDED = "ended"  # the server ended the session; State.ended says why


class Changed(Flag):
    """What a step touched. A hidden view only notes that it is stale."""

    NOTHING = 0
    ME = auto()
    AGENTS = auto()
    QUEUES = auto()
    CONTACTS = auto()
    CALLBACKS = auto()
    CUSTOMERS = auto()
    CENTRE = auto()
    LINK = auto()
    EVERYTHING = ME | AGENTS | QUEUES | CONTACTS | CALLBACKS | CUSTOMERS | CENTRE | LINK


class State(Struct, frozen=True, kw_only=True):
    """``me`` and ``centre`` are None until the first snapshot."""

    link: Link = Link.NONE
    link_since: Instant | None = None
    ended: Why | None = None
    me: Me | None = None
    centre: Centre | None = None
    queues: dict[QueueId, Queue] = {}
    agents: dict[AgentId, Presence] = {}
    contacts: dict[ContactId, Contact] = {}
    """The agent's own, wrapped-up ones gone."""
    callbacks: Mapping[CallbackId, Callback] = {}
    """As many as the team leaves undone: `layered` once there are changes. Those not ``listed`` are not on the list."""
    sections: dict[Section, int] = {}


EMPTY = State()
