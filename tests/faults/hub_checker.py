"""Compares what kiosks promised with what the hub and the office behind it have.

Invariants I1–I4 and I8 of sync.md §21: nothing lost, nothing double, nothing that nobody signed.
"""

import hashlib
from collections.abc import Iterable, Iterator

from sqlalchemy import select

from hub.assembly import HubAssembly
from hub.store.database import reading
from hub.store.tables import body, entry, filing, held_entry
from kiosk.domain.errors import KioskError
from tests.faults.back_office import BackOffice, is_of_the_applicant
from tests.faults.field import FieldKiosk


def lost_and_double(
    hub: HubAssembly, kiosks: Iterable[FieldKiosk], office: BackOffice
) -> list[str]:
    """Return everything that is not as promised."""
    kiosks = tuple(kiosks)
    wrong = [f"chain: {flaw.where} {flaw.message}" for flaw in hub.verify().flaws]
    for kiosk in kiosks:
        wrong += _entries(hub, kiosk)
        wrong += _filings(hub, kiosk, office)
        wrong += _blobs(hub, kiosk)
    promised = {receipt for kiosk in kiosks for receipt in kiosk.truth}
    wrong += [f"{ref}: taken in, nobody filed it" for ref in office.taken.keys() - promised]
    return wrong


def _entries(hub: HubAssembly, kiosk: FieldKiosk) -> Iterator[str]:
    number = kiosk.author.kiosk_no
    last = kiosk.journal.tip()[0]
    ours = {kept.seq: kept.hash for kept in kiosk.journal.entries(0, last)}
    with reading(hub.engine) as db:
        query = select(entry.c.seq, entry.c.hash).where(entry.c.kiosk_no == number)
        theirs = {int(seq): bytes(digest) for seq, digest in db.execute(query)}
        held = select(held_entry.c.seq).where(held_entry.c.kiosk_no == number)
        yield from (f"{number} entry {seq}: set aside" for (seq,) in db.execute(held))
    if ours != theirs:
        yield f"{number}: {len(ours)} entries here, {len(theirs)} at the hub, or other ones"
    if int(kiosk.journal.meta("through") or 0) != last:
        yield f"{number}: acknowledged through {kiosk.journal.meta('through')} of {last}"


def _filings(hub: HubAssembly, kiosk: FieldKiosk, office: BackOffice) -> Iterator[str]:
    with reading(hub.engine) as db:
        query = select(filing.c.receipt, filing.c.seq, filing.c.complete).where(
            filing.c.kiosk_no == kiosk.author.kiosk_no
        )
        there = {row.receipt: row for row in db.execute(query)}
    yield from (f"{receipt}: nobody filed it" for receipt in there.keys() - kiosk.truth.keys())
    for receipt, kept in kiosk.truth.items():
        row, stub = there.get(receipt), kiosk.journal.stub(receipt)
        if row is None or row.seq != kept.seq or kiosk.journal.hash_at(kept.seq).hex() != kept.hash:
            yield f"{receipt}: lost"
            continue
        if not row.complete:
            yield f"{receipt}: not complete"
        if office.taken[receipt] != 1:
            yield f"{receipt}: taken in {office.taken[receipt]} times"
        if stub is None or stub.status != "accepted":
            yield f"{receipt}: its kiosk does not know that it was accepted"
        yield from _opens(office, receipt)


def _opens(office: BackOffice, receipt: str) -> Iterator[str]:
    try:
        if not is_of_the_applicant(office.opened(receipt)):
            yield f"{receipt}: another body"
    except KioskError as error:
        yield f"{receipt}: {error.message}"


def _blobs(hub: HubAssembly, kiosk: FieldKiosk) -> Iterator[str]:
    with reading(hub.engine) as db:
        for blob in kiosk.journal.blobs(pending=False):
            query = select(body.c.data).where(body.c.sha256 == bytes.fromhex(blob.sha256))
            data = db.execute(query).scalar()
            if data is None or hashlib.sha256(bytes(data)).hexdigest() != blob.sha256:
                yield f"attachment {blob.sha256}: lost or changed"
