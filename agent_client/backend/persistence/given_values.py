"""What came with a contact by a name that no variable has: from a web form, a campaign's file, a message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select

from agent_client.protocol.names import InteractionId

from . import variables
from .tables import cad_variables, interaction_values


def keep(conn: Connection, now: datetime, interaction: InteractionId, values: Mapping[str, str]) -> None:
    """Of an interaction that has none yet: those of variables as theirs, and the others beside them."""
    variables.start(conn, now, interaction, values)
    defined = set(conn.scalars(select(cad_variables.c.key)))
    rows = [
        {"interaction_id": interaction, "key": key, "value": value, "version": 1, "saved_at": now}
        for key, value in values.items()
        if value and key not in defined
    ]
    if rows:
        conn.execute(insert(interaction_values), rows)


def beside(conn: Connection, interaction: InteractionId) -> dict[str, str]:
    """Those that are no variable's."""
    of = interaction_values.c
    defined = select(cad_variables.c.key)
    found = conn.execute(select(of.key, of.value).where(of.interaction_id == interaction, of.key.not_in(defined)))
    return {row.key: row.value for row in found if row.value}
