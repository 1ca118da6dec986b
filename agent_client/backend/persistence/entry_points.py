"""What a dialled number leads to: a project, or a group that has the number itself (F5, F7)."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import Connection, select

from agent_client.protocol.names import GroupKind, ProjectId, QueueId

from .tables import projects, queues


class EntryPoint(Struct, frozen=True):
    """``project`` None: the group's own number was dialled."""

    name: str
    queue: QueueId
    project: ProjectId | None = None


def by_number(conn: Connection, number: str) -> EntryPoint | None:
    """``number`` as rules.dial_numbers.canonical writes it. A project goes before a group; groups whose calls the PBX
    shares out take none here."""
    if not number:
        return None
    row = conn.execute(select(projects).where(projects.c.dnis == number)).one_or_none()
    if row is not None:
        return EntryPoint(row.name, QueueId(row.queue_id), ProjectId(row.id))
    ours = (queues.c.number == number, queues.c.kind == GroupKind.QUEUE.value)
    row = conn.execute(select(queues.c.id, queues.c.name).where(*ours).order_by(queues.c.id).limit(1)).one_or_none()
    return None if row is None else EntryPoint(row.name, QueueId(row.id))
