"""All that happened to the entries of the callback list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from agent_client.protocol.names import AgentId, CallbackId, CallbackMomentKind, ContactId, QueueId

from .rows import insert_one
from .tables import callback_moments


def add(
    conn: Connection,
    entry: CallbackId,
    kind: CallbackMomentKind,
    at: datetime,
    *,
    agent: AgentId | None = None,
    phone: str = "",
    queue: QueueId | None = None,
    contact: ContactId | None = None,
    **more: Any,
) -> None:
    """``more``: other columns."""
    values: dict[str, Any] = {"internal": False, "voicemail": False, "member": True, **more}
    insert_one(
        conn,
        callback_moments,
        callback_id=entry,
        kind=kind.value,
        at=at,
        agent_id=agent,
        phone=phone,
        queue_id=queue,
        contact_id=contact,
        **values,
    )
