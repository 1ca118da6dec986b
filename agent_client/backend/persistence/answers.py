"""Answers already given, by idempotency key: written in the transaction that did the work, so that it is done once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from agent_client.protocol.names import AgentId
from agent_client.protocol.refusals import KeyReused

from .prepared import Prepared
from .tables import answers

_GIVEN = Prepared(
    select(answers.c.fingerprint, answers.c.body).where(
        answers.c.agent_id == bindparam("agent"), answers.c.key == bindparam("key")
    )
)
_KEPT = Prepared(insert(answers))


def given(conn: Connection, agent: AgentId, key: str, fingerprint: bytes) -> bytes | None:
    """The stored answer to this very command; `KeyReused` when the key stood for another."""
    row = _GIVEN.first(conn, agent=agent, key=key)
    if row is None:
        return None
    if row.fingerprint != fingerprint:
        raise KeyReused("this key was used for a different command")
    body: bytes = row.body
    return body


def keep(conn: Connection, now: datetime, agent: AgentId, key: str, fingerprint: bytes, body: bytes) -> None:
    _KEPT.run(conn, agent_id=agent, key=key, fingerprint=fingerprint, at=now, body=body)


def prune(conn: Connection, before: datetime) -> None:
    conn.execute(delete(answers).where(answers.c.at < before))
