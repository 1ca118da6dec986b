"""The agents as supervisors see them: what the server said last, with each state as the stream tells it now. No Qt.

States come at once, and by themselves; figures, seats and phones come with the next reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from agent_client.protocol.agents import Presence
from agent_client.protocol.names import AgentId, AgentState, Phase, QueueId
from agent_client.protocol.supervising import AgentFigures, SupervisedAgent
from agent_client.rules.folding import folded_words
from agent_client.rules.phases import phase_of

NO_FIGURES = AgentFigures()


class Group(StrEnum):
    """What of the list is looked at."""

    SIGNED_IN = "signed_in"
    WAITING = "waiting"
    BUSY = "busy"
    WRAP_UP = "wrap_up"
    AWAY = "away"
    TROUBLE = "trouble"
    SIGNED_OUT = "signed_out"


_GROUPS = {
    Phase.WAITING: Group.WAITING,
    Phase.SETUP: Group.BUSY,
    Phase.CALL: Group.BUSY,
    Phase.WRAP_UP: Group.WRAP_UP,
    Phase.PAUSE: Group.AWAY,
    Phase.SIGNING_ON: Group.AWAY,
    Phase.RONA: Group.TROUBLE,
    Phase.RECONNECTING: Group.TROUBLE,
}


class Column(StrEnum):
    """What the list is sorted by."""

    STATE = "state"
    NAME = "name"
    PHONE = "phone"
    SEAT = "seat"
    QUEUES = "queues"
    HANDLED = "handled"
    MISSED = "missed"
    TALK = "talk"
    SIGNED_IN = "signed_in"


_URGENT = (
    Phase.RECONNECTING,
    Phase.RONA,
    Phase.WAITING,
    Phase.SETUP,
    Phase.CALL,
    Phase.WRAP_UP,
    Phase.SIGNING_ON,
    Phase.PAUSE,
    Phase.UNKNOWN,
)


class AgentLine(Struct, frozen=True):
    """One agent. ``known`` None: the stream has told of somebody of whom the server was not asked yet."""

    presence: Presence
    known: SupervisedAgent | None = None

    @property
    def id(self) -> AgentId:
        return self.presence.id

    @property
    def signed_in(self) -> bool:
        return self.presence.state is not AgentState.SIGNED_OUT

    @property
    def phase(self) -> Phase:
        """Whoever is not heard of, is that first of all."""
        if self.signed_in and not self.presence.linked:
            return Phase.RECONNECTING
        return phase_of(self.presence.state, self.presence.not_ready)

    @property
    def since(self) -> datetime:
        lost = None if self.known is None or self.known.session is None else self.known.session.link_lost_since
        return lost if lost is not None and not self.presence.linked else self.presence.since

    @property
    def group(self) -> Group:
        return _GROUPS.get(self.phase, Group.AWAY) if self.signed_in else Group.SIGNED_OUT

    @property
    def locked(self) -> bool:
        return self.known is not None and self.known.locked_since is not None

    @property
    def today(self) -> AgentFigures:
        return NO_FIGURES if self.known is None else self.known.today

    @property
    def seat(self) -> str:
        return self.known.session.seat if self.known is not None and self.known.session is not None else ""

    @property
    def queues(self) -> tuple[QueueId, ...]:
        return () if self.known is None else self.known.queues


class Look(Struct, frozen=True):
    """Which agents are shown, in which order."""

    group: Group | None = Group.SIGNED_IN
    queue: QueueId | None = None
    words: tuple[str, ...] = ()
    column: Column = Column.NAME
    descending: bool = False


def shown(line: AgentLine, look: Look) -> bool:
    return (
        _in_group(line, look.group)
        and (look.queue is None or look.queue in line.queues)
        and (not look.words or _matches(line, look.words))
    )


def sort_key(line: AgentLine, look: Look) -> tuple[object, ...]:
    """Of those with the same value whoever's name comes first. Who is signed out stands after everybody else."""
    value = _value(line, look.column)
    if look.descending:
        value = tuple(_Backwards(part) for part in value)
    return (not line.signed_in, *value, _folded(line.presence.name), line.id)


def counted(lines: Iterable[AgentLine], queue: QueueId | None = None) -> dict[Group, int]:
    """How many there are in each group. Who is signed out and cannot sign in is in trouble, too."""
    found: Counter[Group] = Counter()
    for line in lines:
        if queue is None or queue in line.queues:
            found[line.group] += 1
            if line.signed_in:
                found[Group.SIGNED_IN] += 1
            elif line.locked:
                found[Group.TROUBLE] += 1
    return dict(found)


class Staffing(Struct, frozen=True):
    """Of one queue: how many staff it, and how many of them are available now."""

    staffed: int = 0
    ready: int = 0


def staffing(lines: Iterable[AgentLine]) -> dict[QueueId, Staffing]:
    staffed: Counter[QueueId] = Counter()
    ready: Counter[QueueId] = Counter()
    for line in lines:
        if line.signed_in:
            staffed.update(line.queues)
            if line.phase is Phase.WAITING:
                ready.update(line.queues)
    return {queue: Staffing(count, ready[queue]) for queue, count in staffed.items()}


def whole_staffing(lines: Iterable[AgentLine]) -> Staffing:
    """Of all queues together: everybody counts once."""
    phases = [line.phase for line in lines if line.signed_in]
    return Staffing(len(phases), phases.count(Phase.WAITING))


def joined(known: Iterable[SupervisedAgent], now: Mapping[AgentId, Presence]) -> dict[AgentId, AgentLine]:
    """What was read, with what the stream has told since."""
    lines = {one.presence.id: AgentLine(_newer(one.presence, now.get(one.presence.id)), one) for one in known}
    return lines | {agent: AgentLine(presence) for agent, presence in now.items() if agent not in lines}


def told(line: AgentLine | None, presence: Presence) -> AgentLine:
    """The stream says how they stand now. A session that is over is known no longer."""
    if line is None:
        return AgentLine(presence)
    known = line.known
    if known is not None and known.session is not None and presence.state is AgentState.SIGNED_OUT:
        known = replace(known, session=None, contact=None)
    return AgentLine(presence, known)


def _newer(read: Presence, heard: Presence | None) -> Presence:
    return read if heard is None or read.version > heard.version else heard


def _in_group(line: AgentLine, group: Group | None) -> bool:
    match group:
        case None:
            return True
        case Group.SIGNED_IN:
            return line.signed_in
        case Group.TROUBLE:
            return line.group is Group.TROUBLE or (line.locked and not line.signed_in)
        case _:
            return line.group is group


def _matches(line: AgentLine, words: tuple[str, ...]) -> bool:
    about = [line.presence.name, line.presence.phone, line.presence.team, line.seat]
    if line.known is not None:
        about += [line.known.user, line.known.session.host if line.known.session is not None else ""]
    text = " ".join(_folded(part) for part in about)
    return all(word in text for word in words)


def _folded(text: str) -> str:
    return " ".join(folded_words(text))


def _value(line: AgentLine, column: Column) -> tuple[object, ...]:
    match column:
        case Column.STATE:
            return (_URGENT.index(line.phase), line.since)
        case Column.NAME:
            return (_folded(line.presence.name),)
        case Column.PHONE:
            return (len(line.presence.phone), line.presence.phone)
        case Column.SEAT:
            return (_folded(line.seat),)
        case Column.QUEUES:
            return (len(line.queues), line.queues)
        case Column.HANDLED:
            return (line.today.handled,)
        case Column.MISSED:
            return (line.today.missed + line.today.declined,)
        case Column.TALK:
            return (line.today.talk_seconds,)
        case Column.SIGNED_IN:
            session = line.known.session if line.known is not None else None
            return (session.started_at if session is not None else line.since,)


class _Backwards:
    """Compares the other way round, whatever it is."""

    __slots__ = ("part",)

    def __init__(self, part: Any) -> None:
        self.part = part

    def __lt__(self, other: _Backwards) -> bool:
        return bool(other.part < self.part)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Backwards) and other.part == self.part

    def __hash__(self) -> int:
        return hash(self.part)
