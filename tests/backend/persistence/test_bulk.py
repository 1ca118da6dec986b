from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from agent_client.backend.persistence import agents, bulk, customers, tables
from agent_client.protocol.customers import CustomerFields

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_rows_are_added_and_counted(conn: Connection) -> None:
    bulk.add(conn, tables.idle_reasons, [{"id": number, "name": f"R{number}"} for number in (1, 2, 3)])
    bulk.add(conn, tables.idle_reasons, [])
    assert bulk.count(conn, tables.idle_reasons) == 3


def test_one_number_of_each_customer(conn: Connection) -> None:
    customers.create(conn, CustomerFields(name="A", numbers=("+31201234567", "+31612345678")))
    customers.create(conn, CustomerFields(name="B"))
    customers.create(conn, CustomerFields(name="C", numbers=("+420224811111",)))
    assert bulk.first_numbers(conn) == ["+31201234567", "+420224811111"]


def test_agents_by_user_and_the_last_event(conn: Connection) -> None:
    anna = agents.create(conn, NOW, user="anna", name="Anna", password_hash="-")
    assert bulk.agent_ids(conn) == {"anna": anna}
    assert bulk.last_event_at(conn) is None
    bulk.add(conn, tables.events, [{"stream": "centre", "number": 1, "at": NOW, "data": b"{}"}])
    assert bulk.last_event_at(conn) == NOW
