"""Attachments: taken in pieces, kept when their hash is right. They never hold up the journal.

Only what an entry of the same kiosk named is taken. Source: sync.md §5, "Attachments".
"""

import hashlib
from collections.abc import Callable

from sqlalchemy import Engine

from hub.store import journal
from hub.store.database import reading, writing
from hub.store.kiosks import Kiosk
from kiosk.domain.errors import InputError

RANGE_BYTES = 256 * 1024


class Blobs:
    """Takes attachments.

    Args:
        engine: the database.
        now_ms: the time, ms since 1970 UTC.
    """

    def __init__(self, engine: Engine, now_ms: Callable[[], int]) -> None:
        self._engine = engine
        self._now_ms = now_ms

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

    def put(self, caller: Kiosk, sha256: str, offset: int, total: int, data: bytes) -> int:
        """Take a piece; return how many bytes are here now.

        Raises:
            InputError: not named by an entry, another length than announced, a gap, or, at the
                end, another hash; then all pieces are forgotten.
        """
        digest, number = bytes.fromhex(sha256), caller.kiosk_no
        with writing(self._engine) as db:
            due = journal.due(db, number, digest)
            if due is None:
                raise _unknown()
            if journal.has_body(db, digest):
                return due.len
            have = journal.part_bytes(db, number, digest)
            _check_range(due.len, have, offset, total, len(data))
            if offset + len(data) > have:
                journal.add_part(db, number, digest, have, data[have - offset :], self._now_ms())
                have = offset + len(data)
            if have < total:
                return have
            whole = journal.parts(db, number, digest)
            journal.drop_parts(db, number, digest)
            is_right = hashlib.sha256(whole).digest() == digest
            if is_right:
                journal.add_blob(db, digest, whole)
                journal.complete_filings(db, number, [due.receipt] if due.receipt else [])
        if not is_right:
            raise InputError("blob.hash", "附件传坏了：请从头再送", offset=0)
        return total


def _check_range(due: int, have: int, offset: int, total: int, size: int) -> None:
    if total != due or not 0 < size <= RANGE_BYTES or offset + size > total:
        raise InputError("blob.range", f"附件有{due}字节，每次最多{RANGE_BYTES}字节")
    if offset > have:
        raise InputError("blob.gap", f"附件中间缺一段：请从第{have}字节送起", offset=have)


def _unknown() -> InputError:
    return InputError("blob.unknown", "没有条目提到这个附件")
