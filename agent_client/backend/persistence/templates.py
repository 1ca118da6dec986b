"""The texts that a note may begin with: read all at once, saved, dropped."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, select, update

from agent_client.protocol.administration import SaveTemplate
from agent_client.protocol.centre import Template
from agent_client.protocol.names import QueueId, TemplateId

from .prepared import Prepared
from .rows import insert_one
from .tables import templates

_EVERY = Prepared(select(templates).order_by(templates.c.name, templates.c.id))


def every(conn: Connection) -> tuple[Template, ...]:
    """By name."""
    return tuple(_template(row) for row in _EVERY.rows(conn))


def template(conn: Connection, template_id: TemplateId) -> Template | None:
    row = conn.execute(select(templates).where(templates.c.id == template_id)).one_or_none()
    return None if row is None else _template(row)


def add(conn: Connection, wish: SaveTemplate) -> TemplateId:
    return TemplateId(insert_one(conn, templates, name=wish.name, text=wish.text, queue_id=wish.queue))


def change(conn: Connection, wish: SaveTemplate) -> bool:
    """False: there is none of that number."""
    values = {"name": wish.name, "text": wish.text, "queue_id": wish.queue}
    return conn.execute(update(templates).where(templates.c.id == wish.id).values(values)).rowcount > 0


def drop(conn: Connection, template_id: TemplateId) -> None:
    conn.execute(delete(templates).where(templates.c.id == template_id))


def _template(row: Any) -> Template:
    return Template(
        id=TemplateId(row.id),
        name=row.name,
        text=row.text,
        queue=None if row.queue_id is None else QueueId(row.queue_id),
    )
