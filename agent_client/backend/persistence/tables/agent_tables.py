"""The tables of agents and their sessions."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from agent_client.backend.persistence.columns import Id, Instant, Json, metadata, one_of
from agent_client.protocol.names import AgentState, Intervention, NotReadyReason, Role

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
    Column("password_set_at", Instant, nullable=False),  # A8
    Column("must_change", String(20)),  # why it is good for setting a new one only: first, reset
    Column("locked_at", Instant),  # after too many failed sign-ins
    Column("phone_number", String(40), nullable=False),  # registered for signing in by phone (A15); empty: none
    Column("alternate_number", String(40), nullable=False),
    Column("keeps_line", Boolean, nullable=False),  # nailed-up: the phone is answered once, and its line kept
    one_of("role", Role),
    one_of("state", AgentState),
    one_of("not_ready", NotReadyReason),
    Index(None, "phone_number"),
    Index(None, "alternate_number"),
)

password_history = Table(
    "password_history",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("set_at", Instant, nullable=False),
    Index(None, "agent_id", "id"),
)

agent_queues = Table(
    "agent_queues",
    metadata,
    Column("agent_id", ForeignKey("agents.id"), primary_key=True),
    Column("queue_id", ForeignKey("queues.id"), primary_key=True),
    Column("staffed", Boolean, nullable=False),  # chosen (A3): of those they may staff the ones they do
    Column("preselected", Boolean, nullable=False),  # staffed where nobody can choose
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
    Column("expires_at", Instant),  # of the token; null: a remote session has none
    Column("authenticated_at", Instant, nullable=False),  # when the password was given last
    Column("previous_hash", LargeBinary(32)),  # the token before it was renewed, and how long it is still good
    Column("previous_until", Instant),
    Column("remote", Boolean, nullable=False),  # by phone, without a client (A15)
    Column("missed", Integer, nullable=False, default=0),  # calls in a row that a remote agent's phone did not take
    Column("phone_lost_at", Instant),  # null while the PBX reaches the phone, or does not know
    Column("line_leg_id", String(60)),  # of the line that is kept; while it rings it is a sign-on test: agents.leg_id
    Column("line_up_at", Instant),
    Index(None, "agent_id", "ended_at"),
    Index(None, "previous_hash"),
    Index(None, "line_leg_id"),
    Index(None, "ended_at", "expires_at"),
)

interventions = Table(  # what supervisors did, and why (H1)
    "interventions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("by_id", ForeignKey("agents.id"), nullable=False),
    Column("agent_id", ForeignKey("agents.id")),
    Column("seat", String(120), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("reason", String(500), nullable=False),
    Column("detail", Json),
    one_of("kind", Intervention),
    Index(None, "at"),
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
