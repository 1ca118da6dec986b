"""Thousands of a campaign's customers wait, and who is on the line is found among them at once."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_contacts_state"), "contacts")
    waiting = ["state", "direction", "queue_id", "queued_at"]
    op.create_index(op.f("ix_contacts_state_direction_queue_id_queued_at"), "contacts", waiting)
    op.create_index(op.f("ix_contacts_ready_at"), "contacts", ["ready_at"])
