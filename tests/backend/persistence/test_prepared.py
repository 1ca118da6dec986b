from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from sqlalchemy import Connection, Select, bindparam, delete, insert, literal, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError

from agent_client.backend import persistence
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.backend.persistence.prepared import Prepared
from agent_client.backend.persistence.tables import contacts, interactions, sessions, templates

NOW = datetime(2026, 3, 2, 9, 0, 0, 123_000, tzinfo=UTC)
_ADDED = Prepared(insert(interactions).returning(interactions.c.id))
_BY_ID = select(interactions).where(interactions.c.id == bindparam("wanted"))
_WRITTEN = Prepared(update(interactions).where(interactions.c.id == bindparam("wanted")))


def test_what_is_written_is_read_as_the_ordinary_way_reads_it(conn: Connection) -> None:
    number = _ADDED.value(conn, recording="paused", recording_name="a", recording_since=NOW)
    found = Prepared(_BY_ID).first(conn, wanted=number)
    assert tuple(found) == tuple(conn.execute(_BY_ID, {"wanted": number}).one())
    assert (found.recording, found.recording_since, found.recording_until) == ("paused", NOW, None)


def test_the_same_statement_writes_whichever_columns_are_given(conn: Connection) -> None:
    first, second = _ADDED.value(conn), _ADDED.value(conn, recording_name="b")
    assert _WRITTEN.run(conn, wanted=first, recording_name="a", recording_until=NOW) == 1
    assert _WRITTEN.run(conn, wanted=second, recording="recording") == 1
    assert _WRITTEN.run(conn, wanted=second + 1, recording="recording") == 0
    names = Prepared(select(interactions.c.recording_name).order_by(interactions.c.id))
    assert names.values(conn) == ["a", "b"]


def test_what_an_update_returns_is_the_row_as_it_is_now(conn: Connection) -> None:
    number = _ADDED.value(conn, recording_name="a")
    changing = Prepared(update(interactions).where(interactions.c.id == bindparam("wanted")).returning(interactions))
    assert changing.first(conn, wanted=number, recording_since=NOW)[1:] == (None, "a", NOW, None)


def test_none_at_all(conn: Connection) -> None:
    prepared = Prepared(_BY_ID)
    assert (prepared.first(conn, wanted=1), prepared.value(conn, wanted=1), prepared.rows(conn, wanted=1)) == (
        None,
        None,
        [],
    )


def test_many_at_once_and_gone_again(conn: Connection) -> None:
    Prepared(insert(interactions)).run_each(conn, [{"recording_name": name} for name in "abc"])
    some = interactions.c.recording_name.in_([literal(name) for name in "ac"])
    assert Prepared(select(interactions.c.recording_name).where(some).limit(5)).values(conn) == ["a", "c"]
    assert Prepared(delete(interactions).where(some)).run(conn) == 2


def test_columns_of_one_name_keep_their_places(conn: Connection) -> None:
    number = _ADDED.value(conn, recording_name="a")
    twice = interactions.alias("twice")
    found = Prepared(select(interactions.c.id, twice.c.id, twice.c.recording_name)).first(conn)
    assert tuple(found) == (number, number, "a")


def test_errors_come_as_in_the_ordinary_way_and_say_nothing_of_what_was_given(conn: Connection) -> None:
    with pytest.raises(IntegrityError) as caught:
        Prepared(insert(templates)).run(conn, name="a secret", text="a secret", queue_id=99)
    assert "FOREIGN KEY" in str(caught.value)
    assert "a secret" not in str(caught.value)
    with pytest.raises(KeyError):
        Prepared(_BY_ID).rows(conn)


def test_what_cannot_be_prepared_is_told_at_once(conn: Connection) -> None:
    with pytest.raises(AssertionError, match="defaults"):
        Prepared(insert(sessions)).run(conn, agent_id=1)
    with pytest.raises(AssertionError, match="literals"):
        Prepared(select(contacts.c.id).where(contacts.c.id.in_([1, 2]))).rows(conn)


def test_every_parameter_of_the_houses_own_says_what_it_is(conn: Connection) -> None:
    """What is compared from the other side would be bound as it comes: an instant as a text."""
    with pytest.raises(AssertionError, match="nothing says what at is"):
        Prepared(select(contacts.c.id).where(bindparam("at") > contacts.c.until)).rows(conn, at=NOW)
    modules = [import_module(f"{persistence.__name__}.{one.name}") for one in iter_modules(persistence.__path__)]
    found = [one for module in modules for one in vars(module).values() if isinstance(one, Prepared)]
    asked = [one for one in found if isinstance(one.statement, Select)]
    assert len(asked) > 50
    for one in asked:
        with pytest.raises(KeyError) if _has_parameters(one) else nullcontext():
            one.rows(conn)


def _has_parameters(one: Prepared) -> bool:
    return any(bound.required for bound in one.statement.compile(dialect=sqlite.dialect()).binds.values())


def test_it_begins_a_transaction_as_the_ordinary_way_does(path: Path, newest: Path) -> None:
    engine = open_sqlite(newest)
    with engine.connect() as conn:
        _ADDED.value(conn, recording_name="undone")
        assert conn.in_transaction()
        conn.rollback()
        assert Prepared(select(interactions.c.id)).values(conn) == []
    engine.dispose()
    reader = open_sqlite(newest, read_only=True)
    with reader.connect() as conn, pytest.raises(DBAPIError, match="readonly"):
        _ADDED.value(conn)
    reader.dispose()
