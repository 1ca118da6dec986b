"""An empty database of the newest schema, and units over it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from agent_client.backend.persistence import migrations
from agent_client.backend.persistence.engine import SqliteUnits, open_sqlite
from agent_client.backend.ports.clock import SystemClock
from agent_client.backend.ports.units import Effects


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "centre.db"


@pytest.fixture(scope="session")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Brought there once, copied for each test."""
    path = tmp_path_factory.mktemp("newest") / "centre.db"
    engine = open_sqlite(path)
    migrations.upgrade(engine, path)
    engine.dispose()
    return path


@pytest.fixture
def engine(path: Path, newest: Path) -> Iterator[Engine]:
    engine = open_sqlite(Path(shutil.copy(newest, path)))
    yield engine
    engine.dispose()


@pytest.fixture
def conn(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as conn:
        yield conn


@pytest.fixture
def committed() -> list[Effects]:
    return []


@pytest.fixture
async def units(path: Path, engine: Engine, committed: list[Effects]) -> AsyncIterator[SqliteUnits]:
    units = SqliteUnits(path, SystemClock(), committed.append)
    await units.start()
    yield units
    await units.stop()
