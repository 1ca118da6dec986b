from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from agent_client.backend.domain.callbacks import Terms, judge
from agent_client.backend.persistence import callback_moments, callbacks, centre, migrations, opening
from agent_client.backend.persistence.customer_search import search
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.backend.persistence.migrations import NewerDatabase
from agent_client.backend.persistence.postgres import PostgresUnits, open_postgres
from agent_client.backend.persistence.tables import metadata
from agent_client.backend.ports.clock import SystemClock
from agent_client.backend.settings import Postgres
from agent_client.protocol.callbacks import CallbackRules
from agent_client.protocol.names import CallbackId, QueueId
from agent_client.protocol.refusals import StorageUnavailable


def schema(path: Path) -> dict[str, list[str]]:
    """Every table and index with the lines of its definition, in no order: constraints may stand in any."""
    conn = sqlite3.connect(path)
    found = conn.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    conn.close()
    return {
        name: sorted(re.sub(r",$", "", line.strip().replace('"', "")) for line in sql.splitlines())
        for name, sql in found
        if name != "alembic_version"
    }


def test_the_history_leads_to_the_tables(engine: Engine, path: Path, tmp_path: Path) -> None:
    made_at_once = tmp_path / "at_once.db"
    other = open_sqlite(made_at_once)
    with other.begin() as conn:
        metadata.create_all(conn)
    other.dispose()
    assert schema(path) == schema(made_at_once)
    assert schema(path)


def test_a_new_database_is_made_at_once(path: Path, newest: Path) -> None:
    opening.bring_up_to_date(path)
    assert schema(path) == schema(newest)
    engine = open_sqlite(path)
    with engine.begin() as conn:
        [(made,)] = conn.exec_driver_sql("SELECT version_num FROM alembic_version").fetchall()
    assert made == ScriptDirectory.from_config(migrations._config()).get_current_head()
    assert not migrations.began(engine), "only what is empty is made"
    engine.dispose()
    opening.bring_up_to_date(path)
    assert list(path.parent.glob("*.before-*")) == [], "nothing was to be migrated"


def test_the_newest_revision_is_told_by_the_names_of_the_files() -> None:
    assert migrations.newest() == ScriptDirectory.from_config(migrations._config()).get_current_head()


def old_centre(path: Path, later: Path, revision: str, statements: tuple[str, ...]) -> Engine:
    """A database as it was at a revision, with rows, brought up to date."""
    engine = open_sqlite(path)
    with only_until(later, revision):
        migrations.upgrade(engine, path)
    with engine.begin() as conn:
        for statement in statements:
            conn.exec_driver_sql(statement)
    migrations.upgrade(engine, path)
    return engine


@contextmanager
def only_until(later: Path, revision: str) -> Iterator[None]:
    newer = {file: file.read_bytes() for file in later.glob("0*.py") if file.name[:4] > revision}
    for file in newer:
        file.unlink()
    yield
    for file, content in newer.items():
        file.write_bytes(content)


SALES = "INSERT INTO queues VALUES (1, 'Sales', 18, 60, '[]', 3, 1)"
ANNA = (
    "INSERT INTO agents (id, user_name, name, role, password_hash, state, since, version)"
    " VALUES (1, 'anna', 'Anna', 'agent', '-', 'signed_out', 0, 1)"
)


_ENTRY = (
    "INSERT INTO callbacks (id, version, queue_id, section, number, dnis, calls, attempts, first_at, last_at, tried_at,"
    " closed_at, closed_by_id) VALUES "
)
OLD_ENTRIES = (
    _ENTRY + "(1, 1, 1, 'open', '+31', '', 3, 0, 10, 30, NULL, NULL, NULL)",
    _ENTRY + "(2, 1, 1, 'attempted', '+32', '', 1, 2, 40, 40, 60, NULL, NULL)",
    _ENTRY + "(3, 1, 1, 'done', '+33', '', 1, 1, 50, 50, 70, 80, 1)",
)
OLD_MOMENTS = [
    (1, "missed", 10, None),
    (1, "missed", 10, None),
    (1, "missed", 30, None),
    (2, "missed", 40, None),
    (2, "tried", 60, None),
    (2, "tried", 60, None),
    (3, "missed", 50, None),
    (3, "tried", 70, None),
    (3, "done", 80, 1),
]


def test_a_centre_of_the_first_revision_keeps_everything(tmp_path: Path, later: Path) -> None:
    """A contact with its record, from before there were interactions: each becomes a call of its own."""
    engine = old_centre(
        tmp_path / "old.db",
        later,
        "0001",
        (
            SALES,
            ANNA,
            "INSERT INTO contacts (id, version, state_version, channel, direction, state, queue_id, ani, dnis, variables,"
            " call_id, can_answer, phone, queued_at)"
            " VALUES (7, 1, 1, 'voice', 'inbound', 'ended', 1, '+31', '+31', '[]', 'c', 0, '204', 5)",
            "INSERT INTO records (id, contact_id, number, saved_at, agent_id, phone, text)"
            " VALUES (3, 7, '+31', 6, 1, '204', 'Hello')",
        ),
    )
    with engine.begin() as conn:
        assert conn.exec_driver_sql("SELECT id, interaction_id, not_to FROM contacts").fetchall() == [(7, 7, "[]")]
        assert conn.exec_driver_sql("SELECT contact_id, text FROM records").fetchall() == [(7, "Hello")]
        assert conn.exec_driver_sql("SELECT id FROM interactions").fetchall() == [(7,)]
        assert conn.exec_driver_sql("SELECT name, records, wrap_up_extensions FROM queues").fetchall() == [
            ("Sales", 0, 2)
        ]
    engine.dispose()


def test_what_is_known_of_old_entries_becomes_their_moments(tmp_path: Path, later: Path) -> None:
    engine = old_centre(
        tmp_path / "old.db",
        later,
        "0001",
        (
            SALES,
            ANNA,
            *OLD_ENTRIES,
        ),
    )
    with engine.begin() as conn:
        told = conn.exec_driver_sql(
            "SELECT callback_id, kind, at, agent_id FROM callback_moments ORDER BY callback_id, id"
        ).fetchall()
        times = conn.exec_driver_sql("SELECT times FROM callbacks ORDER BY id").scalars().all()
        rules = conn.exec_driver_sql("SELECT callback_rules FROM queues").scalar_one()
    engine.dispose()
    assert [tuple(row) for row in told] == OLD_MOMENTS
    assert times == ["[30,10]", "[40]", "[50]"]
    assert msgspec.json.decode(rules, type=CallbackRules) == CallbackRules(attempts=3)


def test_old_entries_stand_as_they_stood(tmp_path: Path, later: Path) -> None:
    """Judged from the moments that were made of them."""
    why = """'{"code":"caller_gave_up","at":"2026-03-02T09:00:00Z"}'"""
    rows = (
        f"(1, 1, 1, 'open', '+31', '', 3, 0, 10, 30, NULL, NULL, NULL, {why})",
        f"(2, 1, 1, 'attempted', '+32', '', 1, 2, 40, 40, 60, NULL, NULL, {why})",
        "(3, 1, 1, 'done', '+33', '', 2, 1, 50, 55, 70, 80, 1, NULL)",  # marked
        "(4, 1, 1, 'done', '+34', '', 1, 1, 50, 50, 80, 80, 1, NULL)",  # reached
        "(5, 1, 1, 'done', '+35', '', 1, 5, 50, 50, 90, 80, 1, NULL)",  # and tried afterwards
        "(6, 1, 1, 'not_reached', '+36', '', 1, 3, 50, 50, 80, 80, 1, NULL)",
        "(7, 1, 1, 'not_reached', '+37', '', 1, 0, 50, 50, NULL, 80, 1, NULL)",
        "(8, 1, 1, 'open', '', '', 1, 0, 50, 50, NULL, NULL, NULL, NULL)",
    )
    columns = (
        "id, version, queue_id, section, number, dnis, calls, attempts, first_at, last_at, tried_at, closed_at,"
        " closed_by_id, why"
    )
    insert = f"INSERT INTO callbacks ({columns}) VALUES {', '.join(rows)}"
    engine = old_centre(tmp_path / "old.db", later, "0001", (SALES, ANNA, insert))
    with engine.begin() as conn:
        rules = centre.queue_row(conn, QueueId(1)).rules
        for number in range(1, len(rows) + 1):
            stored = callbacks.entry(conn, CallbackId(number))
            judged = judge(callback_moments.of(conn, CallbackId(number)), Terms(QueueId(1), rules))
            for name in (
                "section",
                "calls",
                "attempts",
                "first_at",
                "last_at",
                "closed_at",
                "why",
                "listed",
                "tried_at",
            ):
                assert getattr(judged, name) == getattr(stored, name), (number, name)
            assert judged.closed_by == (None if stored.closed_by is None else stored.closed_by.id)
            assert set(judged.times) == set(stored.times)
    engine.dispose()


def test_old_customers_are_found_and_in_order(tmp_path: Path, later: Path) -> None:
    columns = (
        "(id, version, company_id, company, name, street, town, postcode, country, note, operators, variables, search)"
    )
    rest = "'', '', '', '', '', '[]', '{}'"
    engine = old_centre(
        tmp_path / "old.db",
        later,
        "0002",
        (
            f"INSERT INTO customers {columns} VALUES (1, 1, '', '', 'Zoë', {rest}, ' zoe')",
            f"INSERT INTO customers {columns} VALUES (2, 1, '', 'Groß', 'Åsa', {rest}, ' asa gross')",
            f"INSERT INTO customers {columns} VALUES (3, 1, '', 'Żabka', '', {rest}, ' zabka')",
            f"INSERT INTO customers {columns} VALUES (4, 1, '', '', '', {rest}, '')",
            "INSERT INTO customer_numbers VALUES (3, 0, '+48426301234')",
        ),
    )
    with engine.begin() as conn:
        assert conn.exec_driver_sql("SELECT id, sorting FROM customers ORDER BY sorting").fetchall() == [
            (2, "asa\tgross"),
            (3, "zabka"),
            (1, "zoe"),
            (4, "\uffff"),
        ]
        assert [one.id for one in search(conn, "gross").customers] == [2]
        assert [one.id for one in search(conn, "630123").customers] == [3]
    engine.dispose()


def test_upgrading_again_does_nothing(engine: Engine, path: Path) -> None:
    before = schema(path)
    migrations.upgrade(engine, path)
    assert schema(path) == before
    assert [file.name for file in path.parent.glob("*before*")] == []


def test_a_newer_database_is_left_alone(engine: Engine, path: Path) -> None:
    with engine.begin() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase, match="9999"):
        migrations.upgrade(engine, path)


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The history as it is, with room for one more revision. Returns the folder of revisions."""
    here = Path(migrations.__file__).parent
    there = tmp_path / "migrations"
    (there / "versions").mkdir(parents=True)
    for file in (*here.glob("*.py"), *here.glob("*.mako"), *here.glob("versions/*.py")):
        (there / file.relative_to(here)).write_text(file.read_text())
    monkeypatch.setattr(migrations, "__file__", str(there / "__init__.py"))
    return there / "versions"


def revision(folder: Path, work: str) -> None:
    head = ScriptDirectory.from_config(migrations._config()).get_current_head()
    (folder / "next.py").write_text(
        f"from alembic import op\nrevision = 'next'\ndown_revision = {head!r}\n"
        f"branch_labels = None\ndepends_on = None\ndef upgrade():\n    {work}\n"
    )


def test_the_file_is_copied_before_it_is_changed(engine: Engine, path: Path, later: Path) -> None:
    with engine.begin() as conn:
        conn.exec_driver_sql("INSERT INTO idle_reasons (name) VALUES ('Lunch')")
    revision(later, "op.drop_table('idle_reasons')")
    migrations.upgrade(engine, path)
    assert "idle_reasons" not in schema(path)
    copy = sqlite3.connect(path.with_name("centre.db.before-next"))
    assert copy.execute("SELECT name FROM idle_reasons").fetchall() == [("Lunch",)]
    copy.close()


def test_a_revision_that_fails_leaves_nothing(engine: Engine, path: Path, later: Path) -> None:
    before = schema(path)
    revision(later, "op.execute('CREATE TABLE half (id INTEGER)'); op.execute('nonsense')")
    with pytest.raises(Exception, match="nonsense"):
        migrations.upgrade(engine, path)
    assert schema(path) == before


_SCHEMA = text("""
    SELECT 'column ' || table_name || '.' || column_name, data_type, character_maximum_length, is_nullable, column_default
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name != 'alembic_version'
    UNION ALL
    SELECT 'constraint ' || conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid), NULL, NULL, NULL
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text != 'alembic_version'
    UNION ALL
    SELECT 'index ' || indexname, indexdef, NULL, NULL, NULL
      FROM pg_indexes WHERE schemaname = 'public' AND tablename != 'alembic_version'
    ORDER BY 1, 2
""")


class TestOnPostgres:
    async def test_the_history_leads_to_the_tables(self, postgres: Postgres, postgres_server: Any) -> None:
        async def schema_of(database: Postgres, *, make: bool) -> list[Any]:
            engine = open_postgres(database)
            async with engine.begin() as conn:
                if make:
                    await conn.run_sync(metadata.create_all)
                found = (await conn.execute(_SCHEMA)).all()
            await engine.dispose()
            return list(found)

        at_once = await schema_of(await postgres_server.fresh(schema=False), make=True)
        assert await schema_of(postgres, make=False) == at_once
        assert len(at_once) > 100

    async def test_old_rows_are_kept(self, postgres_server: Any, later: Path) -> None:
        database = await postgres_server.fresh(schema=False)
        with only_until(later, "0001"):
            await asyncio.to_thread(opening.bring_up_to_date, database)
        engine = open_postgres(database)
        async with engine.begin() as conn:
            for statement in (SALES, ANNA, *OLD_ENTRIES):
                await conn.exec_driver_sql(statement)
        await asyncio.to_thread(opening.bring_up_to_date, database)
        async with engine.begin() as conn:
            told = await conn.exec_driver_sql(
                "SELECT callback_id, kind, at, agent_id FROM callback_moments ORDER BY callback_id, id"
            )
            assert [tuple(row) for row in told] == OLD_MOMENTS
            rules = (await conn.exec_driver_sql("SELECT callback_rules FROM queues")).scalar_one()
            assert msgspec.json.decode(rules, type=CallbackRules) == CallbackRules(attempts=3)
        await engine.dispose()

    async def test_servers_that_start_together_wait_for_each_other(self, postgres_server: Any) -> None:
        database = await postgres_server.fresh(schema=False)
        await asyncio.gather(*[asyncio.to_thread(opening.bring_up_to_date, database) for _ in range(4)])
        units = PostgresUnits(database, SystemClock(), lambda _: None)
        await units.start()
        assert await units.read(lambda tx: tx.conn.scalar(text("SELECT count(*) FROM alembic_version"))) == 1
        await units.stop()

    async def test_a_newer_database_is_left_alone(self, postgres: Postgres) -> None:
        engine = open_postgres(postgres)
        async with engine.begin() as conn:
            await conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await engine.dispose()
        with pytest.raises(NewerDatabase, match="9999"):
            await asyncio.to_thread(opening.bring_up_to_date, postgres)

    async def test_a_revision_that_fails_leaves_nothing(self, postgres: Postgres, later: Path) -> None:
        revision(later, "op.execute('CREATE TABLE half (id INTEGER)'); op.execute('nonsense')")
        with pytest.raises(Exception, match="nonsense"):
            await asyncio.to_thread(opening.bring_up_to_date, postgres)
        engine = open_postgres(postgres)
        async with engine.connect() as conn:
            assert await conn.scalar(text("SELECT to_regclass('half')")) is None
        await engine.dispose()

    def test_no_database_is_a_refusal(self) -> None:
        with pytest.raises(StorageUnavailable, match="does not answer"):
            opening.bring_up_to_date(Postgres("postgresql://u@127.0.0.1:1/x"))
