"""Rows of a file into a list of customers: a part at a time, whole or not at all (F1)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from agent_client.backend.domain import customer_import
from agent_client.backend.domain.caller import Caller
from agent_client.backend.domain.customer_import import Ready, project_key
from agent_client.backend.persistence import centre, customer_imports, projects
from agent_client.backend.ports.units import Tx, Units
from agent_client.protocol.cursor import CENTRE, agent_stream
from agent_client.protocol.customers import BadRow, ImportedRows, ImportRows
from agent_client.protocol.events import CustomersChanged
from agent_client.protocol.names import ProjectId

from .customers import may_edit, owner_in


class Basis(Struct, frozen=True):
    """By what the rows of a file are read."""

    country: str
    projects: Mapping[str, ProjectId]


def basis(tx: Tx) -> Basis:
    """Projects by their numbers, and by their names where no two have the same."""
    every = projects.every(tx.conn)
    names = Counter(project_key(one.name) for one in every)
    known = {project_key(one.name): one.id for one in every if names[project_key(one.name)] == 1}
    return Basis(centre.settings_row(tx.conn).country, known | {one.dnis: one.id for one in every})


async def read(units: Units, wish: ImportRows) -> list[Ready | BadRow]:
    """Numbers of hundreds of rows take a while to be read: outside of every transaction, and of the loop."""
    by = await units.read(basis)
    return await asyncio.to_thread(customer_import.ready, wish.rows, by.country, by.projects)


def store(tx: Tx, who: Caller, wish: ImportRows, rows: Sequence[Ready | BadRow]) -> ImportedRows:
    """Raises `Forbidden`, `Invalid` for the list."""
    owner = owner_in(who, wish.list)
    may_edit(tx, who, owner)
    fields = [row.fields for row in rows if isinstance(row, Ready)]
    cards = customer_imports.cards(
        tx.conn,
        owner,
        who.agent,
        sorted({one.company_id for one in fields if one.company_id}),
        sorted({number for one in fields for number in one.numbers}),
    )
    done = customer_import.outcome(cards, rows, update=wish.update)
    if not wish.dry:
        customer_imports.add(tx.conn, owner, who.agent, done.added)
        customer_imports.change(tx.conn, who.agent, done.changed)
        if wish.last:
            tx.emit(CENTRE if owner is None else agent_stream(owner), CustomersChanged())
    return ImportedRows(added=done.rows_added, changed=done.rows_changed, left_out=done.left_out, bad=done.bad)
