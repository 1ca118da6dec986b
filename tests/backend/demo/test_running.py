"""What the demo does by itself, and what it keeps and forgets between two starts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from agent_client.backend.app import bring_up_to_date
from agent_client.backend.demo import running
from agent_client.backend.demo.running import Scene, prepare
from agent_client.backend.persistence import bulk, tables
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.protocol.names import AgentState

SMALL = Scene(pace=0.0, colleagues=False, customers=20)


async def test_in_the_quiet_demo_nothing_happens_by_itself(quiet) -> None:
    def busy(tx):
        states = set(tx.conn.scalars(select(tables.agents.c.state)))
        return bulk.count(tx.conn, tables.contacts), states

    assert await quiet.demo._centre.units.read(busy) == (0, {AgentState.SIGNED_OUT.value})


def _name(settings) -> str:
    engine = open_sqlite(settings.database)
    with engine.begin() as conn:
        found = conn.scalar(select(tables.customers.c.name).where(tables.customers.c.id == 1))
    engine.dispose()
    return found


def _rename(settings, name: str) -> None:
    engine = open_sqlite(settings.database)
    with engine.begin() as conn:
        conn.execute(tables.customers.update().where(tables.customers.c.id == 1).values(name=name))
    engine.dispose()


def test_what_was_written_is_kept_unless_a_fresh_start_is_asked_for(settings) -> None:
    prepare(settings, SMALL)
    made = _name(settings)
    _rename(settings, "Changed")
    prepare(settings, SMALL)
    assert _name(settings) == "Changed"
    prepare(settings, SMALL, fresh=True)
    assert _name(settings) == made


@pytest.mark.parametrize(("away", "adopts"), [(timedelta(seconds=20), True), (timedelta(hours=9), False)])
def test_calls_outlast_a_restart_but_not_a_night(settings, away, adopts) -> None:
    last = datetime(2026, 3, 2, 17, tzinfo=UTC)

    class Then:
        def __init__(self, now) -> None:
            self.time = now

        def now(self):
            return self.time

    bring_up_to_date(settings)
    running._make(settings, SMALL, Then(last))
    engine = open_sqlite(settings.database)
    with engine.begin() as conn:
        conn.execute(tables.events.insert().values(stream="centre", number=1, at=last, data=b"{}"))
    engine.dispose()
    assert running._make(settings, SMALL, Then(last + away)) is adopts
