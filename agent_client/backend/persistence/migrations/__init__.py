"""One history of the schema for every database; run when the server starts.

A new revision: change ``tables.py``, add a file to ``versions``, written out in full: it must never import the tables,
which go on changing. A test holds both against each other.
"""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from agent_client.backend.persistence.tables import metadata

log = logging.getLogger(__name__)

MIGRATING = 0x41430003
"""The advisory lock of the one server that changes a PostgreSQL database's schema."""


class NewerDatabase(Exception):
    """The database was written by a newer version of this program."""


class BrokenReferences(Exception):
    """A revision would have left rows that refer to nothing: nothing was changed."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def began(engine: Engine) -> bool:
    """Whether the SQLite file was empty, and now has the newest schema: at once, not by way of all that it ever was, which
    takes ten times as long. False: it is left as it was, for `upgrade`."""
    script = ScriptDirectory.from_config(_config())
    with engine.begin() as conn:
        if conn.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
            return False
        metadata.create_all(conn)
        MigrationContext.configure(conn).stamp(script, "head")
    log.info("the database was made")
    return True


def upgrade(engine: Engine, path: Path) -> None:
    """Bring the SQLite file to the newest schema. An existing one is copied first, beside itself. Raises `NewerDatabase`."""
    script = ScriptDirectory.from_config(_config())
    with engine.connect() as conn:
        present = _present(conn, script)
    if present == script.get_current_head():
        return
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
    script = ScriptDirectory.from_config(_config())
    present = _present(conn, script)
    if present != script.get_current_head():
        _upgrade(conn, present)


def _present(conn: Connection, script: ScriptDirectory) -> str | None:
    present = MigrationContext.configure(conn).get_current_revision()
    if present is not None and present not in {revision.revision for revision in script.walk_revisions()}:
        raise NewerDatabase(present)
    return present


def _upgrade(conn: Connection, present: str | None) -> None:
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
