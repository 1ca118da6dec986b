"""The event stream of a real server: opening, going on, breaking off, continuing, ending."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import structs

from agent_client.backend.persistence import centre as centre_rows
from agent_client.backend.persistence import event_log, sessions
from agent_client.backend.ports.units import Numbered, Tx
from agent_client.backend.settings import Settings
from agent_client.protocol import paths
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.cursor import CENTRE, read_cursor
from agent_client.protocol.customers import Record
from agent_client.protocol.events import RecordAdded, read_envelope
from agent_client.protocol.names import AgentId, RecordId
from agent_client.protocol.sessions import Hello, Snapshot


def idle(agent: Any, reason: int) -> None:
    answer = agent.post(paths.STATE, {"state": "not_ready", "idle_reason": reason})
    assert answer.status_code == 200, answer.text


def ring_the_changes(agent: Any, times: int) -> None:
    """Each makes two events: the agent's own state, and their presence for everybody."""
    for _ in range(times):
        agent.turns += 1
        idle(agent, 1 + agent.turns % 2)


def numbers(events: list[Any]) -> list[tuple[str, int]]:
    return [(data["stream"], data["number"]) for data in (event.json() for event in events)]


def test_hello_then_a_snapshot_at_its_number_then_the_next_number(anna: Any) -> None:
    with anna.events() as events:
        hello, snapshot = events.next(), events.next()
        assert (hello.event, snapshot.event) == ("hello", "snapshot")
        assert hello.retry == 1000
        assert not hello.id
        said = msgspec.json.decode(hello.data, type=Hello)
        seen = msgspec.json.decode(snapshot.data, type=Snapshot)
        assert seen.me == anna.signed_in.me
        assert [queue.name for queue in seen.queues] == ["Sales", "Support"]
        assert [agent.name for agent in seen.agents] == ["Anna Visser", "Bram Smit", "Cleo Bakker", "Sofie Jansen"]
        at = read_cursor(snapshot.id)
        assert at is not None
        assert at.epoch == said.epoch
        mine = f"agent/{anna.signed_in.me.id}"
        assert set(at.numbers) == {mine, "queue/1", "queue/2", "centre"}
        idle(anna, 1)
        change = events.next()
        assert change.event == "change"
        envelope = read_envelope(change.data)
        assert (envelope.stream, envelope.number, envelope.name) == (mine, at.numbers[mine] + 1, "agent.state_changed")
        after = read_cursor(change.id)
        assert after == at.advanced(mine, at.numbers[mine] + 1)


def test_headers_against_whoever_would_hold_events_back(anna: Any) -> None:
    with anna.http.stream("GET", paths.EVENTS) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert "no-store" in answer.headers["cache-control"]
        assert answer.headers["x-accel-buffering"] == "no"


def test_it_is_never_silent_for_long(anna: Any) -> None:
    with anna.events() as events:
        pings = [event for event in (next(events._coming) for _ in range(5)) if event.event == "ping"]
        assert len(pings) == 3
        assert msgspec.json.decode(pings[0].data)["now"].endswith("Z")


def test_each_hears_what_concerns_them(centre: Any, sign_in: Callable[..., Any], anna: Any) -> None:
    """Cleo staffs Support only: she sees Anna's presence, not Anna's own state, and nothing of Sales."""
    cleo = sign_in(centre, "cleo")
    with cleo.events() as events:
        events.next()
        at = read_cursor(events.next().id)
        assert at is not None
        assert set(at.numbers) == {f"agent/{cleo.signed_in.me.id}", "queue/2", "centre"}
        centre.write(lambda tx: centre_rows.publish_queue(tx, 1))
        centre.write(lambda tx: centre_rows.publish_queue(tx, 2))
        idle(anna, 1)
        names = [read_envelope(event.data).name for event in (events.next(), events.next())]
        assert names == ["queue.changed", "agent.presence_changed"]


def test_a_broken_connection_goes_on_where_it_was(anna: Any) -> None:
    with anna.events() as events:
        events.next(), events.next()
        ring_the_changes(anna, 3)
        before = [events.next() for _ in range(4)]
    ring_the_changes(anna, 4)
    with anna.events(events.last_id) as events:
        assert events.next().event == "hello"
        ring_the_changes(anna, 2)
        after = []
        while sum(stream != CENTRE for stream, _ in numbers([*before, *after])) < 9:
            after.append(events.next())
    assert {event.event for event in (*before, *after)} == {"change"}
    by_stream: dict[str, list[int]] = {}
    for stream, number in numbers([*before, *after]):
        by_stream.setdefault(stream, []).append(number)
    assert len(by_stream) == 2
    assert len(by_stream[CENTRE]) >= 8, "and perhaps that her client was gone and came back"
    for sequence in by_stream.values():
        assert sequence == list(range(sequence[0], sequence[0] + len(sequence))), (
            "nothing lost, nothing twice, in order"
        )


def test_what_cannot_be_continued_is_answered_with_a_snapshot(anna: Any) -> None:
    epoch = anna.http.get(paths.HELLO).json()["epoch"]
    for cursor in ("nonsense", "other;agent/1=0;centre=0;queue/1=0;queue/2=0", f"{epoch};centre=0"):
        with anna.events(cursor) as events:
            assert [events.next().event, events.next().event] == ["hello", "snapshot"], cursor


def test_a_pruned_log_is_answered_with_a_snapshot(anna: Any, centre: Any) -> None:
    with anna.events() as events:
        events.next(), events.next()
    ring_the_changes(anna, 2)
    centre.write(lambda tx: event_log.prune(tx.conn, tx.now.replace(year=tx.now.year + 1)))
    with anna.events(events.last_id) as events:
        assert [events.next().event, events.next().event] == ["hello", "snapshot"]


def test_a_cursor_from_before_this_session_is_answered_with_a_snapshot(
    centre: Any, sign_in: Callable[..., Any], anna: Any
) -> None:
    """Else the end of the older session would be replayed to the newer one, as if it were its own."""
    with anna.events() as events:
        events.next(), events.next()
    again = sign_in(centre, "anna", seat="WS-2")
    with again.events(events.last_id) as later:
        assert [later.next().event, later.next().event] == ["hello", "snapshot"]
        idle(again, 1)
        assert later.next().event == "change"


def link_lost(centre: Any, agent: Any) -> bool:
    found = centre.read(lambda tx: sessions.live(tx.conn, agent.signed_in.me.id))
    return found.link_lost_at is not None


def test_the_link_is_open_while_any_stream_of_the_session_is(
    anna: Any, centre: Any, eventually: Callable[..., None]
) -> None:
    assert link_lost(centre, anna), "nobody is linked before their stream opens"
    with anna.events() as first:
        first.next()
        assert not link_lost(centre, anna)
        with anna.events() as second:
            second.next()
        eventually(lambda: len(centre.centre.hub._by_stream["centre"]) == 1)
        assert not link_lost(centre, anna)
    eventually(lambda: link_lost(centre, anna))
    with anna.events() as again:
        again.next()
        assert not link_lost(centre, anna)


def test_a_client_that_stopped_pulsing_is_gone_though_its_connection_seems_open(
    settings: Settings, run_centre: Callable[..., Any], made_centre: Callable[..., Any], sign_in: Callable[..., Any]
) -> None:
    centre = run_centre(made_centre(structs.replace(settings, pulse_silence_seconds=0.3)))
    anna = sign_in(centre, "anna")
    with anna.events() as events:
        events.next()
        anna.http.post(paths.PULSE, json={})
        events.rest()
    assert link_lost(centre, anna)


BURST = 10
"""Who reads may wait for as many again: that somebody else's link is lost is told too."""


def test_a_slow_reader_loses_its_connection_and_none_of_its_events(
    settings: Settings,
    run_centre: Callable[..., Any],
    made_centre: Callable[..., Any],
    sign_in: Callable[..., Any],
    eventually: Callable[..., None],
) -> None:
    centre = run_centre(made_centre(structs.replace(settings, events_waiting=2 * BURST)))
    anna, bram = sign_in(centre, "anna"), sign_in(centre, "bram")
    where = urlsplit(centre.url)
    with socket.create_connection((where.hostname, where.port)) as reader, bram.events() as quick:
        reader.sendall(
            f"GET {paths.EVENTS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {anna.signed_in.token}\r\n\r\n".encode()
        )
        quick.next(), quick.next()
        read = b""
        while b"event: snapshot" not in read or not read.endswith(b"\n\n\r\n"):
            read += reader.recv(65536)
        at = re.search(rb"^id: (.*)$", read, re.MULTILINE)
        assert at is not None
        sent = 0
        while not link_lost(centre, anna):
            centre.write(lambda tx: tell_of_a_long_record(tx, BURST))
            sent += BURST
            assert sent < 2000
            received = [quick.until("record.added") for _ in range(BURST)]
            assert len(received) == BURST, "who reads is not held up"
    with anna.events(at[1].decode()) as events:
        events.next()
        texts = [events.until("record.added")["record"]["id"] for _ in range(sent)]
    assert texts == [number for _ in range(sent // BURST) for number in range(1, BURST + 1)]


def tell_of_a_long_record(tx: Tx, times: int) -> None:
    for number in range(1, times + 1):
        record = Record(
            id=RecordId(number), customer=None, contact=None, number="", saved_at=tx.now, call_at=None,
            operator=AgentBrief(AgentId(1), "Anna"), text="x" * 20_000,
        )  # fmt: skip
        tx.emit(CENTRE, RecordAdded(record))


def test_a_gap_ends_the_connection(anna: Any, centre: Any) -> None:
    with anna.events() as events:
        events.next(), events.next()
        lost = Numbered(CENTRE, 10_000, "queue.changed", b"{}")
        centre.on_loop(lambda: centre.centre.hub.publish([lost]))
        assert events.rest() == []
        ring_the_changes(anna, 1)
    with anna.events(events.last_id) as again:
        assert [again.next().event for _ in range(3)] == ["hello", "change", "change"]


def test_the_end_of_the_server_ends_every_stream_cleanly(centre: Any, sign_in: Callable[..., Any]) -> None:
    """An answer that is cut off would raise RemoteProtocolError here."""
    anna, bram = sign_in(centre, "anna"), sign_in(centre, "bram")
    with anna.events() as hers, bram.events() as his:
        hers.next(), his.next()
        centre.stop()
        assert {event.event for event in (*hers.rest(), *his.rest())} <= {"snapshot", "change", "ping"}


def test_whoever_was_linked_has_the_grace_to_come_back_to_a_restarted_server(
    centre: Any, run_centre: Callable[..., Any], settings: Settings, anna: Any, eventually: Callable[..., None]
) -> None:
    with anna.events() as events:
        events.next(), events.next()
        ring_the_changes(anna, 2)
        events.next(), events.next()
        at = events.last_id
        centre.stop()
    again = run_centre(structs.replace(settings, port=urlsplit(centre.url).port))
    assert link_lost(again, anna)
    with anna.events(at) as events:
        assert [events.next().event for _ in range(3)] == ["hello", "change", "change"]
        assert not link_lost(again, anna)
        assert anna.http.post(paths.PULSE, json={}).status_code == 200
