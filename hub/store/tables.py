"""The tables of the hub, the same on SQLite and PostgreSQL. Source: sync.md §18.

Times are milliseconds since 1970 UTC. How they come to be is `db/hub`; a test compares the two.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Serial = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only when the column is an INTEGER."""


def _key(name: str, kind: type[Text | BigInteger | LargeBinary] = BigInteger) -> Column[object]:
    return Column(name, kind(), primary_key=True, autoincrement=False)


def _need(name: str, kind: type[Text | BigInteger | LargeBinary] = BigInteger) -> Column[object]:
    return Column(name, kind(), nullable=False)


hub = Table("hub", metadata, _key("one"), _need("epoch"), _need("next_kiosk_no"))
"""One row, `one` = 1. `epoch` grows when the database came back from a backup."""

site = Table(
    "site",
    metadata,
    _key("site_id", Text),
    _need("region", Text),
    _need("name", Text),
    _need("reenrol", Text),
)
enrol_token = Table(
    "enrol_token",
    metadata,
    _key("hash", LargeBinary),
    _need("site_id", Text),
    _need("exp"),
    Column("replaces", BigInteger),
    Column("used_by", LargeBinary),
    Column("used_at", BigInteger),
)
kiosk = Table(
    "kiosk",
    metadata,
    _key("kiosk_no"),
    _need("site_id", Text),
    _need("pubkey", LargeBinary),
    Column("old_pubkey", LargeBinary),
    Column("suite", SmallInteger, nullable=False),
    _need("status", Text),
    _need("through"),
    _need("head", LargeBinary),
    _need("feed_high"),
    _need("enrolled_at"),
    _need("answer", LargeBinary),
    Column("successor", BigInteger),
    UniqueConstraint("pubkey"),
)
"""`through` and `head`: the last entry kept; `answer`: the signed enrolment, given again."""

kiosk_seen = Table(
    "kiosk_seen", metadata, _key("kiosk_no"), _need("at"), _need("app", Text), _need("skew_ms")
)
entry = Table(
    "entry",
    metadata,
    _key("kiosk_no"),
    _key("seq"),
    _need("hash", LargeBinary),
    _need("header", LargeBinary),
    _need("sig", LargeBinary),
    _need("recv_at"),
)
held_entry = Table(
    "held_entry",
    metadata,
    _key("hash", LargeBinary),
    _need("kiosk_no"),
    _need("seq"),
    _need("header", LargeBinary),
    _need("sig", LargeBinary),
    _need("reason", Text),
    _need("recv_at"),
    Column("resolved_by", Text),
    Column("resolved_at", BigInteger),
    Index("ix_held_entry_open", "kiosk_no", "resolved_at"),
)
body = Table(
    "body", metadata, _key("sha256", LargeBinary), _need("len"), _need("data", LargeBinary)
)
"""Sealed bodies of entries, and whole attachments."""

blob_part = Table(
    "blob_part",
    metadata,
    _key("sha256", LargeBinary),
    _key("kiosk_no"),
    _key("off"),
    _need("data", LargeBinary),
    _need("at"),
)
"""Pieces of an attachment until it is complete."""

blob_due = Table(
    "blob_due",
    metadata,
    _key("sha256", LargeBinary),
    _key("kiosk_no"),
    _need("len"),
    Column("receipt", Text, index=True),
)
"""Attachments that a stored or held entry names: only these are taken."""

filing = Table(
    "filing",
    metadata,
    _key("receipt", Text),
    _need("kiosk_no"),
    _need("seq"),
    _need("region", Text),
    _need("item_id", Text),
    _need("item_sha256", LargeBinary),
    Column("shard_ver", BigInteger),
    _need("filed_lo"),
    _need("filed_hi"),
    _need("body_sha256", LargeBinary),
    _need("qv", Text),
    Column("complete", SmallInteger, nullable=False),
    _need("status", Text),
    _need("status_seq"),
    _need("flags", Text),
    UniqueConstraint("kiosk_no", "seq"),
)
"""What a clerk sees before unsealing. `flags`: words of why a person must look, by spaces."""

status_event = Table(
    "status_event",
    metadata,
    _key("receipt", Text),
    _key("status_seq"),
    _need("status", Text),
    _need("actor", Text),
    _need("at"),
    Column("deadline", Text),
    _need("need", Text),
)
status_try = Table("status_try", metadata, _key("receipt", Text), _need("began"), _need("used"))
"""How often a query code was tried for a receipt in the hour that began then, over all workers."""

feed = Table(
    "feed",
    metadata,
    _key("kiosk_no"),
    _key("feed_seq"),
    _need("payload", LargeBinary),
    _need("at"),
)
"""Status items as JSON; they are signed when they are sent."""

hub_outbox = Table(
    "hub_outbox",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    _need("topic", Text),
    _need("ref", Text),
    _need("attempts"),
    _need("next_at"),
    Column("done_at", BigInteger),
    UniqueConstraint("topic", "ref"),
    Index("ix_hub_outbox_open", "done_at", "id"),
)
doc = Table("doc", metadata, _key("sha256", LargeBinary), _need("doc", LargeBinary))
"""Every document that was ever published: the clerk opens what the resident saw."""

shard_version = Table(
    "shard_version",
    metadata,
    _key("code", Text),
    _key("version"),
    _need("edition"),
    _need("digest", LargeBinary),
    _need("published_at"),
)
shard_row = Table(
    "shard_row",
    metadata,
    _key("code", Text),
    _key("id", Text),
    _need("row_version"),
    Column("sha256", LargeBinary),
    Index("ix_shard_row_code_version", "code", "row_version"),
)
"""The newest state of each document of a shard; sha256 NULL: deleted. A delta is one query."""

stats_day = Table(
    "stats_day", metadata, _key("kiosk_no"), _key("day", Text), _need("data", LargeBinary)
)
hub_audit = Table(
    "hub_audit",
    metadata,
    _key("n"),
    _need("prev", LargeBinary),
    _need("hash", LargeBinary),
    _need("at"),
    _need("actor", Text),
    _need("action", Text),
    _need("detail", Text),
)
key_event = Table(
    "key_event",
    metadata,
    _key("kiosk_no"),
    _key("from_seq"),
    _need("pubkey", LargeBinary),
    _need("at"),
)
