from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from agent_client.backend.persistence import migrations
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.backend.persistence.migrations import NewerDatabase
from agent_client.backend.persistence.tables import metadata


def schema(path: Path) -> dict[str, list[str]]:
    """Every table and index with the lines of its definition, in no order: constraints may stand in any."""
    conn = sqlite3.connect(path)
    found = conn.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    conn.close()
    return {
        name: sorted(re.sub(r",$", "", line.strip()) for line in sql.splitlines())
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
