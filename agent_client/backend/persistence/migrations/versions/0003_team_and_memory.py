"""The team's callbacks and the customers' memory: callback rules and moments, claims with a lease, appointments, routing,
the call log, customers' lists, locks and merges, corrected records, templates."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

RULES = (
    '{"combine":true,"answered_elsewhere":true,"answered_without_group":false,"attempts_by_non_members":true,'
    '"internal":false,"voicemail":true,"shortest_missed":0,"shortest_attempt":5,"attempts":'
)
PERIOD = '{"kinds":["queue","ring_all","hunting"],"period":"all","without_saturdays":false,"without_sundays":false}'


def upgrade() -> None:
    _centre()
    _queues()
    _projects()
    _templates()
    _agents()
    _customers()
    _merges()
    _customer_locks()
    _record_corrections()
    _contacts()
    _callbacks()
    _callback_moments()
    _moments_of_what_is_there()
    _call_log()


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _add(table: str, columns: list[sa.Column[Any]], first: dict[str, str]) -> None:
    """``first``: the values that rows have which are there already, as SQL. Those columns are never null."""
    with op.batch_alter_table(table, recreate="auto") as batch:
        for column in columns:
            batch.add_column(column)
    if first:
        values = ", ".join(f"{name} = {value}" for name, value in first.items())
        op.execute(sa.text(f"UPDATE {table} SET {values}".replace(":", "\\:")))
    with op.batch_alter_table(table, recreate="always" if _on_sqlite() else "never") as batch:
        for name in first:
            batch.alter_column(name, nullable=False)


def _words(table: str, column: str, words: tuple[str, ...], *, anew: bool = False) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    if anew:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
    with op.batch_alter_table(table) as batch:
        batch.create_check_constraint(op.f(f"ck_{table}_{column}"), sa.text(f"{column} IN ({listed})"))


def _refer(table: str, column: str, to: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.create_foreign_key(op.f(f"fk_{table}_{column}"), to, [column], ["id"])


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _centre() -> None:
    _add(
        "centre",
        [
            sa.Column("version", Id, nullable=True),
            sa.Column("time_zone", sa.String(length=60), nullable=True),
            sa.Column("callback_period", sa.Text(), nullable=True),
            sa.Column("operators", sa.Text(), nullable=True),
            sa.Column("fixed_target", sa.String(length=40), nullable=True),
            sa.Column("fixed_target_active", sa.Boolean(), nullable=True),
            sa.Column("unhandled", sa.String(length=20), nullable=True),
            sa.Column("unhandled_agent_id", Id, nullable=True),
            sa.Column("unhandled_seconds", sa.Integer(), nullable=True),
            sa.Column("routing_version", Id, nullable=True),
            sa.Column("callbacking_version", Id, nullable=True),
            sa.Column("pbx_lost_at", sa.BigInteger(), nullable=True),
        ],
        {
            "version": "1",
            "time_zone": "'UTC'",
            "callback_period": f"'{PERIOD}'",
            "operators": "'[]'",
            "fixed_target": "''",
            "fixed_target_active": "false",
            "unhandled": "'wait'",
            "routing_version": "1",
            "callbacking_version": "1",
        },
    )
    _words("centre", "unhandled", ("wait", "agent", "end"))


def _queues() -> None:
    _add(
        "queues",
        [
            sa.Column("number", sa.String(length=40), nullable=True),
            sa.Column("kind", sa.String(length=20), nullable=True),
            sa.Column("capacity", sa.Integer(), nullable=True),
            sa.Column("callback_key", sa.String(length=1), nullable=True),
            sa.Column("callback_rules", sa.Text(), nullable=True),
            sa.Column("rules_version", Id, nullable=True),
        ],
        {
            "number": "''",
            "kind": "'queue'",
            "callback_key": "''",
            "callback_rules": f"'{RULES}' || attempts || '}}'",
            "rules_version": "1",
        },
    )
    with op.batch_alter_table("queues") as batch:
        batch.drop_column("attempts")
    _words("queues", "kind", ("queue", "ring_all", "hunting"))


def _projects() -> None:
    _add(
        "projects",
        [sa.Column("operators", sa.Text(), nullable=True), sa.Column("version", Id, nullable=True)],
        {"operators": "'[]'", "version": "1"},
    )


def _templates() -> None:
    op.create_table(
        "templates",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("queue_id", Id, nullable=True),
        _key("templates", "queue_id", "queues"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_templates")),
    )


def _agents() -> None:
    rights = ("edit_central", "edit_own", "takes_contacts")
    _add(
        "agents",
        [sa.Column(name, sa.Boolean(), nullable=True) for name in rights],
        dict.fromkeys(rights, "true"),
    )


def _customers() -> None:
    _add(
        "customers",
        [sa.Column("owner_id", Id, nullable=True), sa.Column("merged_into_id", Id, nullable=True)],
        {},
    )
    _refer("customers", "owner_id", "agents")
    _index("customers", "owner_id", "name", "id")


def _merges() -> None:
    op.create_table(
        "merges",
        sa.Column("id", Id, nullable=False),
        sa.Column("kept_id", Id, nullable=False),
        sa.Column("absorbed_id", Id, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", Id, nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("kept_version", Id, nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        _key("merges", "kept_id", "customers"),
        _key("merges", "absorbed_id", "customers"),
        _key("merges", "agent_id", "agents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )


def _customer_locks() -> None:
    op.create_table(
        "customer_locks",
        sa.Column("customer_id", Id, nullable=False, autoincrement=False),
        sa.Column("agent_id", Id, nullable=False),
        sa.Column("session_id", Id, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        _key("customer_locks", "customer_id", "customers"),
        _key("customer_locks", "agent_id", "agents"),
        _key("customer_locks", "session_id", "sessions"),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_locks")),
    )
    _index("customer_locks", "session_id")
    _index("customer_locks", "until")


def _record_corrections() -> None:
    op.create_table(
        "record_corrections",
        sa.Column("id", Id, nullable=False),
        sa.Column("record_id", Id, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", Id, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _key("record_corrections", "record_id", "records"),
        _key("record_corrections", "agent_id", "agents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_corrections")),
    )
    _index("record_corrections", "record_id", "id")


def _contacts() -> None:
    _add(
        "contacts",
        [
            sa.Column("only_to_id", Id, nullable=True),
            sa.Column("route_code", sa.Integer(), nullable=True),
            sa.Column("unhandled_at", sa.BigInteger(), nullable=True),
        ],
        {},
    )
    with op.batch_alter_table("contacts") as batch:
        batch.alter_column("ani", existing_type=sa.String(length=40), type_=sa.String(length=320), nullable=False)
    _words("contacts", "origin", ("web", "queue", "agent"), anew=True)
    _index("contacts", "callback_id", "state")
    _index("contacts", "unhandled_at")


def _callbacks() -> None:
    _add(
        "callbacks",
        [
            sa.Column("claim_session_id", Id, nullable=True),
            sa.Column("claim_until", sa.BigInteger(), nullable=True),
            sa.Column("listed", sa.Boolean(), nullable=True),
            sa.Column("judged", Id, nullable=True),
            sa.Column("times", sa.Text(), nullable=True),
            sa.Column("name", sa.String(length=200), nullable=True),
            sa.Column("origin", sa.String(length=20), nullable=True),
            sa.Column("appointment_at", sa.BigInteger(), nullable=True),
            sa.Column("appointment_agent_id", Id, nullable=True),
            sa.Column("appointment_by_id", Id, nullable=True),
            sa.Column("remark", sa.Text(), nullable=True),
            sa.Column("delivered_at", sa.BigInteger(), nullable=True),
            sa.Column("due_at", sa.BigInteger(), nullable=True),
        ],
        {
            "listed": "true",
            "judged": "1",
            "times": "CASE WHEN calls > 1 AND last_at <> first_at THEN '[' || last_at || ',' || first_at || ']' "
            "ELSE '[' || last_at || ']' END",
            "name": "''",
            "remark": "''",
        },
    )
    op.execute("UPDATE callbacks SET claim_until = claimed_at WHERE claimed_by_id IS NOT NULL")  # looked at at once
    _refer("callbacks", "claim_session_id", "sessions")
    _refer("callbacks", "appointment_agent_id", "agents")
    _refer("callbacks", "appointment_by_id", "agents")
    _words("callbacks", "origin", ("web", "queue", "agent"))
    _index("callbacks", "due_at")
    _index("callbacks", "claim_until")
    _index("callbacks", "queue_id", "judged")
    _index("callbacks", "queue_id", "closed_at")
    _index("callbacks", "customer_id")


def _callback_moments() -> None:
    op.create_table(
        "callback_moments",
        sa.Column("id", Id, nullable=False),
        sa.Column("callback_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", Id, nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("queue_id", Id, nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("voicemail", sa.Boolean(), nullable=False),
        sa.Column("member", sa.Boolean(), nullable=False),
        sa.Column("contact_id", Id, nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('missed', 'requested', 'answered', 'tried', 'reached', 'done', 'not_reached', 'reopened', "
            "'appointed', 'appointment_cancelled', 'delivered', 'released')",
            name=op.f("ck_callback_moments_kind"),
        ),
        _key("callback_moments", "callback_id", "callbacks"),
        _key("callback_moments", "agent_id", "agents"),
        _key("callback_moments", "queue_id", "queues"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback_moments")),
    )
    _index("callback_moments", "callback_id", "id")


def _moments_of_what_is_there() -> None:
    """What is known of an entry, as moments from which the same follows: its calls, its tries, who closed it. Seconds that
    nobody has counted are as many as any rule may ask for."""
    entry = "SELECT id AS callback_id, calls, attempts, section, queue_id, first_at, last_at, tried_at, closed_at, "
    entry += "closed_by_id, why FROM callbacks"
    numbers = "WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < "
    columns = "(callback_id, kind, at, agent_id, phone, queue_id, seconds, internal, voicemail, member, why)"
    false, true = ("0", "1") if _on_sqlite() else ("false", "true")
    last = "n = calls AND section IN ('open', 'attempted')"
    for kind, count, at, why in (
        ("missed", "calls", "CASE WHEN n = calls THEN last_at ELSE first_at END", f"CASE WHEN {last} THEN why END"),
        ("tried", "attempts", "coalesce(tried_at, last_at)", "NULL"),
    ):
        most = f"(SELECT coalesce(max({count}), 0) FROM callbacks)"
        op.execute(
            f"INSERT INTO callback_moments {columns} {numbers}{most}) "
            f"SELECT callback_id, '{kind}', {at}, NULL, '', queue_id, 3600, {false}, {false}, {true}, {why} "
            f"FROM ({entry}) AS entry JOIN counted ON n <= {count} ORDER BY callback_id, n"
        )
    closed = "CASE WHEN section = 'done' AND tried_at = closed_at THEN 'reached' ELSE section END"
    op.execute(
        f"INSERT INTO callback_moments {columns} "
        f"SELECT id, {closed}, coalesce(closed_at, last_at), closed_by_id, '', queue_id, NULL, "
        f"{false}, {false}, {true}, why FROM callbacks WHERE section IN ('done', 'not_reached')"
    )


def _call_log() -> None:
    op.create_table(
        "call_log",
        sa.Column("id", Id, nullable=False),
        sa.Column("contact_id", Id, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("project", sa.String(length=40), nullable=False),
        sa.Column("caller", sa.String(length=40), nullable=False),
        sa.Column("operator", sa.String(length=40), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("customer_id", Id, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_log")),
        sa.UniqueConstraint("contact_id", name=op.f("uq_call_log_contact_id")),
    )
    _index("call_log", "at")
