from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from agent_client.backend.persistence import agents, callbacks, centre
from agent_client.protocol.names import AgentId, CallbackId, QueueId, Section
from agent_client.protocol.refusals import NotFound

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
NUMBER = "+31201234567"


@pytest.fixture
def queue(conn: Connection) -> QueueId:
    centre.set_up(conn, name="Test", country="NL")
    return centre.create_queue(conn, "Sales", variables=())


@pytest.fixture
def anna(conn: Connection) -> AgentId:
    return agents.create(conn, NOW, user="anna", name="Anna", password_hash="-")


def _add(conn: Connection, queue: QueueId, minutes: int = 0, number: str = NUMBER, **more: Any) -> CallbackId:
    at = NOW + timedelta(minutes=minutes)
    return callbacks.add(conn, queue=queue, number=number, dnis="100", customer=None, at=at, **more)


def test_of_two_claims_one_stands(conn: Connection, queue: QueueId, anna: AgentId) -> None:
    bram = agents.create(conn, NOW, user="bram", name="Bram", password_hash="-")
    entry = _add(conn, queue)
    assert callbacks.claim(conn, entry, anna, None, NOW, NOW)
    assert not callbacks.claim(conn, entry, bram, None, NOW, NOW)
    assert not callbacks.claim(conn, entry, anna, None, NOW, NOW)
    found = callbacks.entry(conn, entry)
    assert found.claim is not None
    assert (found.claim.agent.name, found.claim.since, found.version) == ("Anna", NOW, 2)


def test_another_call_adds_to_what_is_still_listed_of_the_same_queue(conn: Connection, queue: QueueId) -> None:
    other = centre.create_queue(conn, "Support", variables=())
    _add(conn, queue, section=Section.DONE.value)
    assert callbacks.to_combine(conn, NUMBER, queue) is None
    entry = _add(conn, queue, section=Section.ATTEMPTED.value)
    found = callbacks.to_combine(conn, NUMBER, queue)
    assert found is not None and found.id == entry
    assert callbacks.to_combine(conn, NUMBER, other) is None
    assert callbacks.to_combine(conn, "+31209999999", queue) is None


def test_withheld_numbers_are_nobodys(conn: Connection, queue: QueueId) -> None:
    _add(conn, queue, number="")
    assert callbacks.to_combine(conn, "", queue) is None
    assert callbacks.of_number(conn, "", NOW) == ()


def test_the_latest_call_comes_first_and_sections_are_counted(conn: Connection, queue: QueueId) -> None:
    old, new = _add(conn, queue, 1), _add(conn, queue, 5)
    done = _add(conn, queue, 9, section=Section.DONE.value)
    assert [one.id for one in callbacks.page(conn, [queue], None, None, 9)] == [done, new, old]
    assert [one.id for one in callbacks.page(conn, [queue], Section.OPEN, None, 9)] == [new, old]
    assert callbacks.counts(conn, [queue]) == {
        Section.OPEN: 2,
        Section.ATTEMPTED: 0,
        Section.DONE: 1,
        Section.NOT_REACHED: 0,
    }
    assert sum(callbacks.counts(conn, []).values()) == 0


def test_what_is_closed_long_ago_is_not_current_but_listed_and_claimed_entries_are(
    conn: Connection, queue: QueueId, anna: AgentId
) -> None:
    listed = _add(conn, queue, -90_000)
    lately = _add(conn, queue, section=Section.DONE.value, closed_at=NOW)
    _add(conn, queue, section=Section.DONE.value, closed_at=NOW - timedelta(days=9))
    claimed = _add(conn, queue, section=Section.DONE.value, closed_at=NOW - timedelta(days=9))
    callbacks.claim(conn, claimed, anna, None, NOW, NOW)
    found = {one.id for one in callbacks.current(conn, [queue], NOW - timedelta(days=3), 9)}
    assert found == {listed, lately, claimed}


def test_a_change_raises_the_version(conn: Connection, queue: QueueId) -> None:
    entry = _add(conn, queue)
    changed = callbacks.change(conn, entry, calls=7)
    assert (changed.calls, changed.version) == (7, 2)
    with pytest.raises(NotFound):
        callbacks.entry(conn, CallbackId(99))
