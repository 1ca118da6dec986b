"""Signing in by phone: what was said to whom, the text messages, and how often a remote agent's phone was not answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.BigInteger()


def upgrade() -> None:
    _sessions()
    op.create_table(
        "service_calls",
        sa.Column("call_id", sa.String(100), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("agent_id", Id),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("over", sa.Boolean(), nullable=False),
        _to("service_calls", "agent_id", "agents"),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_service_calls")),
    )
    _index("service_calls", "over", "at")
    op.create_table(
        "text_messages",
        sa.Column("id", Id, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("agent_id", Id, nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("callback_id", Id),
        sa.Column("waiting_since", Instant),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant),
        sa.Column("sent_at", Instant),
        sa.Column("problem", sa.String(200), nullable=False),
        _to("text_messages", "agent_id", "agents"),
        _to("text_messages", "callback_id", "callbacks"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_messages")),
    )
    _index("text_messages", "due_at")
    _index("text_messages", "at")


def _sessions() -> None:
    """A row that is there already has missed none."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("sessions", recreate="auto") as batch:
        batch.add_column(sa.Column("missed", sa.Integer()))
    op.execute(sa.text("UPDATE sessions SET missed = 0"))
    with op.batch_alter_table("sessions", recreate="always" if on_sqlite else "never") as batch:
        batch.alter_column("missed", nullable=False)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))
