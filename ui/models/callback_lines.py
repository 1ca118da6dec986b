"""What of the callback list is shown and in which order: section, groups, period, search, sort, combined or not. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from operator import attrgetter
from typing import TypeAlias

from msgspec import Struct

from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import AgentId, QueueId, Section
from agent_client.rules.callback_actions import LISTED
from agent_client.rules.periods import Spans
from agent_client.workstation.settings import CallbackSort

from .callback_search import Query, SearchTexts

Place: TypeAlias = tuple[float | str, float, int, int]
"""Where a line stands among the others: no two have the same."""
_EVER = datetime.min.replace(tzinfo=UTC)
_FIRST = 1e12
"""So far before all others stand the appointments that are due."""


class Line(Struct, frozen=True, gc=False):
    """A row of the list: an entry, or one of its calls (``call`` is the place among its times) where calls are not combined.

    The ``first`` of an entry says what is known of the whole of it.
    """

    entry: Callback
    call: int | None = None
    first: bool = True

    @property
    def at(self) -> datetime:
        return self.entry.last_at if self.call is None else self.entry.times[self.call]

    @property
    def number(self) -> int:
        """Which of the customer's calls it is, from 1: it stays the same when they call again. 0 for all of them."""
        return 0 if self.call is None else self.entry.calls - self.call

    @property
    def earlier(self) -> int:
        """So many calls are before this one and have no line: too many were made to come along."""
        oldest = self.call is not None and self.call == len(self.entry.times) - 1
        return max(0, self.entry.calls - len(self.entry.times)) if oldest else 0


class Arrangement(Struct, frozen=True, kw_only=True):
    """``queues`` None: of all. ``combine`` None: as each group has it; ``apart`` are those that have a line a call.

    ``spans`` None: of all times. ``me`` is who looks: their appointments that are due stand above everything else.
    """

    section: Section = Section.OPEN
    queues: frozenset[QueueId] | None = None
    spans: Spans | None = None
    query: Query = Query()
    sort: CallbackSort = CallbackSort.LATEST
    combine: bool | None = None
    apart: frozenset[QueueId] = frozenset()
    me: AgentId | None = None

    @property
    def filters(self) -> bool:
        """Whether anything beside the section is left out."""
        return self.queues is not None or self.spans is not None or bool(self.query)

    def combines(self, entry: Callback) -> bool:
        return entry.queue not in self.apart if self.combine is None else self.combine


def passes(entry: Callback, wanted: Arrangement, texts: SearchTexts) -> bool:
    """Whether it is shown in its own section."""
    return (
        entry.listed
        and (wanted.queues is None or entry.queue in wanted.queues)
        and (wanted.spans is None or in_period(entry, wanted.spans))
        and (not wanted.query or texts.matches(entry, wanted.query))
    )


def passing(wanted: Arrangement, texts: SearchTexts) -> Callable[[Callback], bool]:
    """`passes` for very many entries: what does not hang on the entry is looked at once."""
    if not wanted.filters:
        return attrgetter("listed")
    queues, spans, wants, matches = wanted.queues, wanted.spans, wanted.query, texts.matches
    if not wants:
        return lambda entry: (
            entry.listed and (queues is None or entry.queue in queues) and (spans is None or in_period(entry, spans))
        )
    return lambda entry: (
        entry.listed
        and (queues is None or entry.queue in queues)
        and (spans is None or in_period(entry, spans))
        and matches(entry, wants)
    )


def in_period(entry: Callback, spans: Spans) -> bool:
    """A call, or its having been dealt with, falls into it. An appointment that stands is shown whenever it was made: it is
    a promise; and so is who is being called right now."""
    if spans.contains(entry.last_at) or entry.claim is not None or stands(entry):
        return True
    if entry.closed_at is not None and spans.contains(entry.closed_at):
        return True
    return any(spans.contains(at) for at in entry.times)


def stands(entry: Callback) -> bool:
    return entry.appointment is not None and entry.section in LISTED


def due(entry: Callback, wanted: Arrangement, now: datetime) -> bool:
    """Whether its appointment is for whoever looks, and its time has come."""
    appointment = entry.appointment
    return (
        appointment is not None
        and appointment.at <= now
        and entry.section in LISTED
        and (appointment.agent is None or appointment.agent.id == wanted.me)
    )


def lines(entry: Callback, wanted: Arrangement) -> Iterator[Line]:
    """Of an entry that passes; the latest call first. There is always one: it is what the entry is reached by."""
    if len(entry.times) < 2 or wanted.combines(entry):
        yield Line(entry)
        return
    every = range(len(entry.times))
    shown = [call for call in every if wanted.spans is None or wanted.spans.contains(entry.times[call])]
    for at, call in enumerate(shown or [0]):
        yield Line(entry, call, at == 0)


def place(line: Line, wanted: Arrangement, texts: SearchTexts, now: datetime = _EVER) -> Place:
    entry = line.entry
    closed = entry.closed_at if entry.section not in LISTED else None
    at = (closed or line.at).timestamp()
    first_of = _first_of(wanted.sort, texts)
    primary: float | str = -at if first_of is None else first_of(entry)
    if wanted.sort is CallbackSort.LONGEST and line.call is not None:
        primary = line.at.timestamp()
    if entry.appointment is not None and line.first and due(entry, wanted, now):
        waited = entry.appointment.at.timestamp()
        primary = f"\0{waited:020.3f}" if isinstance(primary, str) else waited - _FIRST
    return primary, -at, -entry.id, -line.number


def placed(
    wanted: Arrangement, texts: SearchTexts, now: datetime = _EVER
) -> Callable[[Callback], list[tuple[Place, Line]]]:
    """All lines of an entry that passes, each with its `place`; for very many entries, most of which have but one line."""
    listed, first_of = wanted.section in LISTED, _first_of(wanted.sort, texts)

    def of(entry: Callback) -> list[tuple[Place, Line]]:
        if not listed or entry.appointment is not None or (len(entry.times) > 1 and not wanted.combines(entry)):
            return [(place(line, wanted, texts, now), line) for line in lines(entry, wanted)]
        at = entry.last_at.timestamp()
        return [((-at if first_of is None else first_of(entry), -at, -entry.id, 0), Line(entry))]

    return of


def _first_of(sort: CallbackSort, texts: SearchTexts) -> Callable[[Callback], float | str] | None:
    """By what entries are ordered before all else; None: by the time of the latest call."""
    match sort:
        case CallbackSort.LATEST:
            return None
        case CallbackSort.LONGEST:
            return lambda entry: entry.first_at.timestamp()
        case CallbackSort.CALLS:
            return lambda entry: -float(entry.calls)
        case CallbackSort.NAME:
            return texts.name
