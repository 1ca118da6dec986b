"""One history of the schema for every database; run when the server starts.

A new revision: change ``tables.py``, add a file to ``versions``, written out in full: it must never import the tables,
which go on changing. A test holds both against each other. Its file's name begins with its own.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from agent_client.backend.persistence.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

# Alembic itself is imported by what migrates alone: most starts find the newest schema, and shall not wait for it.

log = logging.getLogger(__name__)

MIGRATING = 0x41430003
"""The advisory lock of the one server that changes a PostgreSQL database's schema."""


class NewerDatabase(Exception):
    """The database was written by a newer version of this program."""


class BrokenReferences(Exception):
    """A revision would have left rows that refer to nothing: nothing was changed."""


def newest() -> str:
    """The last revision, as the files are named."""
    files = (Path(__file__).parent / "versions").glob("[!_]*.py")
    return max(file.stem.partition("_")[0] for file in files)


def _is_newest(conn: Connection) -> bool:
    if not inspect(conn).has_table("alembic_version"):
        return False
    return conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all() == [newest()]


def _script() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def began(engine: Engine) -> bool:
    """Whether the SQLite file was empty, and now has the newest schema: at once, not by way of all that it ever was, which
    takes ten times as long. False: it is left as it was, for `upgrade`."""
    with engine.begin() as conn:
        if conn.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
            return False
        from alembic.runtime.migration import MigrationContext

        metadata.create_all(conn)
        MigrationContext.configure(conn).stamp(_script(), "head")
    log.info("the database was made")
    return True


def upgrade(engine: Engine, path: Path) -> None:
    """Bring the SQLite file to the newest schema. An existing one is copied first, beside itself. Raises `NewerDatabase`."""
    with engine.connect() as conn:
        if _is_newest(conn):
            return
        script = _script()
        present = _present(conn, script)
    if present is not None:
        _copy(engine, path.with_name(f"{path.name}.before-{script.get_current_head()}"))
    with engine.connect() as conn:
        # SQLite changes a table by making it anew, which its references forbid meanwhile; outside of the transaction only.
        conn.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with conn.begin():
            _upgrade(conn, present)
            broken = conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise BrokenReferences(f"{len(broken)} rows would refer to nothing, the first in {broken[0][0]}")


def upgrade_shared(conn: Connection) -> None:
    """Bring the PostgreSQL database to the newest schema in the transaction of ``conn``, while the other servers that
    start wait their turn. Raises `NewerDatabase`."""
    conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATING})
    if not _is_newest(conn):
        _upgrade(conn, _present(conn, _script()))


def _present(conn: Connection, script: ScriptDirectory) -> str | None:
    from alembic.runtime.migration import MigrationContext

    present = MigrationContext.configure(conn).get_current_revision()
    if present is not None and present not in {revision.revision for revision in script.walk_revisions()}:
        raise NewerDatabase(present)
    return present


def _upgrade(conn: Connection, present: str | None) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = conn
    command.upgrade(config, "head")
    log.info("the database was brought from revision %s to the newest", present)


def _copy(engine: Engine, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    raw = engine.raw_connection()  # VACUUM runs outside of transactions
    try:
        raw.cursor().execute("VACUUM INTO ?", (str(copy),))
    finally:
        raw.close()
