"""Call-associated data (D9): what the administrator has defined, and the values that a call has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from agent_client.protocol.contacts import CadVariable, SecureValue, VariableChange
from agent_client.protocol.names import AgentId, InteractionId, VariableKind
from agent_client.protocol.refusals import VariableChanged
from agent_client.rules.variable_values import cleaned

from .prepared import Prepared
from .tables import agents, cad_variables, interaction_values, showings


def define(conn: Connection, key: str, label: str, kind: VariableKind, *, editable: bool, secure: bool) -> None:
    """After those that are there. The key is a step of a path: it holds no slash."""
    if "/" in key:
        raise ValueError(f"a slash in the key {key!r}")
    position = (conn.scalar(select(func.max(cad_variables.c.position))) or 0) + 1
    conn.execute(
        insert(cad_variables).values(
            key=key, label=label, kind=kind.value, editable=editable, secure=secure, position=position
        )
    )


_KEYS = Prepared(select(cad_variables.c.key))
_SECURE = Prepared(select(cad_variables.c.key).where(cad_variables.c.secure))


def keys(conn: Connection) -> frozenset[str]:
    """All that are defined."""
    return frozenset(_KEYS.values(conn))


def secure_keys(conn: Connection) -> frozenset[str]:
    return frozenset(_SECURE.values(conn))


_here = and_(
    interaction_values.c.key == cad_variables.c.key, interaction_values.c.interaction_id == bindparam("interaction")
)
_OF_INTERACTION = Prepared(
    select(
        cad_variables,
        interaction_values.c.value,
        interaction_values.c.version,
        agents.c.name.label("saved_by"),
    )
    .select_from(
        cad_variables.outerjoin(interaction_values, _here).outerjoin(
            agents, agents.c.id == interaction_values.c.saved_by_id
        )
    )
    .order_by(cad_variables.c.position, cad_variables.c.id)
)


def of_interaction(conn: Connection, interaction: InteractionId) -> tuple[CadVariable, ...]:
    """All that are defined, in the administrator's order. A secure one comes without its value."""
    return tuple(_variable(row) for row in _OF_INTERACTION.rows(conn, interaction=interaction))


def _variable(row: Any) -> CadVariable:
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
    defined = keys(conn)
    rows = [
        {"interaction_id": interaction, "key": key, "value": cleaned(value), "version": 1, "saved_at": now}
        for key, value in values.items()
        if key in defined and cleaned(value)
    ]
    if rows:
        conn.execute(insert(interaction_values), rows)


def plain(conn: Connection, interaction: InteractionId) -> dict[str, str]:
    """What a popover can say as it stands: texts that are not secure."""
    return {
        one.key: one.value
        for one in of_interaction(conn, interaction)
        if one.value and not one.secure and one.kind is VariableKind.TEXT
    }


def save(
    conn: Connection, now: datetime, interaction: InteractionId, agent: AgentId, changes: Iterable[VariableChange]
) -> None:
    """The unit that runs this is undone as a whole by a refusal. Raises `VariableChanged`: the first save stands."""
    for change in sorted(changes, key=lambda one: one.key):  # two units never wait for each other
        values = {"value": change.value, "version": change.version + 1, "saved_by_id": agent, "saved_at": now}
        if not _saved(conn, interaction, change, values):
            raise _changed(conn, interaction, change.key)


def _saved(conn: Connection, interaction: InteractionId, change: VariableChange, values: dict[str, Any]) -> bool:
    at = interaction_values.c
    if change.version == 0:
        add = (postgresql if conn.dialect.name == "postgresql" else sqlite).insert(interaction_values)
        return bool(
            conn.execute(
                add.values(interaction_id=interaction, key=change.key, **values).on_conflict_do_nothing()
            ).rowcount
        )
    return bool(
        conn.execute(
            update(interaction_values)
            .where(at.interaction_id == interaction, at.key == change.key, at.version == change.version)
            .values(**values)
        ).rowcount
    )


def _changed(conn: Connection, interaction: InteractionId, key: str) -> VariableChanged:
    found = next((one for one in of_interaction(conn, interaction) if one.key == key), None)
    if found is None:
        return VariableChanged("no longer defined", key=key)
    known = {} if found.secure else {"value": found.value}
    return VariableChanged("saved before", key=key, by=found.by, version=str(found.version), **known)


def secret(conn: Connection, interaction: InteractionId, key: str) -> SecureValue | None:
    """A secure value itself; None where there is none."""
    found = conn.execute(
        select(interaction_values.c.value, interaction_values.c.version)
        .join(cad_variables, cad_variables.c.key == interaction_values.c.key)
        .where(
            interaction_values.c.interaction_id == interaction, interaction_values.c.key == key, cad_variables.c.secure
        )
    ).one_or_none()
    return SecureValue(key, found.value, found.version) if found is not None and found.value else None


def note_showing(conn: Connection, now: datetime, interaction: InteractionId, key: str, agent: AgentId) -> None:
    conn.execute(insert(showings).values(interaction_id=interaction, key=key, agent_id=agent, at=now))
