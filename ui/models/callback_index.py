"""All entries of the callback list that the client knows: counted, searched, arranged, and told when they are due. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import islice
from typing import TypeAlias

from msgspec.structs import replace

from agent_client.client.store.layered import Layered
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import CallbackId, Section

from .callback_lines import Arrangement, Line, Place, passes, passing, placed, stands
from .callback_search import SearchTexts
from .differences import difference
from .sorted_rows import SortedRows, sorted_rows

Entries: TypeAlias = Mapping[CallbackId, Callback]
Rows: TypeAlias = list[tuple[Place, Line]]

_BATCH = 256
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class CallbackIndex:
    def __init__(self) -> None:
        self.counts: Counter[Section] = Counter()
        """How many entries each section has, of those that pass the latest filters."""
        self.known: Entries = {}
        self._in_section: dict[Section, dict[CallbackId, None]] = {}
        self._counted = Arrangement()
        self._texts = SearchTexts()
        self._now = _LONG_AGO
        self._upcoming: list[tuple[datetime, CallbackId]] = []

    def take(self, entries: Entries) -> list[CallbackId]:
        """From now on these are known. Which of them are new, gone or other than before."""
        found = difference(self.known, entries)
        for gone in found.old.values():
            self._count(gone, -1)
            self._in_section.get(gone.section, {}).pop(gone.id, None)
            self._texts.forget(gone.id)
        for come in found.new.values():
            self._count(come, 1)
            self._in_section.setdefault(come.section, {})[come.id] = None
            if come.appointment is not None and stands(come) and come.appointment.at > self._now:
                heappush(self._upcoming, (come.appointment.at, come.id))
        self.known = entries
        return [*found.old, *(identity for identity in found.new if identity not in found.old)]

    def fallen_due(self, now: datetime) -> list[CallbackId]:
        """Whose appointments were ahead when this was asked last, and are so no more."""
        self._now = now
        fallen: list[CallbackId] = []
        while self._upcoming and self._upcoming[0][0] <= now:
            at, identity = heappop(self._upcoming)
            entry = self.known.get(identity)
            if entry is not None and entry.appointment is not None and entry.appointment.at == at:
                fallen.append(identity)
        return fallen

    def rows_of(self, identity: CallbackId, wanted: Arrangement) -> Rows:
        """None, where it is not shown."""
        entry = self.known.get(identity)
        if entry is None or entry.section is not wanted.section or not passes(entry, wanted, self._texts):
            return []
        return placed(wanted, self._texts, self._now)(entry)

    def amount(self, wanted: Arrangement) -> int:
        """How many entries have to be looked at to arrange them so."""
        return len(self._to_look_at(wanted))

    def arranging(self, wanted: Arrangement) -> Generator[None, None, SortedRows[Line]]:
        """All of them, sorted, and the counts; with a pause wherever the work may be left off. Nothing may be taken
        meanwhile."""
        counts: Counter[Section] = Counter()
        counting = _filters(wanted) != _filters(self._counted)
        keys, known = self._to_look_at(wanted), whole(self.known)

        passes_, placed_, section = passing(wanted, self._texts), placed(wanted, self._texts, self._now), wanted.section

        def rows(batch: Iterable[CallbackId]) -> Iterator[tuple[CallbackId, Rows]]:
            for identity in batch:
                entry = known[identity]
                if passes_(entry):
                    counts[entry.section] += 1
                    if entry.section is section:
                        yield identity, placed_(entry)

        among = iter(keys)
        made = yield from sorted_rows(rows(islice(among, _BATCH)) for _ in range(0, len(keys), _BATCH))
        if counting:
            self.counts, self._counted = counts, wanted
        return made

    def preparing(self) -> Generator[None, None, None]:
        """Somebody is about to search: what takes long of it, done before."""
        if len(self._texts) >= len(self.known):
            return
        among = iter(list(self.known))
        while batch := list(islice(among, _BATCH)):
            for identity in batch:
                if (entry := self.known.get(identity)) is not None:
                    self._texts.prepare(entry)
            yield

    def _to_look_at(self, wanted: Arrangement) -> list[CallbackId]:
        counted = _filters(wanted) == _filters(self._counted)
        return list(self._in_section.get(wanted.section, ()) if counted else self.known)

    def _count(self, entry: Callback, step: int) -> None:
        if passes(entry, self._counted, self._texts):
            self.counts[entry.section] += step


def whole(entries: Entries) -> Entries:
    """Looked into at the speed of a plain dict."""
    return entries.whole() if isinstance(entries, Layered) else entries


def _filters(wanted: Arrangement) -> Arrangement:
    """What decides the counts."""
    unsorted = Arrangement()
    return replace(unsorted, queues=wanted.queues, spans=wanted.spans, query=wanted.query)
