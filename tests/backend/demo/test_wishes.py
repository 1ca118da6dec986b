"""A lively demo begins with appointments of every kind, and with customers who asked for a call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Connection

from agent_client.backend.demo import wishes
from agent_client.backend.demo.seed import seed
from agent_client.backend.persistence import callbacks, centre
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.backend.persistence.tables import metadata
from agent_client.backend.ports.units import Tx
from agent_client.backend.services import callback_delivery
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import CallbackOrigin, Section

NOW = datetime(2026, 3, 2, 15, 30, 20, tzinfo=UTC)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    engine = open_sqlite(tmp_path / "demo.db")
    metadata.create_all(engine)
    with engine.begin() as conn:
        seed(Tx(conn, NOW), lambda password: f"hash of {password}", customers=60)
        yield conn
    engine.dispose()


def entries(conn: Connection, origin: CallbackOrigin | None) -> list[Callback]:
    found = callbacks.page(conn, centre.queue_ids(conn), Section.OPEN, None, 1_000)
    return [entry for entry in found if entry.origin is origin]


def test_E9_appointments_soon_later_tomorrow_and_overdue(conn: Connection) -> None:
    tx = Tx(conn, NOW)
    wishes.begin(tx, Random(1))
    appointments = sorted(
        (one.appointment for one in entries(conn, CallbackOrigin.AGENT) if one.appointment), key=lambda one: one.at
    )
    overdue, soon, later, tomorrow = appointments
    assert overdue.at < NOW < soon.at <= NOW + wishes.SOON
    assert (overdue.agent.name, soon.agent.name, later.agent) == ("Sonja Maas", "Anna de Vries", None)
    assert later.at - NOW < timedelta(hours=3)
    assert tomorrow.at == datetime(2026, 3, 3, 8, 30, tzinfo=UTC), "in the centre's own zone"
    assert all(one.remark for one in appointments)
    due = [callbacks.entry(conn, entry).appointment for entry in callback_delivery.due(tx)]
    assert [one.at for one in due] == [overdue.at]


def test_E10_customers_asked_on_the_web_and_by_key(conn: Connection) -> None:
    wishes.begin(Tx(conn, NOW), Random(1))
    assert len(entries(conn, CallbackOrigin.WEB)) == 1
    assert len(entries(conn, CallbackOrigin.QUEUE)) == 1


def test_a_second_start_makes_no_second_appointments(conn: Connection) -> None:
    wishes.begin(Tx(conn, NOW), Random(1))
    for entry in callback_delivery.due(Tx(conn, NOW)):
        callback_delivery.settle(Tx(conn, NOW), entry)
    wishes.begin(Tx(conn, NOW + timedelta(minutes=1)), Random(2))
    assert len(entries(conn, CallbackOrigin.AGENT)) == 4
