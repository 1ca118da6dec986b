from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from agent_client.backend.persistence import agents, answers
from agent_client.protocol.names import AgentId
from agent_client.protocol.refusals import KeyReused

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ONE, OTHER = b"1" * 32, b"2" * 32


@pytest.fixture
def people(conn: Connection) -> list[AgentId]:
    return [agents.create(conn, NOW, user=user, name=user, password_hash="x") for user in ("anna", "bram")]


def test_a_key_belongs_to_one_command_of_one_agent(conn: Connection, people: list[AgentId]) -> None:
    anna, bram = people
    assert answers.given(conn, anna, "k", ONE) is None
    answers.keep(conn, NOW, anna, "k", ONE, b"{}")
    assert answers.given(conn, anna, "k", ONE) == b"{}"
    assert answers.given(conn, bram, "k", ONE) is None
    with pytest.raises(KeyReused):
        answers.given(conn, anna, "k", OTHER)


def test_old_answers_are_forgotten(conn: Connection, people: list[AgentId]) -> None:
    answers.keep(conn, NOW - timedelta(days=8), people[0], "old", ONE, b"{}")
    answers.keep(conn, NOW, people[0], "new", ONE, b"{}")
    answers.prune(conn, NOW - timedelta(days=7))
    assert answers.given(conn, people[0], "old", ONE) is None
    assert answers.given(conn, people[0], "new", ONE) == b"{}"
