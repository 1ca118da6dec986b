"""Which of a customer's history is shown: decided alike by the server, which has all of it, and by the client for what is
new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from agent_client.protocol.customers import Record
from agent_client.protocol.interactions import PastCall
from agent_client.protocol.names import AgentId, Direction
from agent_client.protocol.time import Instant

from .folding import begins_words, folded_words

TEXT_LIMIT = 200


class HistoryKind(StrEnum):
    ALL = "all"
    RECORDS = "records"
    CALLS = "calls"
    CALLBACKS = "callbacks"
    """The calls by which the team called the customer back."""


class HistoryFilter(Struct, frozen=True, kw_only=True):
    """``text``: words, each the beginning of one in the record, as it reads now or read before. ``since`` and ``until`` are
    the first and the first no longer wanted instant: of a record when it was saved, of a call when it began."""

    kind: HistoryKind = HistoryKind.ALL
    text: str = ""
    agent: AgentId | None = None
    since: Instant | None = None
    until: Instant | None = None

    @property
    def words(self) -> list[str]:
        return folded_words(self.text)

    @property
    def records(self) -> bool:
        """Whether any are shown."""
        return self.kind in (HistoryKind.ALL, HistoryKind.RECORDS)

    @property
    def calls(self) -> bool:
        """Whether any are shown for their own sake: words are looked for in what was written, and in nothing else."""
        return self.kind is not HistoryKind.RECORDS and not self.words


EVERYTHING = HistoryFilter()


def of_record(wish: HistoryFilter, record: Record) -> bool:
    written_by = {record.operator.id, *(correction.by.id for correction in record.corrections)}
    return (
        wish.records
        and _within(wish, record.saved_at)
        and (wish.agent is None or wish.agent in written_by)
        and in_texts(wish.words, record.text, *(correction.before for correction in record.corrections))
    )


def of_call(wish: HistoryFilter, call: PastCall) -> bool:
    return (
        wish.calls
        and (wish.kind is not HistoryKind.CALLBACKS or call.direction is Direction.CALLBACK)
        and _within(wish, call.started_at)
        and (wish.agent is None or any(agent.id == wish.agent for agent in call.agents))
    )


def in_texts(words: Iterable[str], *texts: str) -> bool:
    """``words`` folded; all of them in one text."""
    wanted = list(words)
    return not wanted or any(begins_words(wanted, text) for text in texts)


def _within(wish: HistoryFilter, at: datetime) -> bool:
    return (wish.since is None or at >= wish.since) and (wish.until is None or at < wish.until)
