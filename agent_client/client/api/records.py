"""The commands on a customer's history: read page by page, added to, corrected."""

from __future__ import annotations

from agent_client.protocol import paths
from agent_client.protocol.customers import CorrectRecord, CustomerPage, NewRecord, Record
from agent_client.protocol.names import CustomerId, RecordId
from agent_client.rules.record_filter import EVERYTHING, HistoryFilter, HistoryKind

from .wire import Wire


class Records(Wire):
    async def customer(
        self, customer: CustomerId, before: str | None = None, wish: HistoryFilter = EVERYTHING
    ) -> CustomerPage:
        """With a page of the history: of what is wished for, before ``before``."""
        asked = _asked(wish) if before is None else {**_asked(wish), "before": before}
        return await self.ask(paths.CUSTOMER.format(customer=customer), CustomerPage, **asked)

    async def add_record(self, record: NewRecord, key: str) -> Record:
        return await self.command("POST", paths.RECORDS, Record, record, key)

    async def correct_record(self, record: RecordId, wish: CorrectRecord, key: str | None = None) -> Record:
        return await self.command("POST", paths.RECORD_CORRECT.format(record=record), Record, wish, key)


def _asked(wish: HistoryFilter) -> dict[str, str | int]:
    """As the question's parameters; what is not wished for is not said."""
    said: dict[str, str | int | None] = {
        "kind": None if wish.kind is HistoryKind.ALL else wish.kind.value,
        "text": wish.text or None,
        "agent": wish.agent,
        "since": None if wish.since is None else wish.since.isoformat(),
        "until": None if wish.until is None else wish.until.isoformat(),
    }
    return {name: value for name, value in said.items() if value is not None}
