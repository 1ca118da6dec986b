"""The tables of the event log."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, String, Table

from agent_client.backend.persistence.columns import Id, Instant, metadata

streams = Table(
    "streams",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("number", Id, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("stream", String(60), primary_key=True),
    Column("number", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("data", LargeBinary, nullable=False),  # the encoded envelope
    Index(None, "at"),
)
