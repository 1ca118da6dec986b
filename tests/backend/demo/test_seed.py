from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from agent_client.backend.demo.seed import CAD, CUSTOMERS, REMOTE, seed
from agent_client.backend.persistence import (
    agents,
    bulk,
    callbacks,
    centre,
    customer_search,
    customers,
    interactions,
    records,
    remote_agents,
    staffing,
    tables,
    variables,
)
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.backend.persistence.tables import metadata
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import CustomerId, Section, VariableKind
from agent_client.rules.templates import CURSOR, Placeholder, placeholders

NOW = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def conn(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    engine = open_sqlite(tmp_path_factory.mktemp("demo") / "demo.db")
    metadata.create_all(engine)
    conn = engine.connect()
    with conn.begin():
        seed(Tx(conn, NOW), lambda password: f"hash of {password}")
    yield conn
    conn.close()
    engine.dispose()


def test_there_are_enough_of_everything(conn: Connection) -> None:
    with conn.begin():
        assert bulk.count(conn, tables.customers) == CUSTOMERS >= 2_000
        assert bulk.count(conn, tables.records) > 2 * CUSTOMERS
        assert bulk.count(conn, tables.agents) == 10
        found = centre.centre(conn)
    assert [(project.name, project.dnis) for project in found.projects] == [
        ("Web shop", "+31800100300"),
        ("After-sales", "+31800100200"),
        ("Technicians", "+31800100400"),
    ]
    assert [reason.name for reason in found.idle_reasons] == ["Lunch", "Break", "Training", "Meeting"]
    assert len(found.wrap_up_reasons) == 10


def test_queues_and_teams_show_what_there_is_to_see(conn: Connection) -> None:
    with conn.begin():
        queues = [centre.queue_row(conn, queue) for queue in centre.queue_ids(conn)]
        teams = {one.team for one in agents.all_presences(conn)}
        settings = centre.settings_row(conn)
    assert all(queue.records and queue.wrap_up_extensions == 2 and queue.default_reason for queue in queues)
    assert teams == {"Inside sales", "Service desk", "Second line", "Operations", "On call"}
    assert (settings.noise_removal, settings.shield_seconds) == (True, 30)


def test_A15_one_colleague_may_sign_in_by_phone(conn: Connection) -> None:
    with conn.begin():
        who = remote_agents.by_number(conn, REMOTE.phone)
        assert who is not None
        assert (who.name, staffing.preselected(conn, who.id)) == (REMOTE.name, (centre.queue_ids(conn)[1],))
        assert centre.settings_row(conn).service_number == "+31800100500"


def test_the_callback_list_has_something_in_every_section(conn: Connection) -> None:
    with conn.begin():
        entries = callbacks.page(conn, centre.queue_ids(conn), None, None, 1_000)
    assert {entry.section for entry in entries} == {
        Section.OPEN,
        Section.ATTEMPTED,
        Section.DONE,
        Section.NOT_REACHED,
    }
    for entry in entries:
        assert entry.first_at <= entry.last_at <= NOW
        assert (entry.closed_by is None) == (entry.section in (Section.OPEN, Section.ATTEMPTED))
        assert (entry.attempts == 0) == (entry.section in (Section.OPEN, Section.DONE))
        assert (entry.tried_at is None) == (entry.section is Section.OPEN)
        assert entry.listed and len(entry.times) == entry.calls


def test_calls_have_values_of_every_kind(conn: Connection) -> None:
    with conn.begin() as turn:
        call = interactions.create(conn)
        known = [customers.variables(conn, CustomerId(key)) for key in range(1, 60)]
        variables.start(conn, NOW, call, max(known, key=len))
        found = variables.of_interaction(conn, call)
        turn.rollback()
    assert len(found) == 6
    assert {one.kind for one in found} == {VariableKind.TEXT, VariableKind.DATE_TIME}
    assert [one.label for one in found if one.secure] == ["Date of birth"]
    assert [one.label for one in found if not one.editable] == ["Last order"]
    assert sum(one.filled for one in found) == 4


def test_customers_are_found_by_number_and_by_name(conn: Connection) -> None:
    with conn.begin():
        number = bulk.first_numbers(conn)[0]
        found = customers.find_by_number(conn, number, None)
        assert found is not None and found.id == 1
        named = customers.customer(conn, CustomerId(1))
        assert named is not None
        assert 1 in [one.id for one in customer_search.search(conn, named.name).customers]


def test_histories_are_read_newest_first_and_lie_in_office_hours_of_the_past(conn: Connection) -> None:
    with conn.begin():
        for key in conn.scalars(select(tables.records.c.customer_id).distinct().limit(100)).all():
            found = records.page(conn, CustomerId(key)).records
            saved = [record.saved_at for record in found]
            assert saved == sorted(saved, reverse=True)
            assert all(one < NOW and one.weekday() < 5 for one in saved)
            assert all(record.call_at is not None and record.call_at < record.saved_at for record in found)


def test_some_records_were_corrected_by_their_author_and_by_the_supervisor(conn: Connection) -> None:
    with conn.begin():
        some = conn.scalars(select(tables.record_corrections.c.record_id).distinct().limit(200)).all()
        found = [records.record(conn, number) for number in some]
    assert len(found) > 100
    assert {len(one.corrections) for one in found if one is not None} == {1, 2}
    for one in found:
        assert one is not None
        assert one.corrections[0].by.id == one.operator.id
        assert one.text.startswith(one.corrections[0].before)
        assert one.saved_at < one.corrections[0].at < NOW


def test_every_queue_has_templates_that_ask_for_what_there_is(conn: Connection) -> None:
    with conn.begin():
        found = centre.centre(conn)
    known = {*Placeholder, CURSOR, *(variable.key.casefold() for variable in CAD)}
    assert {template.queue for template in found.templates} == {None, 1, 2}
    for template in found.templates:
        assert {name.casefold() for name in placeholders(template.text)} <= known


def test_the_same_number_makes_the_same_centre(conn: Connection, tmp_path: Path) -> None:
    engine = open_sqlite(tmp_path / "again.db")
    metadata.create_all(engine)
    with engine.begin() as again, conn.begin():
        seed(Tx(again, NOW), lambda password: f"hash of {password}")
        for table in (tables.customers, tables.customer_numbers, tables.records, tables.callbacks):
            query = select(table).order_by(*table.primary_key.columns)
            assert again.execute(query).all() == conn.execute(query).all(), table.name
    engine.dispose()


def test_open_entries_are_of_today(conn: Connection) -> None:
    with conn.begin():
        entries = callbacks.page(conn, centre.queue_ids(conn), Section.OPEN, None, 1_000)
    assert all(NOW - entry.last_at < timedelta(hours=6) for entry in entries)
