"""What a dialled number leads to: a project, or a group that has the number itself (F5, F7)."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import Connection, bindparam, select

from agent_client.protocol.names import GroupKind, ProjectId, QueueId

from .prepared import Prepared
from .tables import projects, queues


class EntryPoint(Struct, frozen=True):
    """``project`` None: the group's own number was dialled."""

    name: str
    queue: QueueId
    project: ProjectId | None = None


_PROJECT = Prepared(select(projects).where(projects.c.dnis == bindparam("number")))
_GROUP = Prepared(
    select(queues.c.id, queues.c.name)
    .where(queues.c.number == bindparam("number"), queues.c.kind == GroupKind.QUEUE.value)
    .order_by(queues.c.id)
    .limit(1)
)


def by_number(conn: Connection, number: str) -> EntryPoint | None:
    """``number`` as rules.dial_numbers.canonical writes it. A project goes before a group; groups whose calls the PBX
    shares out take none here."""
    if not number:
        return None
    row = _PROJECT.first(conn, number=number)
    if row is not None:
        return EntryPoint(row.name, QueueId(row.queue_id), ProjectId(row.id))
    row = _GROUP.first(conn, number=number)
    return None if row is None else EntryPoint(row.name, QueueId(row.id))
