"""How records and calls make one history, page by page: the newest first, and where the next page goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from agent_client.protocol.names import InteractionId, RecordId

NO_BOUND = 2**53


class Cut(Struct, frozen=True):
    """The last that was shown of each kind. It travels as text, and means something to the server alone."""

    record: RecordId
    call: InteractionId

    @classmethod
    def read(cls, text: str | None) -> Cut:
        record, _, call = (text or f"{NO_BOUND}.{NO_BOUND}").partition(".")
        return cls(RecordId(int(record)), InteractionId(int(call)))

    def after(self, record: RecordId | None, call: InteractionId | None) -> str:
        """Behind a page of which these were the last; None: it had none of that kind."""
        return f"{self.record if record is None else record}.{self.call if call is None else call}"


class Share(Struct, frozen=True):
    """How many of each kind belong on a page."""

    records: int
    calls: int


def share(records: Sequence[datetime], calls: Sequence[datetime], most: int) -> Share:
    """Of both lists, each in its own order, the newest first; of the same instant, the record, which came of the call."""
    taken = called = 0
    while taken + called < most and (taken < len(records) or called < len(calls)):
        if called == len(calls) or (taken < len(records) and records[taken] >= calls[called]):
            taken += 1
        else:
            called += 1
    return Share(taken, called)
