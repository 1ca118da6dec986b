"""What is known of a customer's history, or of the part of it that is wished for, as it comes page by page. No widgets here."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.customers import CustomerPage, Record
from agent_client.protocol.interactions import PastCall, PastRecording
from agent_client.protocol.names import InteractionId, RecordId
from agent_client.rules.record_filter import EVERYTHING, HistoryFilter, HistoryKind, of_record
from ui.widgets.time_line import Entry

from .history import entries_of, record_entry


class HistoryPages:
    """``come``: whether the first page has; ``older`` is what the next question is asked with."""

    def __init__(self, wish: HistoryFilter = EVERYTHING) -> None:
        self.wish = wish
        self.come = False
        self.older: str | None = None
        self._records: dict[RecordId, Record] = {}
        self._calls: dict[InteractionId, PastCall] = {}
        self._made: dict[RecordId, tuple[Record, bool, Entry]] = {}
        self._shown: tuple[object, list[Entry]] | None = None

    def newest(self, page: CustomerPage) -> None:
        """What is known of older times is kept, unless something would be missing between; and what was told while the page
        was on its way, for the page was read before that."""
        if not (self.come and self._goes_on_from(page)):
            self._records, self._calls, self.older = self._later_than(page), {}, page.older
        self.come = True
        self._take(page)

    def further(self, page: CustomerPage) -> None:
        self.older = page.older
        self._take(page)

    def add(self, record: Record) -> bool:
        """False: it is there already, or not wished for, or nothing is shown yet."""
        if record.id in self._records or not of_record(self.wish, record):
            return False
        self._put(record)
        return self.come

    def correct(self, record: Record) -> bool:
        """It reads otherwise now: False where it is not shown. One that is told late changes nothing."""
        known = self._records.get(record.id)
        if known is None or len(known.corrections) > len(record.corrections):
            return False
        self._put(record)
        return True

    def record(self, number: object) -> Record | None:
        return next((record for record in self._records.values() if record.id == number), None)

    def agents(self) -> list[AgentBrief]:
        """Who wrote, corrected or had the customer, each once, by name."""
        found = [record.operator for record in self._records.values()]
        found += [correction.by for record in self._records.values() for correction in record.corrections]
        found += [agent for call in self._calls.values() for agent in call.agents]
        return sorted({agent.id: agent for agent in found}.values(), key=lambda agent: agent.name)

    def knows_call_of(self, record: Record) -> bool:
        return any(record.contact in call.contacts for call in self._calls.values())

    def call(self, number: InteractionId) -> PastCall | None:
        return self._calls.get(number)

    def recording_kept(self, number: InteractionId, recording: PastRecording) -> bool:
        """False: no call that is known here."""
        call = self._calls.get(number)
        if call is None:
            return False
        self._calls[number] = replace(call, recorded=True, recording=recording)
        self._shown = None
        return True

    def entries(
        self,
        current: InteractionId | None,
        may: Callable[[Record], bool],
        key: object,
        hears: Callable[[PastCall], bool] = lambda _: False,
    ) -> list[Entry]:
        """The newest first. ``key`` stands for all that ``may`` and ``hears`` depend on; the same answer again costs
        nothing."""
        asked = (current, key)
        if self._shown is None or self._shown[0] != asked:
            alone = self.wish.kind is HistoryKind.RECORDS
            calls = () if alone else self._calls.values()
            newest = sorted(self._records.values(), key=lambda record: record.id, reverse=True)
            self._shown = (asked, entries_of(newest, calls, current, may, self._entry, hears))
        return self._shown[1]

    def _entry(self, record: Record, may: bool) -> Entry:
        """Made once: a long history has thousands."""
        made = self._made.get(record.id)
        if made is None or made[0] is not record or made[1] is not may:
            made = self._made[record.id] = (record, may, record_entry(record, may))
        return made[2]

    def _put(self, record: Record) -> None:
        self._records[record.id] = record
        self._shown = None

    def _take(self, page: CustomerPage) -> None:
        """What came twice counts once, and as it was told last."""
        for record in page.records:
            if not self.correct(record):
                self._records.setdefault(record.id, record)
        self._calls |= {call.interaction: call for call in page.calls}
        self._shown = None

    def _later_than(self, page: CustomerPage) -> dict[RecordId, Record]:
        """Known records that are newer than all of the page."""
        moments = [record.saved_at for record in page.records] + [call.started_at for call in page.calls]
        last = max(moments, default=None)
        return {one.id: one for one in self._records.values() if last is None or one.saved_at >= last}

    def _goes_on_from(self, page: CustomerPage) -> bool:
        """Whether nothing is missing between this page and what is known already."""
        return (
            page.older is None
            or any(record.id in self._records for record in page.records)
            or any(call.interaction in self._calls for call in page.calls)
        )


class History:
    """All of it as far as it has come, and beside that what is looked for, if anything is."""

    def __init__(self) -> None:
        self.whole = HistoryPages()
        self.found: HistoryPages | None = None

    def wish(self, wish: HistoryFilter) -> None:
        self.found = None if wish == EVERYTHING else HistoryPages(wish)

    def shown(self) -> HistoryPages:
        return self.whole if self.found is None else self.found

    def add(self, record: Record) -> bool:
        """False: it was there already."""
        if self.found is not None:
            self.found.add(record)
        return self.whole.add(record)

    def correct(self, record: Record) -> bool:
        """False: it is not known here."""
        among_found = self.found is not None and self.found.correct(record)
        return self.whole.correct(record) or among_found

    def call(self, number: InteractionId) -> PastCall | None:
        found = None if self.found is None else self.found.call(number)
        return found or self.whole.call(number)

    def recording_kept(self, number: InteractionId, recording: PastRecording) -> bool:
        """False: no call that is known here."""
        among_found = self.found is not None and self.found.recording_kept(number, recording)
        return self.whole.recording_kept(number, recording) or among_found

    def record(self, number: object) -> Record | None:
        found = None if self.found is None else self.found.record(number)
        return found or self.whole.record(number)
