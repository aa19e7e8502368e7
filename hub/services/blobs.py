"""Attachments: taken in pieces, kept when their hash is right. They never hold up the journal.

Only what an entry of the same kiosk named is taken. Source: sync.md §5, "Attachments".
"""

import hashlib

from msgspec import Struct
from sqlalchemy import Connection, Engine

from hub.services.answers import HubSigner
from hub.store import journal, kiosks
from hub.store.database import reading, writing
from hub.store.kiosks import Kiosk
from kiosk.domain.errors import InputError
from kiosk.wire.messages import BlobAnswer
from kiosk.wire.signed import Signed

RANGE_BYTES = 256 * 1024
DAY_MS, PART_DAYS = 86_400_000, 30


class Piece(Struct, frozen=True, kw_only=True):
    """Bytes of an attachment from an offset; `total` is the length of the whole."""

    offset: int
    total: int
    data: bytes


class Blobs:
    """Takes attachments.

    Args:
        engine: the database.
        signer: signs how much is kept, and knows the time.
    """

    def __init__(self, engine: Engine, signer: HubSigner) -> None:
        self._engine = engine
        self._signer = signer

    def offset(self, caller: Kiosk, sha256: str) -> int:
        """Return how many bytes are here; all of them when it is complete.

        Raises:
            InputError: no entry of this kiosk named it.
        """
        digest = bytes.fromhex(sha256)
        with reading(self._engine) as db:
            due = journal.due(db, caller.kiosk_no, digest)
            if due is None:
                raise _unknown()
            if journal.has_body(db, digest):
                return due.len
            return journal.part_bytes(db, caller.kiosk_no, digest)

    def put(self, caller: Kiosk, sha256: str, offset: int, total: int, data: bytes) -> Signed:
        """Take a piece; return the signed `BlobAnswer` of how many bytes are here now.

        Raises:
            InputError: not named by an entry, another length than announced, a gap, or, at the
                end, another hash; then all pieces are forgotten.
        """
        digest, number = bytes.fromhex(sha256), caller.kiosk_no
        with writing(self._engine) as db:
            kiosks.lock_kiosk(db, number)  # two pieces of one attachment come one after the other
            epoch = kiosks.epoch(db)
            have = self._take(db, number, digest, Piece(offset=offset, total=total, data=data))
        if have is None:
            raise InputError("blob.hash", "附件传坏了：请从头再送", offset=0)
        req = hashlib.sha256(data).hexdigest()
        answer = BlobAnswer(kiosk_no=number, epoch=epoch, sha256=sha256, have=have, req=req)
        return self._signer.sign("blob", answer)

    def _take(self, db: Connection, number: int, digest: bytes, piece: Piece) -> int | None:
        """Keep a piece; return how many bytes are here, None when the whole was another."""
        due = journal.due(db, number, digest)
        if due is None:
            raise _unknown()
        if journal.has_body(db, digest):
            return due.len
        have, size = journal.part_bytes(db, number, digest), len(piece.data)
        _check_range(due.len, have, piece)
        if piece.offset + size > have:
            rest = piece.data[have - piece.offset :]
            journal.add_part(db, number, digest, have, rest, self._signer.now_ms())
            have = piece.offset + size
        if have < piece.total:
            return have
        whole = journal.parts(db, number, digest)
        journal.drop_parts(db, number, digest)
        if hashlib.sha256(whole).digest() != digest:
            return None
        journal.add_blob(db, digest, whole)
        journal.complete_filings(db, number, [due.receipt] if due.receipt else [])
        return piece.total

    def drop_old(self) -> None:
        """Forget the pieces of attachments that were begun and never finished."""
        with writing(self._engine) as db:
            journal.drop_parts_before(db, self._signer.now_ms() - PART_DAYS * DAY_MS)


def _check_range(due: int, have: int, piece: Piece) -> None:
    offset, total, size = piece.offset, piece.total, len(piece.data)
    if total != due or not 0 < size <= RANGE_BYTES or offset + size > total:
        raise InputError("blob.range", f"附件有{due}字节，每次最多{RANGE_BYTES}字节")
    if offset > have:
        raise InputError("blob.gap", f"附件中间缺一段：请从第{have}字节送起", offset=have)


def _unknown() -> InputError:
    return InputError("blob.unknown", "没有条目提到这个附件")
