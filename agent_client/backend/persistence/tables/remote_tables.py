"""The tables of signing in by phone (A15): the calls to the service number, and the text messages that agents get."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from agent_client.backend.persistence.columns import Id, Instant, Json, metadata

service_calls = Table(
    "service_calls",
    metadata,
    Column("call_id", String(100), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("agent_id", ForeignKey("agents.id")),  # null: nobody's phone
    Column("said", Json, nullable=False),  # ["signed_in", "queues", 2]
    Column("over", Boolean, nullable=False),
    Index(None, "over", "at"),
)

text_messages = Table(
    "text_messages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("number", String(40), nullable=False),  # the agent's
    Column("text", Text, nullable=False),
    Column("callback_id", ForeignKey("callbacks.id")),  # whom it asks to call
    Column("waiting_since", Instant),  # that customer's place in the queue
    Column("tries", Integer, nullable=False),
    Column("due_at", Instant),  # the next try; null: sent, given up, or not needed any more
    Column("sent_at", Instant),
    Column("problem", String(200), nullable=False),  # why the last try failed
    Index(None, "due_at"),
    Index(None, "at"),
)
