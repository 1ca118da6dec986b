"""Which of the history is shown: by kind, by words, by who and by when; and that nothing is filtered unless asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.customers import Correction, Record
from agent_client.protocol.interactions import PastCall
from agent_client.protocol.names import AgentId, CustomerId, Direction, InteractionId, RecordId
from agent_client.rules.record_filter import EVERYTHING, HistoryFilter, HistoryKind, of_call, of_record

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANNA, BRAM, CARL = (AgentBrief(AgentId(at), name) for at, name in enumerate(("Anna", "Bram", "Carl"), 1))
RECORD = Record(
    id=RecordId(1),
    customer=CustomerId(1),
    contact=None,
    number="",
    saved_at=NOON,
    call_at=None,
    operator=ANNA,
    text="Will try the boiler tonight; Nováková calls.",
    corrections=(Correction(NOON + timedelta(hours=2), BRAM, "Will try the kettle."),),
)
CALL = PastCall(
    interaction=InteractionId(1),
    contacts=(),
    direction=Direction.INBOUND,
    number="",
    queue="",
    started_at=NOON,
    agents=(ANNA, BRAM),
)
BACK = PastCall(
    interaction=InteractionId(2), contacts=(), direction=Direction.CALLBACK, number="", queue="", started_at=NOON
)


@pytest.mark.parametrize(
    ("wish", "record", "call", "back"),
    [
        (EVERYTHING, True, True, True),
        (HistoryFilter(kind=HistoryKind.RECORDS), True, False, False),
        (HistoryFilter(kind=HistoryKind.CALLS), False, True, True),
        (HistoryFilter(kind=HistoryKind.CALLBACKS), False, False, True),
        (HistoryFilter(text="novak try"), True, False, False),
        (HistoryFilter(text="KETTLE"), True, False, False),
        (HistoryFilter(text="boiler kettle"), False, False, False),
        (HistoryFilter(text="ettle"), False, False, False),
        (HistoryFilter(text=" - "), True, True, True),
        (HistoryFilter(agent=ANNA.id), True, True, False),
        (HistoryFilter(agent=BRAM.id), True, True, False),
        (HistoryFilter(agent=CARL.id), False, False, False),
        (HistoryFilter(since=NOON), True, True, True),
        (HistoryFilter(since=NOON + timedelta(seconds=1)), False, False, False),
        (HistoryFilter(until=NOON), False, False, False),
        (HistoryFilter(until=NOON + timedelta(seconds=1)), True, True, True),
        (HistoryFilter(agent=ANNA.id, text="boiler", since=NOON, kind=HistoryKind.RECORDS), True, False, False),
    ],
)
def test_shown(wish: HistoryFilter, record: bool, call: bool, back: bool) -> None:
    assert (of_record(wish, RECORD), of_call(wish, CALL), of_call(wish, BACK)) == (record, call, back)
