"""Real calls: recordings that are kept, lines that are kept, supervisors who listen, customers who are spoken to as they wait."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.BigInteger()
INTERVENTIONS = (
    "sign_out",
    "clean_up",
    "mark_as_crashed",
    "unlock_customer",
    "unlock_account",
    "reset_password",
    "set_state",
    "listen",
)


def upgrade() -> None:
    _add("agents", [sa.Column("keeps_line", sa.Boolean())], {"keeps_line": "false"})
    _add("sessions", [sa.Column("line_leg_id", sa.String(60)), sa.Column("line_up_at", Instant)], {})
    _add(
        "centre",
        [sa.Column("recording_days", sa.Integer()), sa.Column("noise_possible", sa.Boolean())],
        {"noise_possible": "true"},
    )
    _add(
        "queues",
        [sa.Column("announce_seconds", sa.Integer()), sa.Column("announces_place", sa.Boolean())],
        {"announces_place": "false"},
    )
    _add("contacts", [sa.Column("held_at_phone_since", Instant), sa.Column("announce_at", Instant)], {})
    _index("contacts", "announce_at")
    _index("sessions", "line_leg_id")
    _interventions()
    _recordings()
    _listeners()


def _recordings() -> None:
    op.create_table(
        "recordings",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("interaction_id", Id, nullable=False),
        sa.Column("began_at", Instant, nullable=False),
        sa.Column("ended_at", Instant),
        sa.Column("milliseconds", sa.Integer()),
        sa.Column("size", sa.Integer()),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("sha256", sa.LargeBinary(32)),
        sa.Column("kept_at", Instant),
        sa.Column("due_at", Instant),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.Column("deleted_at", Instant),
        _to("recordings", "interaction_id", "interactions"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_recordings")),
    )
    for column in ("interaction_id", "due_at", "began_at"):
        _index("recordings", column)
    op.create_table(
        "recording_hearings",
        sa.Column("id", Id, nullable=False),
        sa.Column("recording_name", sa.String(100), nullable=False),
        sa.Column("agent_id", Id, nullable=False),
        sa.Column("at", Instant, nullable=False),
        _to("recording_hearings", "recording_name", "recordings", "name"),
        _to("recording_hearings", "agent_id", "agents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording_hearings")),
    )
    _index("recording_hearings", "recording_name")


def _listeners() -> None:
    op.create_table(
        "listeners",
        sa.Column("id", Id, nullable=False),
        sa.Column("agent_id", Id, nullable=False),
        sa.Column("whom_id", Id, nullable=False),
        sa.Column("contact_id", Id, nullable=False),
        sa.Column("call_id", sa.String(100), nullable=False),
        sa.Column("leg_id", sa.String(60), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("how", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("can_answer", sa.Boolean(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("began_at", Instant, nullable=False),
        sa.Column("answered_at", Instant),
        sa.Column("ended_at", Instant),
        sa.Column("why", sa.Text()),
        sa.CheckConstraint("how IN ('listen', 'whisper', 'barge')", name=op.f("ck_listeners_how")),
        _to("listeners", "agent_id", "agents"),
        _to("listeners", "contact_id", "contacts"),
        _to("listeners", "whom_id", "agents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listeners")),
        sa.UniqueConstraint("leg_id", name=op.f("uq_listeners_leg_id")),
    )
    _index("listeners", "call_id")
    _index("listeners", "agent_id", "ended_at")
    _index("listeners", "contact_id", "ended_at")
    _index("listeners", "ended_at", "began_at")


def _interventions() -> None:
    listed = ", ".join(f"'{word}'" for word in INTERVENTIONS)
    name = op.f("ck_interventions_kind")
    with op.batch_alter_table("interventions") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"kind IN ({listed})")


def _add(table: str, columns: list[sa.Column[Any]], first: dict[str, str]) -> None:
    """``first``: the values that rows have which are there already, as SQL. Those columns are never null."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table(table, recreate="auto" if first or not on_sqlite else "always") as batch:
        for column in columns:
            batch.add_column(column)
    if not first:
        return
    values = ", ".join(f"{name} = {value}" for name, value in first.items())
    op.execute(sa.text(f"UPDATE {table} SET {values}"))
    with op.batch_alter_table(table, recreate="always" if on_sqlite else "never") as batch:
        for name in first:
            batch.alter_column(name, nullable=False)


def _to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))
