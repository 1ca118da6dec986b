"""Never dead, never lost: a session's life and its phone, queues chosen, passwords that end, signing in by phone, and what
supervisors did."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
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
)
NOW = {"sqlite": "CAST(strftime('%s', 'now') AS INTEGER) * 1000"}
NOW_ELSEWHERE = "CAST(extract(epoch FROM now()) AS BIGINT) * 1000"
FIRST_EXPIRY = "43200000"  # twelve hours: whoever is signed in has time to renew


def upgrade() -> None:
    _centre()
    _agents()
    _agent_queues()
    _sessions()
    _password_history()
    _interventions()
    _of_the_day()


def _now() -> str:
    return NOW.get(op.get_bind().dialect.name, NOW_ELSEWHERE)


def _add(table: str, columns: list[sa.Column[Any]], first: dict[str, str]) -> None:
    """``first``: the values that rows have which are there already, as SQL. Those columns are never null."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table(table, recreate="auto") as batch:
        for column in columns:
            batch.add_column(column)
    values = ", ".join(f"{name} = {value}" for name, value in first.items())
    op.execute(sa.text(f"UPDATE {table} SET {values}"))
    with op.batch_alter_table(table, recreate="always" if on_sqlite else "never") as batch:
        for name in first:
            batch.alter_column(name, nullable=False)


def _words(table: str, column: str, *words: str) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(table) as batch:
        batch.create_check_constraint(op.f(f"ck_{table}_{column}"), sa.text(f"{column} IN ({listed})"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _agent_key() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_password_history_agent_id"))


def _centre() -> None:
    columns: list[sa.Column[Any]] = [
        sa.Column("password_rule", sa.String(20)),
        sa.Column("password_days", sa.Integer()),
        sa.Column("password_history", sa.Integer()),
        sa.Column("lock_out_after", sa.Integer()),
        sa.Column("reauthenticate_hours", sa.Integer()),
        sa.Column("clock_limit_seconds", sa.Integer()),
        sa.Column("service_number", sa.String(40)),
        sa.Column("security_version", Id),
    ]
    first = {
        "password_rule": "'standard'",
        "password_history": "5",
        "reauthenticate_hours": "14",
        "clock_limit_seconds": "30",
        "service_number": "''",
        "security_version": "0",
    }
    _add("centre", columns, first)
    _words("centre", "password_rule", "standard", "strict")


def _agents() -> None:
    columns: list[sa.Column[Any]] = [
        sa.Column("password_set_at", Instant),
        sa.Column("must_change", sa.String(20)),
        sa.Column("locked_at", Instant),
        sa.Column("phone_number", sa.String(40)),
        sa.Column("alternate_number", sa.String(40)),
    ]
    _add("agents", columns, {"password_set_at": _now(), "phone_number": "''", "alternate_number": "''"})
    _index("agents", "phone_number")
    _index("agents", "alternate_number")


def _agent_queues() -> None:
    columns: list[sa.Column[Any]] = [sa.Column("staffed", sa.Boolean()), sa.Column("preselected", sa.Boolean())]
    _add("agent_queues", columns, {"staffed": "true", "preselected": "true"})


def _sessions() -> None:
    columns: list[sa.Column[Any]] = [
        sa.Column("expires_at", Instant),
        sa.Column("authenticated_at", Instant),
        sa.Column("previous_hash", sa.LargeBinary(32)),
        sa.Column("previous_until", Instant),
        sa.Column("remote", sa.Boolean()),
        sa.Column("phone_lost_at", Instant),
    ]
    _add("sessions", columns, {"authenticated_at": _now(), "remote": "false"})
    op.execute(sa.text(f"UPDATE sessions SET expires_at = authenticated_at + {FIRST_EXPIRY}"))
    _index("sessions", "previous_hash")
    _index("sessions", "ended_at", "expires_at")


def _password_history() -> None:
    op.create_table(
        "password_history",
        sa.Column("id", Id, nullable=False),
        sa.Column("agent_id", Id, nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("set_at", Instant, nullable=False),
        _agent_key(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_history")),
    )
    _index("password_history", "agent_id", "id")


def _interventions() -> None:
    op.create_table(
        "interventions",
        sa.Column("id", Id, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("by_id", Id, nullable=False),
        sa.Column("agent_id", Id),
        sa.Column("seat", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("detail", sa.Text()),
        sa.CheckConstraint(
            f"kind IN ({', '.join(repr(word) for word in INTERVENTIONS)})", name=op.f("ck_interventions_kind")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_interventions_agent_id")),
        sa.ForeignKeyConstraint(["by_id"], ["agents.id"], name=op.f("fk_interventions_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interventions")),
    )
    _index("interventions", "at")


def _of_the_day() -> None:
    """What supervisors see of today is found among years."""
    _index("contacts", "queued_at")
    _index("contacts", "connected_at")
    _index("interaction_moments", "kind", "at")
