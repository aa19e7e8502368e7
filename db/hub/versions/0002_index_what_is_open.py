"""Index what is looked for among much that is done: open orders, attachments of a filing."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add, never take away: the release before must still run."""
    op.create_index("ix_blob_due_receipt", "blob_due", ["receipt"])
    op.create_index("ix_hub_outbox_open", "hub_outbox", ["done_at", "id"])
