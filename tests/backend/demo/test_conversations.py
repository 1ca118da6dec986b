"""The colleagues ask each other, pass customers on, and come to an end with everything."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from agent_client.backend.demo import conversations
from agent_client.backend.demo.conversations import Conversations
from agent_client.backend.persistence import tables
from agent_client.protocol.contacts import Consult, Contact
from agent_client.protocol.names import (
    ContactId,
    ContactState,
    Direction,
    MomentKind,
    OnHold,
    Part,
    QueueId,
    TargetKind,
)
from agent_client.rules.parties import allowed

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(minutes=9)


def _contact(state: ContactState, on_hold: OnHold | None = None, part: Part = Part.OWNER) -> Contact:
    consult = Consult(
        contact=ContactId(2), kind=TargetKind.AGENT, name="Bram", state=state, since=LONG_AGO, connected_at=LONG_AGO
    )
    return Contact(
        id=ContactId(1),
        version=1,
        direction=Direction.INBOUND if part is Part.OWNER else Direction.CONSULT,
        state=state,
        queue=QueueId(1),
        ani="",
        dnis="",
        queued_at=LONG_AGO,
        connected_at=LONG_AGO,
        on_hold=on_hold,
        part=part,
        consult=consult,
    )


@pytest.mark.parametrize(
    "contact",
    [
        _contact(ContactState.CONNECTED),
        _contact(ContactState.HELD, OnHold.CUSTOMER),
        _contact(ContactState.CONSULTING, OnHold.CUSTOMER),
        _contact(ContactState.CONFERENCE),
        _contact(ContactState.CONSULTING, OnHold.CUSTOMER, Part.CONSULTED),
        _contact(ContactState.CONFERENCE, None, Part.CONSULTED),
    ],
    ids=lambda contact: f"{contact.part}-{contact.state}",
)
def test_whatever_goes_on_too_long_they_do_what_is_possible(contact: Contact) -> None:
    people = Conversations(None, Random(1), 1.0)
    wished = Counter(people._next(contact, NOW) for _ in range(200)) - Counter({None: 200})
    assert wished
    assert set(wished) <= allowed(contact)


def test_who_waits_for_an_answer_does_nothing() -> None:
    people = Conversations(None, Random(1), 1.0)
    assert people._next(_contact(ContactState.CONSULT_REQUESTED, OnHold.CUSTOMER), NOW) is None


async def test_colleagues_ask_each_other_and_pass_customers_on(monkeypatch, attentive) -> None:
    monkeypatch.setattr(conversations, "ASKS", 0.4)
    monkeypatch.setattr(conversations, "PASSES_ON", 0.2)
    for kind in (MomentKind.CONSULT_ACCEPTED, MomentKind.TRANSFERRED):
        happened = select(func.count()).where(tables.interaction_moments.c.kind == kind.value)
        await attentive.until(lambda conn, happened=happened: bool(conn.scalar(happened)))
