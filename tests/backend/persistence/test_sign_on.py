from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from agent_client.backend.persistence import agents, sign_on

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_test_from_its_beginning_to_its_end(conn: Connection) -> None:
    anna = agents.create(conn, NOW, user="anna", name="Anna", password_hash="-")
    bram = agents.create(conn, NOW, user="bram", name="Bram", password_hash="-")
    sign_on.begin(conn, anna, "leg")
    assert (sign_on.with_leg(conn, "leg"), sign_on.under_test(conn)) == (anna, [anna])
    assert sign_on.rang_at(conn, anna) is None
    sign_on.rang(conn, anna, NOW)
    assert (sign_on.rang_at(conn, anna), sign_on.rang_at(conn, bram)) == (NOW, None)
    sign_on.begin(conn, anna, "leg-2")
    assert sign_on.rang_at(conn, anna) is None, "a new test has not rung yet"
    sign_on.end(conn, anna)
    assert (sign_on.under_test(conn), sign_on.with_leg(conn, "leg-2")) == ([], None)
