from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from agent_client.backend.persistence import agents, callback_stale, callbacks, centre, tables
from agent_client.protocol.names import CallbackId, GroupKind, QueueId, Section

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def queue(conn: Connection) -> QueueId:
    centre.set_up(conn, name="Test", country="NL")
    return centre.create_queue(conn, "Sales", variables=())


def _add(conn: Connection, queue: QueueId, number: str = "+31", **more: Any) -> CallbackId:
    return callbacks.add(conn, queue=queue, number=number, dnis="1", customer=None, at=NOW, **more)


def _save(conn: Connection, queue: QueueId, version: int = 2) -> None:
    conn.execute(update(tables.queues).where(tables.queues.c.id == queue).values(rules_version=version))


def test_what_was_judged_by_older_rules_is_found_the_newest_first(conn: Connection, queue: QueueId) -> None:
    other = centre.create_queue(conn, "Support", variables=())
    made = [_add(conn, queue, str(number)) for number in range(5)]
    _add(conn, other)
    assert callback_stale.of_queues(conn) == []
    _save(conn, queue)
    assert callback_stale.of_queues(conn) == [queue]
    assert callback_stale.first(conn, queue, 3) == [made[4], made[3], made[2]]
    assert callback_stale.first(conn, other, 3) == []
    callback_stale.settle(conn, made[1:], 2)
    assert callback_stale.first(conn, queue, 9) == [made[0]]
    assert callbacks.entry(conn, made[1]).version == 1, "nothing has changed"
    callback_stale.settle(conn, made, 2)
    assert callback_stale.of_queues(conn) == []


def test_what_somebody_has_claimed_waits(conn: Connection, queue: QueueId) -> None:
    anna = agents.create(conn, NOW, user="anna", name="Anna", password_hash="-")
    entry = _add(conn, queue)
    callbacks.claim(conn, entry, anna, None, NOW, NOW)
    _save(conn, queue)
    assert (callback_stale.of_queues(conn), callback_stale.first(conn, queue, 9)) == ([], [])


def test_what_was_closed_long_ago_is_passed_over_a_part_at_a_time(conn: Connection, queue: QueueId) -> None:
    old = {"section": Section.DONE.value, "closed_at": NOW - WEEK - timedelta(seconds=1)}
    for number in range(5):
        _add(conn, queue, str(number), **old)
    lately = _add(conn, queue, section=Section.DONE.value, closed_at=NOW - WEEK)
    opened = _add(conn, queue)
    _save(conn, queue)
    assert [callback_stale.pass_over(conn, queue, 2, NOW - WEEK, 3) for _ in range(3)] == [3, 2, 0]
    assert callback_stale.first(conn, queue, 9) == [opened, lately]


def test_the_list_of_some_numbers(conn: Connection, queue: QueueId) -> None:
    first, second = _add(conn, queue), _add(conn, queue, section=Section.DONE.value)
    _add(conn, queue, listed=False)
    _add(conn, centre.create_queue(conn, "Support", variables=()))
    third = _add(conn, queue, "+32")
    _add(conn, queue, "+33")
    assert callback_stale.beside(conn, queue, ["+31", "+32", "+39"]) == {
        "+31": {first: Section.OPEN, second: Section.DONE},
        "+32": {third: Section.OPEN},
    }


def test_several_are_written_at_once(conn: Connection, queue: QueueId) -> None:
    entries = [_add(conn, queue, str(number)) for number in range(3)]
    columns = {
        entries[0]: {"calls": 4, "last_at": NOW + WEEK, "times": [5, 3]},
        entries[1]: {"calls": 0, "last_at": NOW, "times": []},
    }
    callback_stale.write(conn, columns)
    callback_stale.write(conn, {})
    found = [callbacks.entry(conn, entry) for entry in entries]
    assert [(one.calls, one.last_at, len(one.times), one.version) for one in found] == [
        (4, NOW + WEEK, 2, 2),
        (0, NOW, 0, 2),
        (1, NOW, 1, 1),
    ]


def test_groups_of_some_kinds_are_doubted(conn: Connection, queue: QueueId) -> None:
    desk = centre.create_queue(conn, "Desk", variables=(), kind=GroupKind.RING_ALL)
    ours, theirs = _add(conn, queue), _add(conn, desk)
    done = _add(conn, desk, section=Section.DONE.value, closed_at=NOW)
    _add(conn, desk, section=Section.DONE.value, closed_at=NOW - WEEK)
    callback_stale.doubt(conn, [GroupKind.RING_ALL, GroupKind.HUNTING], NOW - timedelta(days=1))
    assert callback_stale.of_queues(conn) == [desk]
    assert callback_stale.first(conn, desk, 9) == [done, theirs]
    assert conn.scalar(select(tables.callbacks.c.judged).where(tables.callbacks.c.id == ours)) == 1
