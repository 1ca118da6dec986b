from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from sqlalchemy import Connection, text

from agent_client.backend.persistence import centre, event_log
from agent_client.backend.ports.units import Numbered, Tx
from agent_client.protocol.centre import Queue
from agent_client.protocol.cursor import Cursor
from agent_client.protocol.events import EVENTS, QueueChanged, SessionEnded, read_envelope, read_event
from agent_client.protocol.names import QueueId, WhyCode
from agent_client.protocol.why import Why

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FOLLOWED = ["agent/1", "centre"]


def changed(version: int) -> QueueChanged:
    return QueueChanged(Queue(id=QueueId(1), name="Sales", version=version))


def told(conn: Connection, *streams: str, at: datetime = NOW) -> tuple[Numbered, ...]:
    tx = Tx(conn, at)
    for version, stream in enumerate(streams):
        tx.emit(stream, changed(version))
    return event_log.settle(tx).events


@pytest.fixture(autouse=True)
def _set_up(conn: Connection) -> None:
    centre.set_up(conn, name="x", country="NL")


def numbers(events: list[Numbered] | None) -> list[tuple[str, int]]:
    assert events is not None
    return [(event.stream, event.number) for event in events]


def cursor(conn: Connection, **seen: int) -> Cursor:
    epoch = event_log.position(conn, []).epoch
    return Cursor(epoch, {"agent/1": seen.get("agent", 0), "centre": seen.get("centre", 0)})


def test_each_stream_counts_for_itself_without_holes(conn: Connection) -> None:
    first = told(conn, "centre", "agent/1", "centre")
    second = told(conn, "centre", "agent/2")
    assert [(event.stream, event.number) for event in (*first, *second)] == [
        ("centre", 1),
        ("agent/1", 1),
        ("centre", 2),
        ("centre", 3),
        ("agent/2", 1),
    ]


def test_an_event_can_be_read_back_as_it_was_told(conn: Connection) -> None:
    (event,) = told(conn, "centre")
    envelope = read_envelope(event.data)
    assert (envelope.stream, envelope.number, envelope.at, envelope.name) == ("centre", 1, NOW, "queue.changed")
    assert read_event(envelope) == changed(0)


def test_every_event_has_a_name() -> None:
    assert len(EVENTS) == len(set(EVENTS.values()))


def test_a_unit_without_events_touches_no_stream(conn: Connection) -> None:
    assert told(conn) == ()
    assert conn.execute(text("SELECT count(*) FROM streams")).scalar_one() == 0


def test_what_was_missed(conn: Connection) -> None:
    sent = told(conn, "centre", "agent/1", "agent/2", "centre")
    assert event_log.since(conn, cursor(conn, centre=1), FOLLOWED) == [sent[1], sent[3]]
    assert event_log.since(conn, cursor(conn, centre=2, agent=1), FOLLOWED) == []


def test_what_was_missed_keeps_each_streams_order_and_follows_the_clock(conn: Connection) -> None:
    told(conn, "centre", at=NOW)
    told(conn, "agent/1", at=NOW + timedelta(seconds=1))
    told(conn, "centre", "agent/1", at=NOW + timedelta(seconds=2))
    missed = numbers(event_log.since(conn, cursor(conn), FOLLOWED))
    assert missed[:2] == [("centre", 1), ("agent/1", 1)]
    assert sorted(missed[2:]) == [("agent/1", 2), ("centre", 2)]


def test_the_log_cannot_continue_every_cursor(conn: Connection) -> None:
    told(conn, "centre", "agent/1")
    good = cursor(conn)
    assert event_log.since(conn, good, FOLLOWED) is not None
    assert event_log.since(conn, Cursor("another log", good.numbers), FOLLOWED) is None
    assert event_log.since(conn, Cursor(good.epoch, {"centre": 0}), FOLLOWED) is None, "a stream it never followed"
    assert event_log.since(conn, cursor(conn, centre=2), FOLLOWED) is None, "ahead of the log"


def test_what_was_pruned_is_not_passed_over_in_silence(conn: Connection) -> None:
    told(conn, "centre", at=NOW - timedelta(days=3))
    told(conn, "centre", at=NOW)
    assert event_log.prune(conn, NOW - timedelta(days=2)) == 1
    assert event_log.since(conn, cursor(conn), FOLLOWED) is None
    assert numbers(event_log.since(conn, cursor(conn, centre=1), FOLLOWED)) == [("centre", 2)]
    assert [event.number for event in told(conn, "centre")] == [3], "numbers go on after what was pruned"


def test_the_name_survives_the_log(conn: Connection) -> None:
    tx = Tx(conn, NOW)
    tx.emit("agent/1", SessionEnded(Why(code=WhyCode.SIGNED_OUT, at=NOW)))
    event_log.settle(tx)
    missed = event_log.since(conn, cursor(conn), FOLLOWED)
    assert missed is not None
    assert missed[0].name == "session.ended"
    assert msgspec.json.decode(missed[0].data)["body"]["why"]["code"] == "signed_out"
