"""The tables of agents and their sessions."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from agent_client.backend.persistence.columns import Id, Instant, Json, metadata, one_of
from agent_client.protocol.names import AgentState, NotReadyReason, Role

agents = Table(
    "agents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_name", String(120), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("team", String(120), nullable=False),
    Column("role", String(20), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("state", String(20), nullable=False),
    Column("not_ready", String(20)),
    Column("idle_reason_id", ForeignKey("idle_reasons.id")),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Column("ready_since", Instant),  # when the agent last became free to take a contact: the order of routing
    Column("why", Json),
    Column("contact_id", Id),
    Column("next_state", Json),  # chosen for after the present contact: {"state", "idle_reason"}
    Column("leg_id", String(60)),  # the ringing of a sign-on test
    Column("leg_rang_at", Instant),  # null while that phone has not rung: told apart from one not answered (A9)
    Column("version", Id, nullable=False),
    Column("last_address", String(100)),  # A13
    Column("last_start", Instant),
    Column("last_stop", Instant),
    Column("edit_central", Boolean, nullable=False),  # F3
    Column("edit_own", Boolean, nullable=False),
    Column("takes_contacts", Boolean, nullable=False),
    one_of("role", Role),
    one_of("state", AgentState),
    one_of("not_ready", NotReadyReason),
)

agent_queues = Table(
    "agent_queues",
    metadata,
    Column("agent_id", ForeignKey("agents.id"), primary_key=True),
    Column("queue_id", ForeignKey("queues.id"), primary_key=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("phone", String(40), nullable=False),
    Column("seat", String(120), nullable=False),
    Column("host", String(255), nullable=False),
    Column("client", String(60), nullable=False),
    Column("address", String(100), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("link_lost_at", Instant),  # null while its event stream is open
    Column("ended_at", Instant),
    Column("ended_why", Json),
    Index(None, "agent_id", "ended_at"),
)

answers = Table(
    "answers",
    metadata,
    Column("agent_id", ForeignKey("agents.id"), primary_key=True),
    Column("key", String(100), primary_key=True),  # Idempotency-Key
    Column("fingerprint", LargeBinary(32), nullable=False),  # SHA-256 of method, path and body
    Column("at", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index(None, "at"),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("subject", String(160), primary_key=True),  # "user/…" or "address/…"
    Column("count", Integer, nullable=False),
    Column("wait_until", Instant, nullable=False),
)
