"""The tables of calls and everything else that is brought to an agent."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from agent_client.backend.persistence.columns import Id, Instant, Json, metadata, one_of
from agent_client.protocol.names import (
    CallbackOrigin,
    Channel,
    ContactState,
    Direction,
    EndedBy,
    Listening,
    OnHold,
    RecordingState,
    TargetKind,
)

interactions = Table(  # one call of one customer, through all its contacts
    "interactions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("recording", String(20)),  # null: not, or no more
    Column("recording_name", String(100)),
    Column("recording_since", Instant),
    Column("recording_until", Instant),  # when the privacy shield resumes it
    one_of("recording", RecordingState),
    Index(None, "recording_until"),
)

recordings = Table(  # sound that the centre keeps, or has yet to fetch from the PBX (D8)
    "recordings",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("interaction_id", ForeignKey("interactions.id"), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("milliseconds", Integer),  # of sound
    Column("size", Integer),  # bytes; null: it is not kept yet
    Column("file", String(200), nullable=False),  # under the recordings' folder; empty: not kept
    Column("sha256", LargeBinary(32)),
    Column("kept_at", Instant),
    Column("due_at", Instant),  # when fetching is tried next
    Column("tries", Integer, nullable=False),
    Column("problem", String(200), nullable=False),
    Column("deleted_at", Instant),
    Index(None, "interaction_id"),
    Index(None, "due_at"),
    Index(None, "began_at"),
)

recording_hearings = Table(  # who listened to a recording, and when
    "recording_hearings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("recording_name", ForeignKey("recordings.name"), nullable=False),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "recording_name"),
)

listeners = Table(  # supervisors who listen to a conversation, or are rung to
    "listeners",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),  # the supervisor
    Column("whom_id", ForeignKey("agents.id"), nullable=False),
    Column("contact_id", ForeignKey("contacts.id"), nullable=False),
    Column("call_id", String(100), nullable=False),
    Column("leg_id", String(60), nullable=False, unique=True),
    Column("phone", String(40), nullable=False),
    Column("how", String(20), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("can_answer", Boolean, nullable=False),  # whether that phone can be answered from the desktop
    Column("before", Json),  # the supervisor's state, where they return to it: {"state", "not_ready", …}
    Column("began_at", Instant, nullable=False),
    Column("answered_at", Instant),
    Column("ended_at", Instant),
    Column("why", Json),
    one_of("how", Listening),
    Index(None, "call_id"),
    Index(None, "agent_id", "ended_at"),
    Index(None, "contact_id", "ended_at"),
    Index(None, "ended_at", "began_at"),
)

interaction_moments = Table(
    "interaction_moments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("interaction_id", ForeignKey("interactions.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("agent_id", ForeignKey("agents.id")),
    Column("phone", String(40), nullable=False),
    Column("target", String(200), nullable=False),
    Column("why", Json),
    Column("ended_by", String(20)),
    Index(None, "interaction_id", "id"),
    Index(None, "kind", "at"),
)

interaction_values = Table(
    "interaction_values",
    metadata,
    Column("interaction_id", ForeignKey("interactions.id"), primary_key=True),
    Column("key", String(60), primary_key=True),
    Column("value", Text, nullable=False),
    Column("version", Id, nullable=False),
    Column("saved_by_id", ForeignKey("agents.id")),  # null: it came with the call
    Column("saved_at", Instant, nullable=False),
)

showings = Table(  # who looked at a secure value, and when (D9)
    "showings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("interaction_id", ForeignKey("interactions.id"), nullable=False),
    Column("key", String(60), nullable=False),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "interaction_id"),
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
    Column("ani", String(320), nullable=False),
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
    Column("interaction_id", ForeignKey("interactions.id"), nullable=False),
    Column("on_hold", String(20)),  # who hears music: customer, consulted
    Column("on_hold_since", Instant),
    Column("consult_of_id", ForeignKey("contacts.id")),  # of the consulted side: the contact it is about
    Column("target_kind", String(20)),  # whom the consulted side, or a transferred contact, was meant for
    Column("target", String(200), nullable=False),  # their name
    Column("not_to", Json, nullable=False),  # agents to whom it is not routed: [1, 2] (D7)
    Column("ready_at", Instant),  # not routed before
    Column("tries", Integer, nullable=False),  # of calling the customer
    Column("can_mute", Boolean, nullable=False),
    Column("muted", Boolean, nullable=False),
    Column("held_at_phone_since", Instant),  # by its own hold key
    Column("origin", String(20)),  # how the customer asked for a callback
    Column("extensions", Integer, nullable=False),  # of wrap-up that are left
    Column("text", Text, nullable=False),  # the first words of what came in writing
    Column("only_to_id", Id),  # the one agent to whom it is routed: an appointment's, or who gets what nobody handled
    Column("route_code", Integer),  # how it found its operator (F5)
    Column("unhandled_at", Instant),  # when it has waited too long (F7)
    Column("announce_at", Instant),  # when who waits is spoken to next
    Index(None, "state", "direction", "queue_id", "queued_at"),
    Index(None, "queued_at"),
    Index(None, "connected_at"),
    Index(None, "ready_at"),
    Index(None, "agent_id", "state"),
    Index(None, "consult_of_id"),
    Index(None, "interaction_id"),
    Index(None, "customer_id", "queued_at"),
    Index(None, "call_id"),
    Index(None, "leg_id"),
    Index(None, "callback_id", "state"),
    Index(None, "unhandled_at"),
    Index(None, "announce_at"),
    one_of("channel", Channel),
    one_of("direction", Direction),
    one_of("state", ContactState),
    one_of("ended_by", EndedBy),
    one_of("on_hold", OnHold),
    one_of("target_kind", TargetKind),
    one_of("origin", CallbackOrigin),
)

call_log = Table(  # F5
    "call_log",
    metadata,
    Column("id", Id, primary_key=True),
    Column("contact_id", Id, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("project", String(40), nullable=False),
    Column("caller", String(40), nullable=False),
    Column("operator", String(40), nullable=False),
    Column("code", Integer, nullable=False),
    Column("customer_id", Id),
    Index(None, "at"),
)
