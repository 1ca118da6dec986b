"""Alembic runs this to upgrade: always on the connection, and in the transaction, that `migrations.upgrade` opened."""

from __future__ import annotations

from alembic import context

from agent_client.backend.persistence.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
