from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite

from agent_client.backend.persistence import agents, callbacks, centre
from agent_client.protocol.names import AgentId, CallbackId, QueueId, Section
from agent_client.protocol.refusals import NotFound
from agent_client.protocol.time import to_millis

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


# E7: a claim is of the customer.


def test_while_a_customer_is_called_no_other_entry_of_theirs_is_claimed(
    conn: Connection, queue: QueueId, anna: AgentId
) -> None:
    other = centre.create_queue(conn, "Support", variables=())
    mine, theirs, closed = _add(conn, queue), _add(conn, other), _add(conn, queue, section=Section.DONE.value)
    assert callbacks.claim(conn, mine, anna, None, NOW, NOW)
    for entry in (theirs, closed):
        assert not callbacks.claim(conn, entry, anna, None, NOW, NOW)
    callbacks.change(conn, mine, claimed_by_id=None, claimed_at=None)
    assert callbacks.claim(conn, closed, anna, None, NOW, NOW), "who is being called is called by that one"
    assert not callbacks.claim(conn, mine, anna, None, NOW, NOW)
    claim = callbacks.claim_of_number(conn, NUMBER)
    assert claim is not None and claim.agent.name == "Anna"


def test_withheld_numbers_do_not_hold_each_other(conn: Connection, queue: QueueId, anna: AgentId) -> None:
    first, second = _add(conn, queue, number=""), _add(conn, queue, number="")
    assert callbacks.claim(conn, first, anna, None, NOW, NOW)
    assert callbacks.claim(conn, second, anna, None, NOW, NOW)


# What the rules keep off the list.


def test_what_is_kept_off_the_list_is_seen_nowhere_and_takes_the_next_call(conn: Connection, queue: QueueId) -> None:
    hidden = _add(conn, queue, 9, listed=False)
    assert callbacks.current(conn, [queue], NOW, 9) == ()
    assert callbacks.page(conn, [queue], None, None, 9) == ()
    assert sum(callbacks.counts(conn, [queue]).values()) == 0
    found = callbacks.to_combine(conn, NUMBER, queue)
    assert found is not None and found.id == hidden
    shown = _add(conn, queue, 1)
    found = callbacks.to_combine(conn, NUMBER, queue)
    assert found is not None and found.id == shown, "what is on the list comes first, however old"


def test_a_number_has_what_is_open_and_what_was_closed_lately(conn: Connection, queue: QueueId) -> None:
    opened, hidden = _add(conn, queue, -90_000), _add(conn, queue, listed=False)
    lately = _add(conn, queue, section=Section.NOT_REACHED.value, closed_at=NOW)
    _add(conn, queue, section=Section.DONE.value, closed_at=NOW - timedelta(days=1, seconds=1))
    found = {one.id for one in callbacks.of_number(conn, NUMBER, NOW - timedelta(days=1))}
    assert found == {opened, hidden, lately}


def test_an_appointment_is_shown_until_its_entry_is_closed(conn: Connection, queue: QueueId, anna: AgentId) -> None:
    entry = _add(conn, queue, appointment_at=NOW, appointment_by_id=anna)
    assert callbacks.entry(conn, entry).appointment is not None
    assert callbacks.change(conn, entry, section=Section.DONE.value).appointment is None
    assert callbacks.change(conn, entry, section=Section.OPEN.value).appointment is not None


# Pages (E8).


@pytest.mark.parametrize("limit", [1, 3, 7])
def test_pages_joined_are_the_whole_list_in_its_order(conn: Connection, queue: QueueId, limit: int) -> None:
    """Of several queues and sections, with calls in the same millisecond."""
    other = centre.create_queue(conn, "Support", variables=())
    sections = [section.value for section in Section if section is not Section.UNKNOWN]
    for number in range(40):
        where = other if number % 3 else queue
        _add(conn, where, number * 7 % 11, str(number), section=sections[number % 4])
    whole = callbacks.page(conn, [queue, other], None, None, 100)
    assert len(whole) == 40
    assert list(whole) == sorted(whole, key=lambda one: (one.last_at, one.id), reverse=True)
    for section in (None, Section.OPEN):
        joined, before = list[CallbackId](), None
        while found := callbacks.page(conn, [queue, other], section, before, limit):
            joined += [one.id for one in found]
            before = (to_millis(found[-1].last_at), found[-1].id)
        assert joined == [one.id for one in whole if section in (None, one.section)]
    assert callbacks.page(conn, [], None, None, 9) == ()


def test_a_page_is_read_by_the_index_alone(conn: Connection, queue: QueueId) -> None:
    """A hundred thousand entries cost a page as much as a thousand do."""
    query = callbacks._NEWEST_BEFORE.statement.params(queue=queue, section="open", at=NOW, number=5, most=10)
    text = str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    plan = " ".join(row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}"))
    assert "ix_callbacks_queue_id_section_last_at" in plan and "TEMP B-TREE" not in plan
