from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from agent_client.backend.persistence import centre, contacts, projects, queue_standing
from agent_client.backend.persistence.centre import ShownVariable
from agent_client.backend.ports.telephony import CallId
from agent_client.backend.ports.units import Tx
from agent_client.protocol.cursor import SUPERVISING
from agent_client.protocol.events import QueueChanged
from agent_client.protocol.names import ContactState, Direction, QueueId
from agent_client.protocol.refusals import NotFound

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def waits(conn: Connection, queue: QueueId, since: datetime, state: ContactState = ContactState.QUEUED) -> None:
    contacts.add(
        conn,
        now=since,
        direction=Direction.INBOUND,
        state=state,
        queue=queue,
        project=None,
        ani="",
        dnis="",
        customer=None,
        call=CallId("c"),
    )


def test_what_a_centre_is_made_of(conn: Connection) -> None:
    assert not centre.is_set_up(conn)
    centre.set_up(conn, name="Test", country="NL", grace_seconds=30)
    queue = centre.create_queue(conn, "Sales", variables=(ShownVariable("dnis", "Dialled"),), ring_seconds=9)
    project = projects.create(conn, "Sales NL", "+31800", queue)
    lunch, answered = centre.create_idle_reason(conn, "Lunch"), centre.create_wrap_up_reason(conn, "Answered")
    assert centre.is_set_up(conn)
    assert centre.settings_row(conn).grace_seconds == 30
    shown = centre.centre(conn)
    assert (shown.name, shown.country) == ("Test", "NL")
    assert [one.id for one in shown.projects] == [project]
    assert [one.id for one in shown.idle_reasons] == [lunch]
    assert [one.id for one in shown.wrap_up_reasons] == [answered]
    row = centre.queue_row(conn, queue)
    assert (row.ring_seconds, row.variables) == (9, (ShownVariable("dnis", "Dialled"),))
    assert projects.by_dnis(conn, "+31800") == shown.projects[0]
    assert projects.by_dnis(conn, "+31801") is None
    assert centre.idle_reason_exists(conn, lunch)
    assert not centre.wrap_up_reason_exists(conn, 99)  # type: ignore[arg-type]
    assert centre.queue_ids(conn) == [queue]


def test_two_centres_never_share_an_epoch(conn: Connection) -> None:
    centre.set_up(conn, name="x", country="NL")
    first = centre.settings_row(conn).epoch
    conn.exec_driver_sql("DELETE FROM centre")
    centre.set_up(conn, name="x", country="NL")
    assert centre.settings_row(conn).epoch != first


def test_who_waits(conn: Connection) -> None:
    sales, other = (centre.create_queue(conn, name, variables=()) for name in ("Sales", "Other"))
    assert (queue_standing.of(conn, sales).waiting, queue_standing.of(conn, sales).longest_since) == (0, None)
    waits(conn, sales, NOW - timedelta(seconds=5))
    waits(conn, sales, NOW - timedelta(seconds=50))
    waits(conn, sales, NOW - timedelta(seconds=500), ContactState.CONNECTED)
    waits(conn, other, NOW - timedelta(seconds=500))
    now = queue_standing.of(conn, sales)
    assert (now.waiting, now.longest_since) == (2, NOW - timedelta(seconds=50))


def test_a_transaction_tells_of_a_queue_once_and_how_it_stands_at_last(conn: Connection) -> None:
    sales, other = (centre.create_queue(conn, name, variables=()) for name in ("Sales", "Other"))
    tx = Tx(conn, NOW)
    centre.publish_queue(tx, sales)
    waits(conn, sales, NOW)
    centre.publish_queue(tx, other)
    centre.publish_queue(tx, sales)
    for stream in ("queue/{}", SUPERVISING):
        assert [one for one in tx.events if one[0] in {stream.format(queue) for queue in (sales, other)}] == [
            (stream.format(queue), QueueChanged(queue_standing.of(conn, queue))) for queue in (other, sales)
        ]
    assert queue_standing.of(conn, sales).version == 3


def test_no_such_queue(conn: Connection) -> None:
    for ask in (queue_standing.of, centre.queue_row):
        with pytest.raises(NotFound):
            ask(conn, QueueId(9))
