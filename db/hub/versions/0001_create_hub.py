"""Create the tables of the hub."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Add, never take away: the release before must still run."""
    op.create_table(
        "blob_due",
        sa.Column("sha256", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("kiosk_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("len", sa.BigInteger(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", "kiosk_no", name=op.f("pk_blob_due")),
    )
    op.create_table(
        "blob_part",
        sa.Column("sha256", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("kiosk_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("off", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "kiosk_no", "off", name=op.f("pk_blob_part")),
    )
    op.create_table(
        "body",
        sa.Column("sha256", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("len", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_body")),
    )
    op.create_table(
        "doc",
        sa.Column("sha256", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("doc", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_doc")),
    )
    op.create_table(
        "enrol_token",
        sa.Column("hash", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("exp", sa.BigInteger(), nullable=False),
        sa.Column("replaces", sa.BigInteger(), nullable=True),
        sa.Column("used_by", sa.LargeBinary(), nullable=True),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_enrol_token")),
    )
    op.create_table(
        "entry",
        sa.Column("kiosk_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.Column("sig", sa.LargeBinary(), nullable=False),
        sa.Column("recv_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk_no", "seq", name=op.f("pk_entry")),
    )
    op.create_table(
        "feed",
        sa.Column("kiosk_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("feed_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk_no", "feed_seq", name=op.f("pk_feed")),
    )
    op.create_table(
        "filing",
        sa.Column("receipt", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kiosk_no", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("item_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("shard_ver", sa.BigInteger(), nullable=True),
        sa.Column("filed_lo", sa.BigInteger(), nullable=False),
        sa.Column("filed_hi", sa.BigInteger(), nullable=False),
        sa.Column("body_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("qv", sa.Text(), nullable=False),
        sa.Column("complete", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_seq", sa.BigInteger(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("receipt", name=op.f("pk_filing")),
        sa.UniqueConstraint("kiosk_no", "seq", name=op.f("uq_filing_kiosk_no")),
    )
    op.create_table(
        "held_entry",
        sa.Column("hash", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("kiosk_no", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.Column("sig", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recv_at", sa.BigInteger(), nullable=False),
        sa.Column("resolved_by", sa.Text(), nullable=True),
        sa.Column("resolved_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_held_entry")),
    )
    op.create_table(
        "hub",
        sa.Column("one", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("next_kiosk_no", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_hub")),
    )
    op.create_table(
        "hub_audit",
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_hub_audit")),
    )
    op.create_table(
        "hub_outbox",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub_outbox")),
        sa.UniqueConstraint("topic", "ref", name=op.f("uq_hub_outbox_topic")),
    )
    op.create_table(
        "key_event",
        sa.Column("kiosk_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("from_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pubkey", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk_no", "from_seq", name=op.f("pk_key_event")),
    )
    op.create_table(
        "kiosk",
        sa.Column("kiosk_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("pubkey", sa.LargeBinary(), nullable=False),
        sa.Column("old_pubkey", sa.LargeBinary(), nullable=True),
        sa.Column("suite", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("through", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("feed_high", sa.BigInteger(), nullable=False),
        sa.Column("enrolled_at", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("successor", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("kiosk_no", name=op.f("pk_kiosk")),
        sa.UniqueConstraint("pubkey", name=op.f("uq_kiosk_pubkey")),
    )
    op.create_table(
        "kiosk_seen",
        sa.Column("kiosk_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("app", sa.Text(), nullable=False),
        sa.Column("skew_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk_no", name=op.f("pk_kiosk_seen")),
    )
    op.create_table(
        "shard_row",
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("row_version", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("code", "id", name=op.f("pk_shard_row")),
    )
    with op.batch_alter_table("shard_row", schema=None) as batch_op:
        batch_op.create_index("ix_shard_row_code_version", ["code", "row_version"], unique=False)

    op.create_table(
        "shard_version",
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_shard_version")),
    )
    op.create_table(
        "site",
        sa.Column("site_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reenrol", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_site")),
    )
    op.create_table(
        "stats_day",
        sa.Column("kiosk_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk_no", "day", name=op.f("pk_stats_day")),
    )
    op.create_table(
        "status_event",
        sa.Column("receipt", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("status_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("deadline", sa.Text(), nullable=True),
        sa.Column("need", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("receipt", "status_seq", name=op.f("pk_status_event")),
    )
