"""E-mails, chats and social messages: their life as a table, and who gets which (C2, C3).

Nothing rings for them, and they come beside a call: an agent's own state is the calls' alone, but for RONA.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from agent_client.protocol.names import AgentId, ContactId, ContactState, EndedBy, QueueId, WhyCode

from .acd import Waiting
from .turns import Fate, Happening, Table, Turn, Turns

_S = ContactState
_H = Happening
_W = WhyCode

_back = Turn(to=_S.QUEUED)
_left = Turn(to=_S.ENDED, ended_by=EndedBy.CUSTOMER)
_RINGING: Turns = {
    _H.ANSWERED: Turn(to=_S.CONNECTED),
    _H.NOT_ACCEPTED: Turn(to=_S.QUEUED, agent=Fate.RONA, why=_W.REQUEST_NOT_ACCEPTED),
    _H.DECLINED: Turn(to=_S.QUEUED, agent=Fate.DECLINED, why=_W.DECLINED_BY_AGENT),
    _H.SERVER_RESTARTED: replace(_back, why=_W.SERVER_RESTARTED),
    _H.AGENT_LEFT: _back,
    _H.CUSTOMER_LEFT: _left,
}
DIGITAL: Table = {
    (_S.QUEUED, None): {_H.OFFERED: Turn(to=_S.RINGING), _H.CUSTOMER_LEFT: _left},
    (_S.RINGING, None): _RINGING,
    (_S.CONNECTED, None): {
        _H.AGENT_ENDED: Turn(to=_S.WRAP_UP, ended_by=EndedBy.AGENT),
        _H.CUSTOMER_LEFT: Turn(to=_S.WRAP_UP, ended_by=EndedBy.CUSTOMER),
        _H.AGENT_LEFT: _back,
    },
    (_S.WRAP_UP, None): {
        _H.WRAPPED_UP: Turn(to=_S.ENDED),
        _H.TIME_OVER: Turn(to=_S.ENDED, why=_W.WRAP_UP_TIME_OVER),
        _H.AGENT_LEFT: Turn(to=_S.ENDED),
    },
}


class Person(Struct, frozen=True, kw_only=True):
    """Who may be given something written: ready, or with a call. ``open``: how much of it they have already."""

    agent: AgentId
    phone: str
    queues: frozenset[QueueId]
    free: bool
    """No call: they come first."""
    open: int
    since: datetime | None


def share(waiting: Iterable[Waiting], people: Iterable[Person], most: int) -> list[tuple[ContactId, Person]]:
    """The oldest first, each to whoever of its queue is free and has the fewest open, never more than ``most``."""
    room = {person.agent: person for person in people if person.open < most}
    pairs: list[tuple[ContactId, Person]] = []
    for contact in sorted(waiting, key=lambda one: (one.since, one.contact)):
        fit = [one for one in room.values() if contact.queue in one.queues and one.agent not in contact.not_to]
        if not fit:
            continue
        chosen = min(fit, key=_turn_of)
        pairs.append((contact.contact, chosen))
        fuller = replace(chosen, open=chosen.open + 1)
        if fuller.open < most:
            room[chosen.agent] = fuller
        else:
            del room[chosen.agent]
    return pairs


def _turn_of(person: Person) -> tuple[bool, int, float, AgentId]:
    since = 0.0 if person.since is None else person.since.timestamp()
    return not person.free, person.open, since, person.agent
