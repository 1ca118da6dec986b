"""Everything that the first call needs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _centre()
    _events()
    _idle_reasons()
    _queues()
    _sign_in_failures()
    _streams()
    _wrap_up_reasons()
    _agents()
    _projects()
    _agent_queues()
    _answers()
    _customers()
    _sessions()
    _callbacks()
    _customer_numbers()
    _contacts()
    _contacts_found_by()
    _records()


def _centre() -> None:
    op.create_table(
        "centre",
        sa.Column("id", Id, nullable=False),
        sa.Column("epoch", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("sign_on_seconds", sa.Integer(), nullable=False),
        sa.Column("grace_seconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre")),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("stream", sa.String(length=60), nullable=False),
        sa.Column("number", Id, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "number", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_at"), "events", ["at"])


def _idle_reasons() -> None:
    op.create_table(
        "idle_reasons",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idle_reasons")),
    )


def _queues() -> None:
    op.create_table(
        "queues",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("ring_seconds", sa.Integer(), nullable=False),
        sa.Column("wrap_up_seconds", sa.Integer(), nullable=False),
        sa.Column("variables", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("version", Id, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queues")),
        sa.UniqueConstraint("name", name=op.f("uq_queues_name")),
    )


def _sign_in_failures() -> None:
    op.create_table(
        "sign_in_failures",
        sa.Column("subject", sa.String(length=160), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("wait_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_sign_in_failures")),
    )


def _streams() -> None:
    op.create_table(
        "streams",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("number", Id, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_streams")),
    )


def _wrap_up_reasons() -> None:
    op.create_table(
        "wrap_up_reasons",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrap_up_reasons")),
    )


def _agents() -> None:
    op.create_table(
        "agents",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_name", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("not_ready", sa.String(length=20), nullable=True),
        sa.Column("idle_reason_id", Id, nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("ready_since", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("contact_id", Id, nullable=True),
        sa.Column("leg_id", sa.String(length=60), nullable=True),
        sa.Column("leg_rang_at", sa.BigInteger(), nullable=True),
        sa.Column("version", Id, nullable=False),
        sa.Column("last_address", sa.String(length=100), nullable=True),
        sa.Column("last_start", sa.BigInteger(), nullable=True),
        sa.Column("last_stop", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "not_ready IN ('pause', 'idle', 'rona', 'declined', 'unreachable', 'signing_on')",
            name=op.f("ck_agents_not_ready"),
        ),
        sa.CheckConstraint("role IN ('agent', 'supervisor', 'administrator')", name=op.f("ck_agents_role")),
        sa.CheckConstraint(
            "state IN ('signed_out', 'not_ready', 'ready', 'offered', 'on_contact', 'wrap_up')",
            name=op.f("ck_agents_state"),
        ),
        sa.ForeignKeyConstraint(["idle_reason_id"], ["idle_reasons.id"], name=op.f("fk_agents_idle_reason_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agents")),
        sa.UniqueConstraint("user_name", name=op.f("uq_agents_user_name")),
    )


def _projects() -> None:
    op.create_table(
        "projects",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("dnis", sa.String(length=40), nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["queue_id"], ["queues.id"], name=op.f("fk_projects_queue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("dnis", name=op.f("uq_projects_dnis")),
    )


def _agent_queues() -> None:
    op.create_table(
        "agent_queues",
        sa.Column("agent_id", Id, nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_agent_queues_agent_id")),
        sa.ForeignKeyConstraint(["queue_id"], ["queues.id"], name=op.f("fk_agent_queues_queue_id")),
        sa.PrimaryKeyConstraint("agent_id", "queue_id", name=op.f("pk_agent_queues")),
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("agent_id", Id, nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_answers_agent_id")),
        sa.PrimaryKeyConstraint("agent_id", "key", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_at"), "answers", ["at"])


def _customers() -> None:
    op.create_table(
        "customers",
        sa.Column("id", Id, nullable=False),
        sa.Column("version", Id, nullable=False),
        sa.Column("company_id", sa.String(length=200), nullable=False),
        sa.Column("company", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("town", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("operators", sa.Text(), nullable=False),
        sa.Column("project_id", Id, nullable=True),
        sa.Column("variables", sa.Text(), nullable=False),
        sa.Column("saved_by_id", Id, nullable=True),
        sa.Column("search", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_customers_project_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["agents.id"], name=op.f("fk_customers_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", Id, nullable=False),
        sa.Column("agent_id", Id, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("seat", sa.String(length=120), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("client", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=100), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("link_lost_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_sessions_agent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index(op.f("ix_sessions_agent_id_ended_at"), "sessions", ["agent_id", "ended_at"])


def _callbacks() -> None:
    op.create_table(
        "callbacks",
        sa.Column("id", Id, nullable=False),
        sa.Column("version", Id, nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("section", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("dnis", sa.String(length=40), nullable=False),
        sa.Column("customer_id", Id, nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("tried_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by_id", Id, nullable=True),
        sa.Column("claimed_by_id", Id, nullable=True),
        sa.Column("claimed_at", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "section IN ('open', 'attempted', 'done', 'not_reached')", name=op.f("ck_callbacks_section")
        ),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["agents.id"], name=op.f("fk_callbacks_claimed_by_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["agents.id"], name=op.f("fk_callbacks_closed_by_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_callbacks_customer_id")),
        sa.ForeignKeyConstraint(["queue_id"], ["queues.id"], name=op.f("fk_callbacks_queue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callbacks")),
    )
    op.create_index(op.f("ix_callbacks_number_section"), "callbacks", ["number", "section"])
    op.create_index(op.f("ix_callbacks_queue_id_section_last_at"), "callbacks", ["queue_id", "section", "last_at"])


def _customer_numbers() -> None:
    op.create_table(
        "customer_numbers",
        sa.Column("customer_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_customer_numbers_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "position", name=op.f("pk_customer_numbers")),
    )
    op.create_index(op.f("ix_customer_numbers_number"), "customer_numbers", ["number"])


def _contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("id", Id, nullable=False),
        sa.Column("version", Id, nullable=False),
        sa.Column("state_version", Id, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("direction", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("project_id", Id, nullable=True),
        sa.Column("ani", sa.String(length=40), nullable=False),
        sa.Column("dnis", sa.String(length=40), nullable=False),
        sa.Column("customer_id", Id, nullable=True),
        sa.Column("variables", sa.Text(), nullable=False),
        sa.Column("call_id", sa.String(length=100), nullable=False),
        sa.Column("leg_id", sa.String(length=60), nullable=True),
        sa.Column("leg_answered_at", sa.BigInteger(), nullable=True),
        sa.Column("can_answer", sa.Boolean(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("agent_id", Id, nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("queued_at", sa.BigInteger(), nullable=False),
        sa.Column("ringing_at", sa.BigInteger(), nullable=True),
        sa.Column("connected_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=20), nullable=True),
        sa.Column("wrap_up_reason_id", Id, nullable=True),
        sa.Column("callback_id", Id, nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.CheckConstraint("channel IN ('voice', 'chat', 'email', 'social')", name=op.f("ck_contacts_channel")),
        sa.CheckConstraint("direction IN ('inbound', 'outdial', 'callback')", name=op.f("ck_contacts_direction")),
        sa.CheckConstraint(
            "ended_by IN ('customer', 'agent', 'not_answered', 'busy', 'failed')", name=op.f("ck_contacts_ended_by")
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'connecting', 'ringing', 'connected', 'held', "
            "'consult_requested', 'consulting', 'conference', 'wrap_up', 'ended')",
            name=op.f("ck_contacts_state"),
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_contacts_agent_id")),
        sa.ForeignKeyConstraint(["callback_id"], ["callbacks.id"], name=op.f("fk_contacts_callback_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_contacts_customer_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_contacts_project_id")),
        sa.ForeignKeyConstraint(["queue_id"], ["queues.id"], name=op.f("fk_contacts_queue_id")),
        sa.ForeignKeyConstraint(
            ["wrap_up_reason_id"], ["wrap_up_reasons.id"], name=op.f("fk_contacts_wrap_up_reason_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )


def _contacts_found_by() -> None:
    op.create_index(op.f("ix_contacts_call_id"), "contacts", ["call_id"])
    op.create_index(op.f("ix_contacts_leg_id"), "contacts", ["leg_id"])
    op.create_index(op.f("ix_contacts_state"), "contacts", ["state"])


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("id", Id, nullable=False),
        sa.Column("customer_id", Id, nullable=True),
        sa.Column("contact_id", Id, nullable=True),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("call_at", sa.BigInteger(), nullable=True),
        sa.Column("agent_id", Id, nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_records_agent_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_records_contact_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_records_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
    )
    op.create_index(op.f("ix_records_customer_id_id"), "records", ["customer_id", "id"])
