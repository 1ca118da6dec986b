"""Call-associated data (D9): what the administrator has defined, and the values that a call has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, select

from agent_client.protocol.contacts import CadVariable
from agent_client.protocol.names import InteractionId, VariableKind

from .tables import agents, cad_variables, interaction_values


def of_interaction(conn: Connection, interaction: InteractionId) -> tuple[CadVariable, ...]:
    """All that are defined, in the administrator's order. A secure one comes without its value."""
    here = and_(interaction_values.c.key == cad_variables.c.key, interaction_values.c.interaction_id == interaction)
    found = conn.execute(
        select(
            cad_variables,
            interaction_values.c.value,
            interaction_values.c.version,
            agents.c.name.label("saved_by"),
        )
        .select_from(
            cad_variables.outerjoin(interaction_values, here).outerjoin(
                agents, agents.c.id == interaction_values.c.saved_by_id
            )
        )
        .order_by(cad_variables.c.position, cad_variables.c.id)
    )
    return tuple(_variable(row) for row in found)


def _variable(row: Row[Any]) -> CadVariable:
    return CadVariable(
        key=row.key,
        label=row.label,
        kind=VariableKind(row.kind),
        value="" if row.secure else row.value or "",
        editable=row.editable,
        secure=row.secure,
        filled=bool(row.value),
        version=row.version or 0,
        by=row.saved_by or "",
    )


def start(conn: Connection, now: datetime, interaction: InteractionId, values: Mapping[str, str]) -> None:
    """What came with the call, as far as it is defined."""
    defined = set(conn.scalars(select(cad_variables.c.key)))
    rows = [
        {"interaction_id": interaction, "key": key, "value": value, "version": 1, "saved_at": now}
        for key, value in values.items()
        if key in defined and value
    ]
    if rows:
        conn.execute(insert(interaction_values), rows)
