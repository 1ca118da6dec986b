"""The simulated colleagues really work."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from agent_client.backend.persistence import bulk, tables
from agent_client.protocol.names import ContactState


def _ended(conn) -> int:
    ended = tables.contacts.c.state == ContactState.ENDED.value
    return conn.scalar(select(func.count()).where(ended, tables.contacts.c.wrap_up_reason_id.is_not(None)))


async def test_colleagues_take_calls_write_notes_and_wrap_up(lively) -> None:
    before = await lively.demo._centre.units.read(lambda tx: bulk.count(tx.conn, tables.records))
    await lively.until(lambda conn: _ended(conn) >= 8)
    await lively.until(lambda conn: bulk.count(conn, tables.records) >= before + 2)

    def by(conn):
        return Counter(conn.scalars(select(tables.contacts.c.agent_id).where(tables.contacts.c.agent_id.is_not(None))))

    busy = await lively.demo._centre.units.read(lambda tx: by(tx.conn))
    assert len(busy) >= 3, "more than one or two of the four work"
