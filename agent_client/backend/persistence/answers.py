"""Answers already given, by idempotency key: written in the transaction that did the work, so that it is done once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from agent_client.protocol.names import AgentId
from agent_client.protocol.refusals import KeyReused

from .tables import answers


def given(conn: Connection, agent: AgentId, key: str, fingerprint: bytes) -> bytes | None:
    """The stored answer to this very command; `KeyReused` when the key stood for another."""
    row = conn.execute(
        select(answers.c.fingerprint, answers.c.body).where(answers.c.agent_id == agent, answers.c.key == key)
    ).one_or_none()
    if row is None:
        return None
    if row.fingerprint != fingerprint:
        raise KeyReused("this key was used for a different command")
    body: bytes = row.body
    return body


def keep(conn: Connection, now: datetime, agent: AgentId, key: str, fingerprint: bytes, body: bytes) -> None:
    conn.execute(insert(answers).values(agent_id=agent, key=key, fingerprint=fingerprint, at=now, body=body))


def prune(conn: Connection, before: datetime) -> None:
    conn.execute(delete(answers).where(answers.c.at < before))
