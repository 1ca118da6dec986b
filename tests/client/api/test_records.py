"""What is asked of a customer's history, and how a record is corrected, as it goes over the wire."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.customers import CorrectRecord, Customer, CustomerPage, NewRecord, Record
from agent_client.protocol.names import AgentId, CustomerId, RecordId
from agent_client.protocol.refusals import RecordChanged
from agent_client.rules.record_filter import EVERYTHING, HistoryFilter, HistoryKind

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
RECORD = Record(
    id=RecordId(4),
    customer=CustomerId(9),
    contact=None,
    number="",
    saved_at=NOON,
    call_at=None,
    operator=AgentBrief(AgentId(1), "Anna"),
    text="As it reads now.",
)
PATH = "/api/v1/customers/9"


@pytest.mark.parametrize(
    ("before", "wish", "query"),
    [
        (None, EVERYTHING, {}),
        ("4.2", EVERYTHING, {"before": ["4.2"]}),
        (
            "4.2",
            HistoryFilter(kind=HistoryKind.CALLS, text="Müller & Söhne", agent=AgentId(2), since=NOON, until=NOON),
            {
                "before": ["4.2"],
                "kind": ["calls"],
                "text": ["Müller & Söhne"],
                "agent": ["2"],
                "since": ["2026-03-02T12:00:00+00:00"],
                "until": ["2026-03-02T12:00:00+00:00"],
            },
        ),
    ],
)
async def test_what_is_wished_for_is_said_and_nothing_else(centre, api, sign_in, before, wish, query):
    await api.sign_in(sign_in)
    page = CustomerPage(customer=Customer(id=CustomerId(9), version=1), records=(RECORD,))

    async def answers(request, line):
        await line.answer(200, page)

    centre.on(PATH, answers)
    assert await api.customer(CustomerId(9), before, wish) == page
    [request] = centre.asked(PATH)
    assert (request.method, request.query) == ("GET", query)


async def test_added_and_corrected_under_a_key(centre, api, sign_in):
    await api.sign_in(sign_in)

    async def answers(request, line):
        await line.answer(200, RECORD)

    centre.on("/api/v1/records", answers)
    centre.on("/api/v1/records/4/correct", answers)
    assert await api.add_record(NewRecord(text="x", customer=CustomerId(9)), "key") == RECORD
    assert await api.correct_record(RecordId(4), CorrectRecord("As it reads now.", 2)) == RECORD
    [added], [corrected] = centre.asked("/api/v1/records"), centre.asked("/api/v1/records/4/correct")
    assert (added.method, added.headers["idempotency-key"]) == ("POST", "key")
    assert msgspec.json.decode(corrected.body) == {"text": "As it reads now.", "corrections": 2}
    assert corrected.headers["idempotency-key"]


async def test_who_was_first_is_told(centre, api, sign_in):
    await api.sign_in(sign_in)

    async def refuses(request, line):
        await line.refuse(RecordChanged(by="Bram"))

    centre.on("/api/v1/records/4/correct", refuses)
    with pytest.raises(RecordChanged) as refused:
        await api.correct_record(RecordId(4), CorrectRecord("x", 0))
    assert refused.value.params == {"by": "Bram"}
