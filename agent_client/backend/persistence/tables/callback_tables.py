"""The tables of the team's callback list."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from agent_client.backend.persistence.columns import Id, Instant, Json, metadata, one_of
from agent_client.protocol.names import CallbackMomentKind, CallbackOrigin, Section

callbacks = Table(
    "callbacks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Id, nullable=False),
    Column("queue_id", ForeignKey("queues.id"), nullable=False),
    Column("section", String(20), nullable=False),
    Column("number", String(40), nullable=False),
    Column("dnis", String(40), nullable=False),
    Column("customer_id", ForeignKey("customers.id")),
    Column("calls", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("tried_at", Instant),
    Column("closed_at", Instant),
    Column("closed_by_id", ForeignKey("agents.id")),
    Column("claimed_by_id", ForeignKey("agents.id")),
    Column("claimed_at", Instant),
    Column("claim_session_id", ForeignKey("sessions.id")),
    Column("claim_until", Instant),  # the lease (E7)
    Column("why", Json),
    Column("listed", Boolean, nullable=False),  # false: by the rules it is not on the list
    Column("judged", Id, nullable=False),  # by which version of its queue's rules
    Column("times", Json, nullable=False),  # of the newest calls, the latest first, in milliseconds: [1795…]
    Column("name", String(200), nullable=False),  # as a customer gave it with a request
    Column("origin", String(20)),
    Column("appointment_at", Instant),
    Column("appointment_agent_id", ForeignKey("agents.id")),  # null: any of the queue
    Column("appointment_by_id", ForeignKey("agents.id")),
    Column("remark", Text, nullable=False),
    Column("delivered_at", Instant),
    Column("due_at", Instant),  # when it is to be delivered; null: not, or it has been
    Index(None, "queue_id", "section", "last_at"),
    Index(None, "number", "section"),
    Index(None, "due_at"),
    Index(None, "claim_until"),
    Index(None, "queue_id", "judged"),
    Index(None, "queue_id", "closed_at"),
    Index(None, "customer_id"),
    one_of("section", Section),
    one_of("origin", CallbackOrigin),
)

callback_moments = Table(  # all that happened to an entry: what it is follows from these and the rules
    "callback_moments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("callback_id", ForeignKey("callbacks.id"), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("at", Instant, nullable=False),
    Column("agent_id", ForeignKey("agents.id")),
    Column("phone", String(40), nullable=False),
    Column("queue_id", ForeignKey("queues.id")),  # where it happened; null: no group's
    Column("seconds", Integer),
    Column("until", Instant),
    Column("internal", Boolean, nullable=False),
    Column("voicemail", Boolean, nullable=False),
    Column("member", Boolean, nullable=False),  # whether the agent was one of the queue
    Column("contact_id", Id),
    Column("why", Json),
    Index(None, "callback_id", "id"),
    one_of("kind", CallbackMomentKind),
)
