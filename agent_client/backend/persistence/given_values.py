"""What came with a contact by a name that no variable has: from a web form, a campaign's file, a message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from agent_client.protocol.names import InteractionId

from . import variables
from .prepared import Prepared
from .tables import cad_variables, interaction_values


def keep(conn: Connection, now: datetime, interaction: InteractionId, values: Mapping[str, str]) -> None:
    """Of an interaction that has none yet: those of variables as theirs, and the others beside them."""
    variables.start(conn, now, interaction, values)
    defined = variables.keys(conn)
    rows = [
        {"interaction_id": interaction, "key": key, "value": value, "version": 1, "saved_at": now}
        for key, value in values.items()
        if value and key not in defined
    ]
    if rows:
        conn.execute(insert(interaction_values), rows)


_BESIDE = Prepared(
    select(interaction_values.c.key, interaction_values.c.value).where(
        interaction_values.c.interaction_id == bindparam("interaction"),
        interaction_values.c.key.not_in(select(cad_variables.c.key)),
    )
)


def beside(conn: Connection, interaction: InteractionId) -> dict[str, str]:
    """Those that are no variable's."""
    return {row.key: row.value for row in _BESIDE.rows(conn, interaction=interaction) if row.value}
