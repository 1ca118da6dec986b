"""The tables; the kinds of their columns are `columns`. Lists and maps that nothing searches are JSON."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from agent_client.protocol.names import (
    AgentState,
    CallbackMomentKind,
    CallbackOrigin,
    Channel,
    ContactState,
    Direction,
    EndedBy,
    GroupKind,
    NotReadyReason,
    OnHold,
    RecordingState,
    Role,
    Section,
    TargetKind,
    Unhandled,
    VariableKind,
)

from .columns import Id, Instant, Json, metadata, one_of

__all__ = ["metadata"]
"""And every table below."""

centre = Table(
    "centre",
    metadata,
    Column("id", Id, primary_key=True),
    Column("epoch", String(40), nullable=False),
    Column("name", String(200), nullable=False),
    Column("country", String(2), nullable=False),
    Column("sign_on_seconds", Integer, nullable=False),
    Column("grace_seconds", Integer, nullable=False),
    Column("most_calls", Integer),  # simultaneous ones of the whole centre (D11); null: as many as the PBX takes
    Column("most_digital", Integer, nullable=False),  # chats, e-mails, messages that one agent has open at once
    Column("noise_removal", Boolean, nullable=False),  # D12
    Column("shield_seconds", Integer),  # the privacy shield resumes a paused recording (D8); null: the agent does
    Column("version", Id, nullable=False),  # of all that clients are told of the centre
    Column("time_zone", String(60), nullable=False),  # IANA
    Column("callback_period", Json, nullable=False),  # protocol.callbacks.CallbackPeriod
    Column("operators", Json, nullable=False),  # everybody's, by phone number: ["204", "205"] (F5)
    Column("fixed_target", String(40), nullable=False),
    Column("fixed_target_active", Boolean, nullable=False),
    Column("unhandled", String(20), nullable=False),  # F7
    Column("unhandled_agent_id", Id),
    Column("unhandled_seconds", Integer),
    Column("routing_version", Id, nullable=False),
    Column("callbacking_version", Id, nullable=False),
    Column("pbx_lost_at", Instant),  # null while the PBX is there (F8)
    one_of("unhandled", Unhandled),
)

queues = Table(
    "queues",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("ring_seconds", Integer, nullable=False),
    Column("wrap_up_seconds", Integer, nullable=False),
    Column("variables", Json, nullable=False),  # [{"key": …, "label": …}], 3 to 6, in order (C4)
    Column(
        "retry_seconds", Integer, nullable=False
    ),  # until a customer who asked for a call and did not answer is tried again
    Column("records", Boolean, nullable=False),  # calls are recorded (D8)
    Column("web_cancel", Boolean, nullable=False),  # a web callback may be cancelled (C5)
    Column("wrap_up_extensions", Integer, nullable=False),
    Column("wrap_up_extend_seconds", Integer, nullable=False),
    Column("default_reason_id", ForeignKey("wrap_up_reasons.id")),  # what wrap-up says if the agent says nothing
    Column("version", Id, nullable=False),  # of who waits
    Column("number", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("capacity", Integer),  # how many may wait (F7); null: any number
    Column("callback_key", String(1), nullable=False),  # by which a waiting customer asks for a call (E10)
    Column("callback_rules", Json, nullable=False),  # protocol.callbacks.CallbackRules
    Column("rules_version", Id, nullable=False),  # of what the administrator decides; entries are judged by it
    one_of("kind", GroupKind),
)

projects = Table(
    "projects",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("dnis", String(40), nullable=False, unique=True),
    Column("queue_id", ForeignKey("queues.id"), nullable=False),
    Column("operators", Json, nullable=False),  # by phone number, in order (F5)
    Column("version", Id, nullable=False),
)

templates = Table(  # texts to begin a note with
    "templates",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("queue_id", ForeignKey("queues.id")),  # null: for all
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
    Column("owner_id", ForeignKey("agents.id")),  # whose own list (F3); null: the central one
    Column("merged_into_id", Id),  # it is part of another one, and found no more
    Index(None, "owner_id", "name", "id"),
)

merges = Table(
    "merges",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kept_id", ForeignKey("customers.id"), nullable=False),
    Column("absorbed_id", ForeignKey("customers.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("before", Json, nullable=False),  # both as they were: {"kept": {…}, "absorbed": {…}}
    Column("moved", Json, nullable=False),  # what changed hands: {"records": [1], "contacts": [2], "callbacks": [3]}
    Column("kept_version", Id, nullable=False),  # after it
    Column("undone_at", Instant),
)

customer_locks = Table(  # who works on a card (F4)
    "customer_locks",
    metadata,
    Column("customer_id", ForeignKey("customers.id"), primary_key=True, autoincrement=False),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("session_id", ForeignKey("sessions.id"), nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),  # the lease: renewed while its session is alive
    Index(None, "session_id"),
    Index(None, "until"),
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

record_corrections = Table(  # the record itself keeps what was written first
    "record_corrections",
    metadata,
    Column("id", Id, primary_key=True),
    Column("record_id", ForeignKey("records.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("text", Text, nullable=False),  # from then on
    Index(None, "record_id", "id"),
)

directory = Table(
    "directory",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("number", String(40), nullable=False),  # as rules.dial_numbers.canonical writes it
    Column("role", String(200), nullable=False),
    Column("department", String(200), nullable=False),
    Column("search", Text, nullable=False),  # folded to lower case without accents
    Index(None, "number"),
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
)

cad_variables = Table(
    "cad_variables",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(60), nullable=False, unique=True),
    Column("label", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("editable", Boolean, nullable=False),
    Column("secure", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    one_of("kind", VariableKind),
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
    Column("origin", String(20)),  # how the customer asked for a callback
    Column("extensions", Integer, nullable=False),  # of wrap-up that are left
    Column("text", Text, nullable=False),  # the first words of what came in writing
    Column("only_to_id", Id),  # the one agent to whom it is routed: an appointment's, or who gets what nobody handled
    Column("route_code", Integer),  # how it found its operator (F5)
    Column("unhandled_at", Instant),  # when it has waited too long (F7)
    Index(None, "state"),
    Index(None, "agent_id", "state"),
    Index(None, "consult_of_id"),
    Index(None, "interaction_id"),
    Index(None, "customer_id", "queued_at"),
    Index(None, "call_id"),
    Index(None, "leg_id"),
    Index(None, "callback_id", "state"),
    Index(None, "unhandled_at"),
    one_of("channel", Channel),
    one_of("direction", Direction),
    one_of("state", ContactState),
    one_of("ended_by", EndedBy),
    one_of("on_hold", OnHold),
    one_of("target_kind", TargetKind),
    one_of("origin", CallbackOrigin),
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
