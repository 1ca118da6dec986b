"""Everything that an agent does with a call: hold, consult, transfer, conference, recording, variables, time line."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Reference = sa.BigInteger().with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    _directory()
    _interactions()
    _interaction_moments()
    _variables()
    _centre()
    _queues()
    _agents()
    _contacts()


def _directory() -> None:
    op.create_table(
        "directory",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory")),
    )
    op.create_index(op.f("ix_directory_number"), "directory", ["number"])


def _interactions() -> None:
    op.create_table(
        "interactions",
        sa.Column("id", Id, nullable=False),
        sa.Column("recording", sa.String(length=20), nullable=True),
        sa.Column("recording_name", sa.String(length=100), nullable=True),
        sa.Column("recording_since", sa.BigInteger(), nullable=True),
        sa.Column("recording_until", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("recording IN ('recording', 'paused')", name=op.f("ck_interactions_recording")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interactions")),
    )
    op.create_index(op.f("ix_interactions_recording_until"), "interactions", ["recording_until"])


def _interaction_moments() -> None:
    op.create_table(
        "interaction_moments",
        sa.Column("id", Id, nullable=False),
        sa.Column("interaction_id", Id, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("agent_id", Id, nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("ended_by", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_interaction_moments_agent_id")),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interactions.id"], name=op.f("fk_interaction_moments_interaction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interaction_moments")),
    )
    op.create_index(op.f("ix_interaction_moments_interaction_id_id"), "interaction_moments", ["interaction_id", "id"])


def _variables() -> None:
    op.create_table(
        "cad_variables",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("editable", sa.Boolean(), nullable=False),
        sa.Column("secure", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('text', 'date_time')", name=op.f("ck_cad_variables_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cad_variables")),
        sa.UniqueConstraint("key", name=op.f("uq_cad_variables_key")),
    )
    op.create_table(
        "interaction_values",
        sa.Column("interaction_id", Id, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("version", Id, nullable=False),
        sa.Column("saved_by_id", Id, nullable=True),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interactions.id"], name=op.f("fk_interaction_values_interaction_id")
        ),
        sa.ForeignKeyConstraint(["saved_by_id"], ["agents.id"], name=op.f("fk_interaction_values_saved_by_id")),
        sa.PrimaryKeyConstraint("interaction_id", "key", name=op.f("pk_interaction_values")),
    )
    op.create_table(
        "showings",
        sa.Column("id", Id, nullable=False),
        sa.Column("interaction_id", Id, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("agent_id", Id, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_showings_agent_id")),
        sa.ForeignKeyConstraint(["interaction_id"], ["interactions.id"], name=op.f("fk_showings_interaction_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showings")),
    )
    op.create_index(op.f("ix_showings_interaction_id"), "showings", ["interaction_id"])


def _add(table: str, columns: list[sa.Column[Any]], first: dict[str, str]) -> None:
    """``first``: the values that rows have which are there already, as SQL. Those columns are never null."""
    with op.batch_alter_table(table, recreate="auto") as batch:
        for column in columns:
            batch.add_column(column)
    if first:
        values = ", ".join(f"{name} = {value}" for name, value in first.items())
        op.execute(f"UPDATE {table} SET {values}")
    with op.batch_alter_table(table, recreate="always" if _on_sqlite() else "never") as batch:
        for name in first:
            batch.alter_column(name, nullable=False)


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _centre() -> None:
    _add(
        "centre",
        [
            sa.Column("most_calls", sa.Integer(), nullable=True),
            sa.Column("most_digital", sa.Integer(), nullable=True),
            sa.Column("noise_removal", sa.Boolean(), nullable=True),
            sa.Column("shield_seconds", sa.Integer(), nullable=True),
        ],
        {"most_digital": "5", "noise_removal": "true"},
    )


def _queues() -> None:
    _add(
        "queues",
        [
            sa.Column("retry_seconds", sa.Integer(), nullable=True),
            sa.Column("records", sa.Boolean(), nullable=True),
            sa.Column("web_cancel", sa.Boolean(), nullable=True),
            sa.Column("wrap_up_extensions", sa.Integer(), nullable=True),
            sa.Column("wrap_up_extend_seconds", sa.Integer(), nullable=True),
            sa.Column("default_reason_id", Id, nullable=True),
        ],
        {
            "retry_seconds": "300",
            "records": "false",
            "web_cancel": "false",
            "wrap_up_extensions": "2",
            "wrap_up_extend_seconds": "60",
        },
    )
    with op.batch_alter_table("queues") as batch:
        batch.create_foreign_key(op.f("fk_queues_default_reason_id"), "wrap_up_reasons", ["default_reason_id"], ["id"])


def _agents() -> None:
    _add(
        "agents",
        [
            sa.Column("team", sa.String(length=120), nullable=True),
            sa.Column("next_state", sa.Text(), nullable=True),
        ],
        {"team": "''"},
    )


def _contacts() -> None:
    """Each contact that is there already is a call of its own."""
    op.execute("INSERT INTO interactions (id) SELECT id FROM contacts")
    if not _on_sqlite():
        op.execute("SELECT setval('interactions_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM interactions), false)")
    _add(
        "contacts",
        [
            sa.Column("interaction_id", Id, nullable=True),
            sa.Column("on_hold", sa.String(length=20), nullable=True),
            sa.Column("on_hold_since", sa.BigInteger(), nullable=True),
            sa.Column("consult_of_id", Id, nullable=True),
            sa.Column("target_kind", sa.String(length=20), nullable=True),
            sa.Column("target", sa.String(length=200), nullable=True),
            sa.Column("not_to", sa.Text(), nullable=True),
            sa.Column("ready_at", sa.BigInteger(), nullable=True),
            sa.Column("tries", sa.Integer(), nullable=True),
            sa.Column("can_mute", sa.Boolean(), nullable=True),
            sa.Column("muted", sa.Boolean(), nullable=True),
            sa.Column("origin", sa.String(length=20), nullable=True),
            sa.Column("extensions", sa.Integer(), nullable=True),
            sa.Column("text", sa.Text(), nullable=True),
        ],
        {
            "interaction_id": "id",
            "target": "''",
            "not_to": "'[]'",
            "tries": "0",
            "can_mute": "false",
            "muted": "false",
            "extensions": "0",
            "text": "''",
        },
    )
    with op.batch_alter_table("contacts") as batch:
        for name in ("direction", "ended_by"):
            batch.drop_constraint(op.f(f"ck_contacts_{name}"), type_="check")
    with op.batch_alter_table("contacts") as batch:
        batch.create_foreign_key(op.f("fk_contacts_interaction_id"), "interactions", ["interaction_id"], ["id"])
        batch.create_foreign_key(op.f("fk_contacts_consult_of_id"), "contacts", ["consult_of_id"], ["id"])
        for name, words in (
            ("direction", "'inbound', 'outdial', 'callback', 'preview', 'consult'"),
            ("ended_by", "'customer', 'agent', 'not_answered', 'busy', 'failed', 'transferred', 'cancelled'"),
            ("on_hold", "'customer', 'consulted'"),
            ("target_kind", "'agent', 'queue', 'entry_point', 'number'"),
            ("origin", "'web', 'queue'"),
        ):
            batch.create_check_constraint(op.f(f"ck_contacts_{name}"), sa.text(f"{name} IN ({words})"))
    for columns in (["agent_id", "state"], ["consult_of_id"], ["interaction_id"], ["customer_id", "queued_at"]):
        op.create_index(op.f(f"ix_contacts_{'_'.join(columns)}"), "contacts", columns)
