"""${message}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Add, never take away: the release before must still run."""
    ${upgrades if upgrades else "pass"}
