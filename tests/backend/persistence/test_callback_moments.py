"""Moments come back as they went in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from agent_client.backend.domain.callbacks import Moment
from agent_client.backend.persistence import agents, callback_moments, callbacks, centre
from agent_client.protocol.names import AgentId, CallbackId, CallbackMomentKind, ContactId, QueueId, WhyCode
from agent_client.protocol.why import Why

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
K = CallbackMomentKind


@pytest.fixture
def queue(conn: Connection) -> QueueId:
    centre.set_up(conn, name="Test", country="NL")
    return centre.create_queue(conn, "Sales", variables=())


@pytest.fixture
def anna(conn: Connection) -> AgentId:
    return agents.create(conn, NOW, user="anna", name="Anna", password_hash="-")


@pytest.fixture
def entry(conn: Connection, queue: QueueId) -> CallbackId:
    return callbacks.add(conn, queue=queue, number="+31", dnis="1", customer=None, at=NOW)


def test_what_is_kept_comes_back_in_its_order(
    conn: Connection, queue: QueueId, anna: AgentId, entry: CallbackId
) -> None:
    why = Why(code=WhyCode.CALLER_GAVE_UP, at=NOW, params={"seconds": "9"})
    told = [
        Moment(
            kind=K.MISSED, at=NOW, queue=queue, seconds=9, internal=True, voicemail=True, contact=ContactId(7), why=why
        ),
        Moment(kind=K.TRIED, at=NOW - timedelta(hours=1), agent=anna, phone="201", seconds=4, member=False),
        Moment(kind=K.APPOINTED, at=NOW, agent=anna, until=NOW + timedelta(days=1)),
    ]
    for moment in told:
        callback_moments.add(conn, entry, moment)
    other = callbacks.add(conn, queue=queue, number="+32", dnis="1", customer=None, at=NOW)
    callback_moments.add(conn, other, Moment(kind=K.REQUESTED, at=NOW))
    assert callback_moments.of(conn, entry) == told
    assert callback_moments.of_each(conn, [entry, other]) == {
        entry: told,
        other: [Moment(kind=K.REQUESTED, at=NOW)],
    }
    assert callback_moments.of(conn, CallbackId(99)) == []
    named = callback_moments.told(conn, entry)
    assert [moment for moment, _ in named] == told
    assert [None if who is None else (who.name, who.phone) for _, who in named] == [None, ("Anna", "201"), ("Anna", "")]
