"""A customer's history: read page by page, added to, corrected."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from litestar import get, post
from litestar.params import JSONBody, QueryParameter

from agent_client.backend.services import customer_history, records
from agent_client.protocol import paths
from agent_client.protocol.customers import CorrectRecord, CustomerPage, NewRecord, Record
from agent_client.protocol.names import AgentId, CustomerId, RecordId
from agent_client.protocol.refusals import Invalid
from agent_client.rules.record_filter import TEXT_LIMIT, HistoryFilter, HistoryKind

from .authentication import signed_in
from .errors import COMMAND, refusals
from .parts import Asking, Given, Number, Wired, template

CUT = r"^\d{1,16}\.\d{1,16}$"
"""As `domain.history.Cut` writes it."""


@get(
    template(paths.CUSTOMER),
    guards=[signed_in],
    responses=refusals(401, 404, 426),
    operation_id="customer",
    tags=["customers"],
)
async def page(
    caller: Asking,
    parts: Wired,
    customer: Number,
    before: Annotated[str | None, QueryParameter(pattern=CUT)] = None,
    kind: Annotated[HistoryKind, QueryParameter()] = HistoryKind.ALL,
    text: Annotated[str, QueryParameter(max_length=TEXT_LIMIT)] = "",
    agent: Annotated[int | None, QueryParameter(ge=1, le=2**53)] = None,
    since: Annotated[datetime | None, QueryParameter()] = None,
    until: Annotated[datetime | None, QueryParameter()] = None,
) -> CustomerPage:
    """A customer, and a page of the history, newest first. ``before`` is what the page before called ``older``; with it the
    same wish: a kind, beginnings of words in the records, an agent, from when and until when (RFC 3339)."""
    wish = HistoryFilter(
        kind=kind, text=text, agent=None if agent is None else AgentId(agent), since=_aware(since), until=_aware(until)
    )
    return await parts.units.read(lambda tx: customer_history.page(tx, caller, CustomerId(customer), before, wish))


@post(
    paths.RECORDS,
    guards=[signed_in],
    responses=COMMAND,
    operation_id="add_record",
    tags=["customers"],
)
async def add(command: Given, parts: Wired, data: JSONBody[NewRecord]) -> Record:
    """Add to a customer's history."""
    return await parts.commands.run(command, lambda tx: records.add(tx, command.who, data), Record)


@post(
    template(paths.RECORD_CORRECT),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND | refusals(403),
    operation_id="correct_record",
    tags=["customers"],
)
async def correct(command: Given, parts: Wired, record: Number, data: JSONBody[CorrectRecord]) -> Record:
    """By who wrote it, or a supervisor. What it said before stays with it."""
    return await parts.commands.run(
        command, lambda tx: records.correct(tx, command.who, RecordId(record), data), Record
    )


def _aware(at: datetime | None) -> datetime | None:
    if at is not None and at.tzinfo is None:
        raise Invalid("an instant has a time zone", field="since")
    return at


HANDLERS = [page, add, correct]
