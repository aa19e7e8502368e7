"""Entries, bodies, attachments and filings in SQL. The rules are in `services/intake.py`."""

from collections.abc import Iterable, Sequence

from msgspec import Struct, structs
from sqlalchemy import Connection, bindparam, delete, func, select, update

from hub.store.database import insert_all, insert_new
from hub.store.tables import (
    blob_due,
    blob_part,
    body,
    entry,
    filing,
    held_entry,
    hub_outbox,
    stats_day,
    status_event,
)
from kiosk.journal.entry import Entry


class FilingRow(Struct, frozen=True, kw_only=True):
    """What a clerk sees of a filing before unsealing it."""

    receipt: str
    kiosk_no: int
    seq: int
    region: str
    item_id: str
    item_sha256: bytes
    shard_ver: int | None
    filed_lo: int
    filed_hi: int
    body_sha256: bytes
    qv: str
    complete: int
    status: str
    status_seq: int
    flags: str


class Due(Struct, frozen=True, kw_only=True):
    """An attachment that was announced."""

    sha256: bytes
    kiosk_no: int
    len: int
    receipt: str | None


UNCHAINED = ("fork", "quarantined", "draining")
"""Why entries are set aside that do not stand in the chain."""

# Statements of every delivery are made once: making one costs more than to run it.
_HASHES = select(entry.c.seq, entry.c.hash).where(
    entry.c.kiosk_no == bindparam("number"), entry.c.seq.in_(bindparam("seqs", expanding=True))
)
_USED = select(filing.c.receipt).where(filing.c.receipt.in_(bindparam("receipts", expanding=True)))


def hashes(db: Connection, kiosk_no: int, seqs: Sequence[int]) -> dict[int, bytes]:
    """Return the hashes of entries that are kept."""
    rows = db.execute(_HASHES, {"number": kiosk_no, "seqs": seqs})
    return {int(seq): bytes(digest) for seq, digest in rows}


def add_entries(db: Connection, kiosk_no: int, entries: Sequence[Entry], at: int) -> None:
    """Add entries with their bodies; an entry whose body was purged has none."""
    insert_all(
        db,
        entry,
        [
            {
                "kiosk_no": kiosk_no,
                "seq": one.seq,
                "hash": one.hash,
                "header": one.header,
                "sig": one.sig,
                "recv_at": at,
            }
            for one in entries
        ],
    )
    add_bodies(db, entries)


def add_bodies(db: Connection, entries: Iterable[Entry]) -> None:
    """Keep the bodies that are not kept yet."""
    insert_new(
        db,
        body,
        [
            {
                "sha256": bytes.fromhex(one.fields.body_sha256),
                "len": one.fields.body_len,
                "data": one.body,
            }
            for one in entries
            if one.body is not None and one.fields.body_len
        ],
    )


def hold(db: Connection, kiosk_no: int, entries: Iterable[Entry], reason: str, at: int) -> None:
    """Set entries aside for a person; their bodies are kept too."""
    kept = list(entries)
    insert_new(
        db,
        held_entry,
        [
            {
                "hash": one.hash,
                "kiosk_no": kiosk_no,
                "seq": one.seq,
                "header": one.header,
                "sig": one.sig,
                "reason": reason,
                "recv_at": at,
            }
            for one in kept
        ],
    )
    add_bodies(db, kept)


def release(db: Connection, entries: Iterable[Entry], at: int) -> None:
    """Settle entries that were set aside and stand in the chain now: nobody has to look at them."""
    db.execute(
        update(held_entry)
        .where(held_entry.c.hash.in_([one.hash for one in entries]))
        .where(held_entry.c.reason.in_(UNCHAINED), held_entry.c.resolved_at.is_(None))
        .values(resolved_by="hub", resolved_at=at)
    )


def expect_blobs(db: Connection, kiosk_no: int, entries: Iterable[Entry]) -> None:
    """Allow the attachments that entries name."""
    insert_new(
        db,
        blob_due,
        [
            {
                "sha256": bytes.fromhex(ref.sha256),
                "kiosk_no": kiosk_no,
                "len": ref.len,
                "receipt": one.fields.receipt if isinstance(one.fields.receipt, str) else None,
            }
            for one in entries
            for ref in one.fields.blobs
        ],
    )


def used_receipts(db: Connection, receipts: Sequence[str]) -> set[str]:
    """Return which of some receipt numbers are used."""
    rows = db.execute(_USED, {"receipts": receipts})
    return {str(receipt) for (receipt,) in rows}


def add_filings(db: Connection, rows: Sequence[FilingRow], at: int) -> None:
    """Add filings, the first status of each, and the orders to hand them on."""
    insert_all(db, filing, [structs.asdict(row) for row in rows])
    first = {"actor": "hub", "at": at, "deadline": None, "need": ""}
    insert_all(
        db,
        status_event,
        [
            first | {"receipt": row.receipt, "status_seq": row.status_seq, "status": row.status}
            for row in rows
        ],
    )
    order(db, "filing.new", [row.receipt for row in rows], at)


def order(db: Connection, topic: str, refs: Iterable[str], at: int) -> None:
    """Ask for things to be done once: a second order of the same is none."""
    insert_new(
        db,
        hub_outbox,
        [{"topic": topic, "ref": ref, "attempts": 0, "next_at": at} for ref in refs],
    )


def add_stats(db: Connection, kiosk_no: int, day: str, data: bytes) -> None:
    """Keep a day's counts."""
    insert_new(db, stats_day, [{"kiosk_no": kiosk_no, "day": day, "data": data}])


def due(db: Connection, kiosk_no: int, sha256: bytes) -> Due | None:
    """Return an announced attachment of a kiosk."""
    row = db.execute(
        select(blob_due).where(blob_due.c.sha256 == sha256, blob_due.c.kiosk_no == kiosk_no)
    ).mappings()
    found = row.first()
    return None if found is None else Due(**found)


def has_body(db: Connection, sha256: bytes) -> bool:
    """Tell whether a body or attachment is whole."""
    return db.execute(select(body.c.len).where(body.c.sha256 == sha256)).first() is not None


def part_bytes(db: Connection, kiosk_no: int, sha256: bytes) -> int:
    """Return how many bytes of an attachment are there without a gap."""
    rows = db.execute(
        select(blob_part.c.off, func.length(blob_part.c.data))
        .where(blob_part.c.sha256 == sha256, blob_part.c.kiosk_no == kiosk_no)
        .order_by(blob_part.c.off)
    )
    have = 0
    for off, size in rows:
        if off > have:
            break
        have = max(have, off + size)
    return have


def add_part(db: Connection, kiosk_no: int, sha256: bytes, off: int, data: bytes, at: int) -> None:
    """Add a piece of an attachment."""
    row = {"sha256": sha256, "kiosk_no": kiosk_no, "off": off, "data": data, "at": at}
    insert_new(db, blob_part, [row])


def parts(db: Connection, kiosk_no: int, sha256: bytes) -> bytes:
    """Return all pieces of an attachment, put together."""
    rows = db.execute(
        select(blob_part.c.data)
        .where(blob_part.c.sha256 == sha256, blob_part.c.kiosk_no == kiosk_no)
        .order_by(blob_part.c.off)
    )
    return b"".join(bytes(data) for (data,) in rows)


def drop_parts(db: Connection, kiosk_no: int, sha256: bytes) -> None:
    """Forget the pieces of an attachment."""
    db.execute(
        delete(blob_part).where(blob_part.c.sha256 == sha256, blob_part.c.kiosk_no == kiosk_no)
    )


def drop_parts_before(db: Connection, at: int) -> None:
    """Forget attachments none of whose pieces came since then."""
    newest = (
        select(blob_part.c.sha256, blob_part.c.kiosk_no)
        .group_by(blob_part.c.sha256, blob_part.c.kiosk_no)
        .having(func.max(blob_part.c.at) < at)
    )
    for digest, number in db.execute(newest).all():
        drop_parts(db, int(number), bytes(digest))


def add_blob(db: Connection, sha256: bytes, data: bytes) -> None:
    """Keep a whole attachment."""
    insert_new(db, body, [{"sha256": sha256, "len": len(data), "data": data}])


def complete_filings(db: Connection, kiosk_no: int, receipts: Sequence[str]) -> None:
    """Mark filings whose body and attachments are all there."""
    if not receipts:
        return
    whole = select(body.c.sha256).where(body.c.sha256 == filing.c.body_sha256).exists()
    due_here = (
        select(blob_due.c.sha256)
        .outerjoin(body, body.c.sha256 == blob_due.c.sha256)
        .where(blob_due.c.receipt == filing.c.receipt, blob_due.c.kiosk_no == filing.c.kiosk_no)
        .where(body.c.sha256.is_(None))
    )
    db.execute(
        update(filing)
        .where(filing.c.receipt.in_(receipts), filing.c.kiosk_no == kiosk_no)
        .where(filing.c.complete == 0, whole, ~due_here.exists())
        .values(complete=1)
    )
