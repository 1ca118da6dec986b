"""The tables. Instants are whole milliseconds since 1970 UTC; lists and maps that nothing searches are JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

from agent_client.protocol.names import (
    AgentState,
    Channel,
    ContactState,
    Direction,
    EndedBy,
    NotReadyReason,
    Role,
    Section,
)
from agent_client.protocol.time import from_millis, to_millis

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")


class Instant(TypeDecorator[datetime]):
    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_millis(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_millis(value)


class Json(TypeDecorator[Any]):
    """Structs are written as they travel; the reader says what they are (`msgspec.convert`)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else msgspec.json.decode(value)


def _one_of(column: str, words: type[Any], *but: str) -> CheckConstraint:
    listed = ", ".join(f"'{word.value}'" for word in words if word.value not in ("unknown", *but))
    return CheckConstraint(f"{column} IN ({listed})", name=column)


centre = Table(
    "centre",
    metadata,
    Column("id", Id, primary_key=True),
    Column("epoch", String(40), nullable=False),
    Column("name", String(200), nullable=False),
    Column("country", String(2), nullable=False),
    Column("sign_on_seconds", Integer, nullable=False),
    Column("grace_seconds", Integer, nullable=False),
)

queues = Table(
    "queues",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("ring_seconds", Integer, nullable=False),
    Column("wrap_up_seconds", Integer, nullable=False),
    Column("variables", Json, nullable=False),  # [{"key": …, "label": …}], 3 to 6, in order (C4)
    Column("attempts", Integer, nullable=False),  # tries until Not reached (E3)
    Column("version", Id, nullable=False),
)

projects = Table(
    "projects",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("dnis", String(40), nullable=False, unique=True),
    Column("queue_id", ForeignKey("queues.id"), nullable=False),
)

idle_reasons = Table(
    "idle_reasons",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
)

wrap_up_reasons = Table(
    "wrap_up_reasons",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
)

agents = Table(
    "agents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_name", String(120), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
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
    Column("leg_id", String(60)),  # the ringing of a sign-on test
    Column("leg_rang_at", Instant),  # null while that phone has not rung: told apart from one not answered (A9)
    Column("version", Id, nullable=False),
    Column("last_address", String(100)),  # A13
    Column("last_start", Instant),
    Column("last_stop", Instant),
    _one_of("role", Role),
    _one_of("state", AgentState),
    _one_of("not_ready", NotReadyReason),
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

customers = Table(
    "customers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Id, nullable=False),
    Column("company_id", String(200), nullable=False),
    Column("company", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("street", String(200), nullable=False),
    Column("town", String(200), nullable=False),
    Column("postcode", String(200), nullable=False),
    Column("country", String(2), nullable=False),
    Column("note", Text, nullable=False),
    Column("operators", Json, nullable=False),
    Column("project_id", ForeignKey("projects.id")),
    Column("variables", Json, nullable=False),  # what the popover may show: {"key": "value"}
    Column("saved_by_id", ForeignKey("agents.id")),
    Column("search", Text, nullable=False),  # name, company, company ID, town: folded to lower case without accents
)

customer_numbers = Table(
    "customer_numbers",
    metadata,
    Column("customer_id", ForeignKey("customers.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("number", String(40), nullable=False),  # as rules.dial_numbers.canonical writes it
    Index(None, "number"),
)

records = Table(
    "records",
    metadata,
    Column("id", Id, primary_key=True),
    Column("customer_id", ForeignKey("customers.id")),
    Column("contact_id", ForeignKey("contacts.id")),
    Column("number", String(40), nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("call_at", Instant),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Index(None, "customer_id", "id"),
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Id, nullable=False),
    Column("state_version", Id, nullable=False),  # the version with which the present state began
    Column("channel", String(20), nullable=False),
    Column("direction", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("queue_id", ForeignKey("queues.id"), nullable=False),
    Column("project_id", ForeignKey("projects.id")),
    Column("ani", String(40), nullable=False),
    Column("dnis", String(40), nullable=False),
    Column("customer_id", ForeignKey("customers.id")),
    Column("variables", Json, nullable=False),
    Column("call_id", String(100), nullable=False),
    Column("leg_id", String(60)),
    Column("leg_answered_at", Instant),  # when the agent's phone was picked up: before the customer's, calling back
    Column("can_answer", Boolean, nullable=False),  # whether that phone can be answered from the desktop (C3)
    Column("before", Json),  # the agent's state before the contact, to which they return: {"state", "not_ready", …}
    Column("agent_id", ForeignKey("agents.id")),
    Column("phone", String(40), nullable=False),
    Column("queued_at", Instant, nullable=False),
    Column("ringing_at", Instant),
    Column("connected_at", Instant),
    Column("ended_at", Instant),
    Column("until", Instant),
    Column("ended_by", String(20)),
    Column("wrap_up_reason_id", ForeignKey("wrap_up_reasons.id")),
    Column("callback_id", ForeignKey("callbacks.id")),
    Column("why", Json),
    Index(None, "state"),
    Index(None, "call_id"),
    Index(None, "leg_id"),
    _one_of("channel", Channel),
    _one_of("direction", Direction),
    _one_of("state", ContactState),
    _one_of("ended_by", EndedBy),
)

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
    Column("why", Json),
    Index(None, "queue_id", "section", "last_at"),
    Index(None, "number", "section"),
    _one_of("section", Section),
)

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
