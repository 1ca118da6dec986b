"""The values of a call in the database: who saves first, what travels, what is kept of a showing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from agent_client.backend.persistence import agents, centre, interactions, variables
from agent_client.backend.persistence.engine import SqliteUnits, open_sqlite
from agent_client.backend.persistence.tables import metadata, showings
from agent_client.protocol.contacts import CadVariable, SecureValue, VariableChange
from agent_client.protocol.names import AgentId, InteractionId, VariableKind
from agent_client.protocol.refusals import VariableChanged

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEXT = VariableKind.TEXT


@pytest.fixture
def people(conn: Connection) -> tuple[AgentId, AgentId]:
    return found(conn)


def found(conn: Connection) -> tuple[AgentId, AgentId]:
    centre.set_up(conn, name="x", country="NL")
    variables.define(conn, "case", "Case", TEXT, editable=True, secure=False)
    variables.define(conn, "order", "Last order", TEXT, editable=False, secure=False)
    variables.define(conn, "when", "Callback wanted", VariableKind.DATE_TIME, editable=True, secure=False)
    variables.define(conn, "iban", "IBAN", TEXT, editable=True, secure=True)
    one, other = (
        agents.create(conn, NOW, user=user, name=user.title(), password_hash="x", queues=())
        for user in ("anna", "bram")
    )
    return one, other


@pytest.fixture
def call(conn: Connection, people: tuple[AgentId, AgentId]) -> InteractionId:
    made = interactions.create(conn)
    variables.start(conn, NOW, made, {"order": "12 boxes", "iban": "NL91", "Language": "Dutch", "case": "\n"})
    return made


def of(conn: Connection, call: InteractionId) -> dict[str, CadVariable]:
    return {one.key: one for one in variables.of_interaction(conn, call)}


def save(conn: Connection, call: InteractionId, who: AgentId, *changes: tuple[str, str, int]) -> None:
    variables.save(conn, NOW, call, who, [VariableChange(*change) for change in changes])


def test_what_came_with_the_call_in_the_administrators_order(conn: Connection, call: InteractionId) -> None:
    assert variables.of_interaction(conn, call) == (
        CadVariable(key="case", label="Case", editable=True, filled=False),
        CadVariable(key="order", label="Last order", value="12 boxes", version=1),
        CadVariable(key="when", label="Callback wanted", kind=VariableKind.DATE_TIME, editable=True, filled=False),
        CadVariable(key="iban", label="IBAN", editable=True, secure=True, version=1),
    )


def test_a_key_is_a_step_of_a_path(conn: Connection) -> None:
    with pytest.raises(ValueError, match="slash"):
        variables.define(conn, "a/b", "A", TEXT, editable=True, secure=False)


def test_the_first_save_stands(conn: Connection, call: InteractionId, people: tuple[AgentId, AgentId]) -> None:
    anna, bram = people
    save(conn, call, anna, ("case", "C-1", 0))
    with pytest.raises(VariableChanged) as refused:
        save(conn, call, bram, ("case", "C-2", 0))
    assert refused.value.params == {"key": "case", "by": "Anna", "value": "C-1", "version": "1"}
    save(conn, call, bram, ("case", "C-2", 1))
    assert (of(conn, call)["case"].value, of(conn, call)["case"].version, of(conn, call)["case"].by) == (
        "C-2",
        2,
        "Bram",
    )
    with pytest.raises(VariableChanged):
        save(conn, call, anna, ("case", "C-3", 3))


def test_a_secure_value_never_travels_by_itself(
    conn: Connection, call: InteractionId, people: tuple[AgentId, AgentId]
) -> None:
    anna, bram = people
    save(conn, call, anna, ("iban", "NL92", 1))
    with pytest.raises(VariableChanged) as refused:
        save(conn, call, bram, ("iban", "NL93", 1))
    assert refused.value.params == {"key": "iban", "by": "Anna", "version": "2"}
    assert "NL92" not in repr(variables.of_interaction(conn, call))
    assert "NL92" not in repr(variables.plain(conn, call))
    assert variables.secret(conn, call, "iban") == SecureValue("iban", "NL92", 2)
    assert variables.secret(conn, call, "order") is None, "what is not secure is nobody's secret"
    assert variables.secret(conn, call, "nothing") is None
    assert variables.secure_keys(conn) == {"iban"}


def test_a_popover_is_told_of_plain_texts(
    conn: Connection, call: InteractionId, people: tuple[AgentId, AgentId]
) -> None:
    save(conn, call, people[0], ("when", "2026-11-24T10:30:00Z", 0), ("case", "C-1", 0))
    assert variables.plain(conn, call) == {"order": "12 boxes", "case": "C-1"}


def test_each_showing_is_kept(conn: Connection, call: InteractionId, people: tuple[AgentId, AgentId]) -> None:
    for who in people:
        variables.note_showing(conn, NOW, call, "iban", who)
    rows = conn.execute(select(showings.c["interaction_id", "key", "agent_id", "at"])).all()
    assert [tuple(row) for row in rows] == [(call, "iban", who, NOW) for who in people]


async def test_of_two_units_at_once_exactly_one_wins_and_the_other_changes_nothing(
    units: SqliteUnits, engine: object
) -> None:
    people = await units.write(lambda tx: found(tx.conn))
    call = await units.write(lambda tx: interactions.create(tx.conn))
    changes = {who: [("case", f"of {who}", 0), ("iban", f"of {who}", 0)] for who in people}
    changes[people[1]].reverse()
    answers = await asyncio.gather(
        *(units.write(lambda tx, who=who: save(tx.conn, call, who, *changes[who])) for who in people),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in answers) == ["NoneType", "VariableChanged"]
    winner = people[answers.index(None)]
    known = await units.read(lambda tx: of(tx.conn, call))
    assert (known["case"].value, known["case"].version, known["iban"].version) == (f"of {winner}", 1, 1)


keys, versions = st.sampled_from(["case", "when", "iban"]), st.integers(min_value=0, max_value=4)
saves = st.lists(
    st.tuples(
        st.integers(0, 1), st.dictionaries(keys, st.tuples(st.sampled_from(["", "a", "b"]), versions), min_size=1)
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    path: Path = tmp_path_factory.mktemp("values") / "centre.db"
    engine = open_sqlite(path)
    metadata.create_all(engine)
    conn = engine.connect()
    with conn.begin():
        found(conn)
    yield conn
    conn.close()
    engine.dispose()


@given(story=saves)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_or_none_and_every_version_once(story: list, ready: Connection) -> None:
    """Against what is right by definition: a save stands when all its versions are those that stand."""
    with ready.begin() as turn:
        call = interactions.create(ready)
        right: dict[str, tuple[str, int, str]] = {}
        for who, changes in story:
            fits = all(version == right.get(key, ("", 0, ""))[1] for key, (_, version) in changes.items())
            try:
                with ready.begin_nested():
                    save(ready, call, AgentId(who + 1), *((key, *change) for key, change in changes.items()))
                stood = True
            except VariableChanged as refused:
                stood = False
                value, version, by = right.get(refused.params["key"], ("", 0, ""))
                assert (refused.params["version"], refused.params["by"]) == (str(version), by)
                assert refused.params.get("value", value) == value
            assert stood == fits
            if stood:
                right |= {key: (value, old + 1, ("Anna", "Bram")[who]) for key, (value, old) in changes.items()}
        known = of(ready, call)
        for key, (value, version, by) in right.items():
            assert (known[key].version, known[key].by) == (version, by)
            assert known[key].secure or known[key].value == value
        turn.rollback()
