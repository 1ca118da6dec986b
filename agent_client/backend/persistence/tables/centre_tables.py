"""The tables of what an administrator decides: the centre, its groups, projects, reasons, templates, address book."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from agent_client.backend.persistence.columns import Id, Instant, Json, metadata, one_of
from agent_client.protocol.names import GroupKind, PasswordRule, Unhandled, VariableKind

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
    Column("password_rule", String(20), nullable=False),  # A8
    Column("password_days", Integer),  # until a change is forced; null: never
    Column("password_history", Integer, nullable=False),  # so many earlier ones are not taken again
    Column("lock_out_after", Integer),  # failed sign-ins in a row; null: never locked
    Column("reauthenticate_hours", Integer, nullable=False),  # so long a session goes without the password
    Column("clock_limit_seconds", Integer, nullable=False),  # A10
    Column("service_number", String(40), nullable=False),  # to sign in by phone (A15); empty: not possible
    Column("security_version", Id, nullable=False),  # of what the administrator decides of all this
    Column("recording_days", Integer),  # until a recording is deleted; null: never
    Column("noise_possible", Boolean, nullable=False),  # the PBX has what removes it
    one_of("unhandled", Unhandled),
    one_of("password_rule", PasswordRule),
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
    Column("announce_seconds", Integer),  # who waits is told of it after so long, and so often; null: never
    Column("announces_place", Boolean, nullable=False),  # and told their place
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
