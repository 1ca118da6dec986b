"""From a database's address to what uses it: units over it, and its schema brought up to date."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from agent_client.backend.ports.clock import Clock
from agent_client.backend.ports.units import Effects, Storage
from agent_client.backend.settings import Database, Postgres

from . import migrations
from .engine import SqliteUnits, open_sqlite

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

# `postgres` brings SQLAlchemy's asyncio and asyncpg along: it is imported by whoever has such a database alone.


def units_over(database: Database, clock: Clock, on_commit: Callable[[Effects], None]) -> Storage:
    """To be started. ``on_commit`` is called on the event loop, in the order of commits."""
    if not isinstance(database, Postgres):
        return SqliteUnits(database, clock, on_commit)
    from .postgres import PostgresUnits

    return PostgresUnits(database, clock, on_commit)


def bring_up_to_date(database: Database) -> None:
    """Migrate the database; a file is made if need be. Not on an event loop.

    Raises `migrations.NewerDatabase`, `StorageUnavailable`, and of a file what SQLite raises.
    """
    if not isinstance(database, Postgres):
        engine = open_sqlite(database)
        try:
            if not migrations.began(engine):
                migrations.upgrade(engine, database)
        finally:
            engine.dispose()
        return
    from .postgres import open_postgres

    asyncio.run(_upgrade(open_postgres(database)))


async def _upgrade(engine: AsyncEngine) -> None:
    from .postgres_errors import refusal

    try:
        async with engine.begin() as conn:
            await conn.run_sync(migrations.upgrade_shared)
    except Exception as error:
        if (said := refusal(error)) is None:
            raise
        raise said from error
    finally:
        await engine.dispose()
