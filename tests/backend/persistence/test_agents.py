from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from agent_client.backend.persistence import agents, centre, free_agents, sessions
from agent_client.backend.persistence.sessions import NewSession
from agent_client.backend.ports.units import Tx
from agent_client.protocol.events import AgentPresenceChanged, AgentStateChanged
from agent_client.protocol.names import AgentId, AgentState, ContactId, NotReadyReason, QueueId, SessionId, WhyCode
from agent_client.protocol.refusals import NotFound
from agent_client.protocol.why import Why

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def queue(conn: Connection) -> QueueId:
    centre.set_up(conn, name="x", country="NL")
    return centre.create_queue(conn, "Sales", variables=())


def add(conn: Connection, user: str, queue: QueueId) -> AgentId:
    return agents.create(conn, NOW, user=user, name=user.title(), password_hash="x", queues=(queue,))


def linked(conn: Connection, agent: AgentId, phone: str) -> SessionId:
    new = NewSession(
        agent=agent, token_hash=bytes([agent]) * 32, phone=phone, seat="s", host="h", client="c", address="a"
    )
    session = sessions.create(conn, NOW, new)
    assert sessions.link_opened(conn, session, NOW)
    return session


def at(conn: Connection, seconds: float) -> Tx:
    return Tx(conn, NOW + timedelta(seconds=seconds))


def ready(conn: Connection, agent: AgentId, seconds: float) -> None:
    agents.set_state(at(conn, seconds), agent, AgentState.READY)


def free(conn: Connection, queue: QueueId) -> list[str]:
    free = [one for one in free_agents.free(conn) if queue in one.queues]
    return [agents.presence(conn, one.id).name for one in free]


def test_the_agent_and_everybody_are_told(conn: Connection, queue: QueueId) -> None:
    anna = add(conn, "anna", queue)
    linked(conn, anna, "201")
    tx = at(conn, 5)
    why = Why(code=WhyCode.SIGNED_IN, at=tx.now)
    me = agents.set_state(tx, anna, AgentState.NOT_READY, not_ready=NotReadyReason.PAUSE, why=why)
    assert (me.state, me.not_ready, me.since, me.version, me.phone, me.why) == (
        AgentState.NOT_READY,
        NotReadyReason.PAUSE,
        tx.now,
        2,
        "201",
        why,
    )
    assert tx.events == [
        (f"agent/{anna}", AgentStateChanged(me)),
        ("centre", AgentPresenceChanged(agents.presence(conn, anna))),
    ]
    assert agents.me(conn, anna) == me


def test_since_moves_only_with_the_state(conn: Connection, queue: QueueId) -> None:
    anna = add(conn, "anna", queue)
    ready(conn, anna, 1)
    again = agents.set_state(at(conn, 9), anna, AgentState.READY)
    assert (again.since, again.version) == (NOW + timedelta(seconds=1), 3)
    talks = agents.set_state(at(conn, 10), anna, AgentState.ON_CONTACT, contact=ContactId(7))
    other = agents.set_state(at(conn, 11), anna, AgentState.ON_CONTACT, contact=ContactId(8))
    assert talks.since < other.since


def test_the_longest_available_comes_first(conn: Connection, queue: QueueId) -> None:
    anna, bram, cleo = (add(conn, user, queue) for user in ("anna", "bram", "cleo"))
    for agent in (anna, bram, cleo):
        linked(conn, agent, f"20{agent}")
    ready(conn, cleo, 1)
    ready(conn, anna, 2)
    ready(conn, bram, 3)
    assert free(conn, queue) == ["Cleo", "Anna", "Bram"]
    agents.set_state(at(conn, 4), cleo, AgentState.OFFERED, contact=ContactId(1))
    ready(conn, cleo, 5)
    assert free(conn, queue) == ["Cleo", "Anna", "Bram"], "an offer that was taken back costs no place"
    agents.set_state(at(conn, 6), cleo, AgentState.NOT_READY, not_ready=NotReadyReason.RONA)
    assert free(conn, queue) == ["Anna", "Bram"]
    ready(conn, cleo, 7)
    assert free(conn, queue) == ["Anna", "Bram", "Cleo"]


def test_who_cannot_be_reached_is_not_free(conn: Connection, queue: QueueId) -> None:
    anna = add(conn, "anna", queue)
    ready(conn, anna, 1)
    assert free(conn, queue) == [], "no session"
    session = linked(conn, anna, "201")
    assert free(conn, queue) == ["Anna"]
    sessions.link_lost(conn, session, NOW)
    assert free(conn, queue) == [], "no link"
    sessions.link_opened(conn, session, NOW)
    assert free(conn, queue) == ["Anna"]
    sessions.end(conn, session, Why(code=WhyCode.SIGNED_OUT, at=NOW))
    assert free(conn, queue) == [], "no longer signed in"
    other = centre.create_queue(conn, "Support", variables=())
    assert free(conn, other) == []


def test_user_ids_differ_by_more_than_case(conn: Connection, queue: QueueId) -> None:
    anna = add(conn, "Anna", queue)
    found = agents.account(conn, "aNNA")
    assert found is not None
    assert found.id == anna
    assert agents.account(conn, "ann") is None


def test_an_ended_session_is_nobodys(conn: Connection, queue: QueueId) -> None:
    anna = add(conn, "anna", queue)
    session = linked(conn, anna, "201")
    assert agents.caller_of(conn, anna) is not None
    why = Why(code=WhyCode.SIGNED_OUT, at=NOW)
    sessions.end(conn, session, why)
    assert agents.caller_of(conn, anna) is None
    assert sessions.live(conn, anna) is None
    assert sessions.over(conn, session) == why
    assert not sessions.link_opened(conn, session, NOW)
    assert agents.presence(conn, anna).phone == ""


def test_nobody_of_that_number(conn: Connection, queue: QueueId) -> None:
    with pytest.raises(NotFound):
        agents.me(conn, AgentId(99))
    with pytest.raises(NotFound):
        agents.presence(conn, AgentId(99))
