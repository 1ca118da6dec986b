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
from sqlalchemy import Engine

log = logging.getLogger(__name__)


class NewerDatabase(Exception):
    """The database was written by a newer version of this program."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine, path: Path) -> None:
    """Bring the SQLite file to the newest schema. An existing one is copied first, beside itself. Raises `NewerDatabase`."""
    config = _config()
    script = ScriptDirectory.from_config(config)
    newest = script.get_current_head()
    with engine.connect() as conn:
        present = MigrationContext.configure(conn).get_current_revision()
    if present == newest:
        return
    if present is not None:
        if present not in {revision.revision for revision in script.walk_revisions()}:
            raise NewerDatabase(present)
        _copy(engine, path.with_name(f"{path.name}.before-{newest}"))
    with engine.begin() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, "head")
    log.info("the database was brought from revision %s to %s", present, newest)


def _copy(engine: Engine, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    raw = engine.raw_connection()  # VACUUM runs outside of transactions
    try:
        raw.cursor().execute("VACUUM INTO ?", (str(copy),))
    finally:
        raw.close()
