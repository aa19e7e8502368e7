"""Count tries of query codes over all workers; find what waits of a kiosk that is active again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add, never take away: the release before must still run."""
    op.create_table(
        "status_try",
        sa.Column("receipt", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("receipt", name=op.f("pk_status_try")),
    )
    op.create_index("ix_held_entry_open", "held_entry", ["kiosk_no", "resolved_at"])
