"""What the arrival of an entry sets off: a filing to hand on, counts to keep, attachments due.

Whether an entry is kept was decided before, in `intake.py`. An unknown type sets off nothing.
"""

from collections.abc import Sequence

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from hub.store import journal
from hub.store.journal import FilingRow
from hub.store.kiosks import Kiosk, Locked
from kiosk.journal.entry import Entry
from kiosk.journal.receipt import is_receipt_no
from kiosk.wire.messages import BatchPrefix


class _Day(Struct, frozen=True, kw_only=True):
    """What is needed of a `stats.day` body."""

    day: str


def keep(
    db: Connection, locked: Locked, entries: Sequence[Entry], prefix: BatchPrefix, now: int
) -> None:
    """Keep entries that follow the chain, and set off what they ask for."""
    kiosk = locked.kiosk
    journal.add_entries(db, kiosk.kiosk_no, entries, now)
    journal.expect_blobs(db, kiosk.kiosk_no, entries)
    _filings(db, locked, [one for one in entries if one.fields.type == "filing.new"], prefix, now)
    for one in entries:
        if one.fields.type in ("filing.supplement", "filing.withdrawn"):
            journal.order(db, one.fields.type, [one.hash.hex()], now)
        elif one.fields.type == "stats.day":
            _stats(db, kiosk, one)


def _filings(
    db: Connection, locked: Locked, entries: Sequence[Entry], prefix: BatchPrefix, now: int
) -> None:
    """Add filings; one that a person must look at is held beside its entry."""
    if not entries:
        return
    kiosk = locked.kiosk
    used = journal.used_receipts(db, [str(one.fields.receipt) for one in entries])
    rows = []
    for one in entries:
        reason = _objection(kiosk, one, used)
        if reason is not None:
            journal.hold(db, kiosk.kiosk_no, [one], reason, now)
            continue
        used.add(str(one.fields.receipt))
        rows.append(_row(kiosk, one, locked.region, prefix, now))
    journal.add_filings(db, rows, now)
    open_ones = [row.receipt for row in rows if not row.complete]
    journal.complete_filings(db, kiosk.kiosk_no, open_ones)


def _row(kiosk: Kiosk, one: Entry, region: str, prefix: BatchPrefix, now: int) -> FilingRow:
    fields = one.fields
    low, high = _filed_between(kiosk, one, prefix, now)
    return FilingRow(
        receipt=str(fields.receipt),
        kiosk_no=kiosk.kiosk_no,
        seq=one.seq,
        region=region,
        item_id=str(fields.item_id),
        item_sha256=bytes.fromhex(str(fields.item_sha256)),
        shard_ver=fields.shard_ver if isinstance(fields.shard_ver, int) else None,
        filed_lo=low,
        filed_hi=high,
        body_sha256=bytes.fromhex(fields.body_sha256),
        qv=str(fields.qv),
        complete=int(one.body is not None and not fields.blobs),
        status="delivered",
        status_seq=0,
        flags="" if one.body is not None else "body_purged",
    )


def _objection(kiosk: Kiosk, one: Entry, used: set[str]) -> str | None:
    """Return why a filing cannot be listed under its number, None when it can."""
    fields = one.fields
    needed = (fields.receipt, fields.item_id, fields.item_sha256, fields.seal, fields.qv)
    if not all(isinstance(value, str) for value in needed):
        return "incomplete_header"
    receipt = str(fields.receipt)
    if not is_receipt_no(receipt) or not receipt.startswith(f"{kiosk.kiosk_no:07}"):
        return "foreign_receipt"
    return "receipt_used" if receipt in used else None


def _filed_between(kiosk: Kiosk, one: Entry, prefix: BatchPrefix, now: int) -> tuple[int, int]:
    """Return when it was filed at the earliest and at the latest (sync.md §14)."""
    fields = one.fields
    if fields.boot_id == prefix.boot_id and prefix.t_mono >= fields.t_mono:
        at = now - (prefix.t_mono - fields.t_mono)
        return at, at
    if fields.t_q == 2 and fields.t_wall <= now:
        return fields.t_wall, fields.t_wall
    return min(kiosk.enrolled_at, now), now


def _stats(db: Connection, kiosk: Kiosk, one: Entry) -> None:
    try:
        day = msgspec.json.decode(one.body or b"", type=_Day).day
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return
    journal.add_stats(db, kiosk.kiosk_no, day[:10], one.body or b"")
