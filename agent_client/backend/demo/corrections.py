"""What the demo's agents wrote into their notes later: some records were corrected, by their authors or by the supervisor."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from agent_client.backend.persistence import bulk, tables
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import AgentId

_LATER = (
    " Settled by e-mail.",
    " The customer confirmed by e-mail.",
    " Not this week: the customer is away.",
    " Done, see the next note.",
)
_BY_SUPERVISOR = " Checked with accounts: nothing to be done."
_EVERY = 14


def correct_some(tx: Tx, supervisor: AgentId, number: int) -> None:
    """About one record of so many, once or twice; the same ``number`` makes the same corrections."""
    random = Random(number)
    written = tables.records
    rows: list[dict[str, Any]] = []
    for record in tx.conn.execute(
        select(written.c.id, written.c.agent_id, written.c.saved_at, written.c.text).order_by(written.c.id)
    ):
        if random.randrange(_EVERY):
            continue
        at = record.saved_at + timedelta(minutes=random.randint(4, 90))
        text = record.text + random.choice(_LATER)
        rows.append({"record_id": record.id, "at": at, "agent_id": record.agent_id, "text": text})
        if random.random() < 0.25:
            later = at + timedelta(minutes=random.randint(30, 300))
            rows.append({"record_id": record.id, "at": later, "agent_id": supervisor, "text": text + _BY_SUPERVISOR})
    bulk.add(tx.conn, tables.record_corrections, [row for row in rows if row["at"] < tx.now])
