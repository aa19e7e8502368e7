"""The tail of a journal checked at every start, before anything is written. Pure.

Source: sync.md §4, "Boot".
"""

import msgspec

from kiosk.domain.errors import InputError
from kiosk.journal.chain import Tip, verify
from kiosk.journal.checkpoint import flaw_of_start
from kiosk.journal.entry import ZERO_HASH, Entry, read_entry
from kiosk.ports.crypto import Suite
from kiosk.ports.journal import JournalReader, MetaKey

TAIL = 1_000
NUMBERS: tuple[MetaKey, ...] = (
    "kiosk_no",
    "through",
    "epoch",
    "feed_after",
    "filings",
    "time_floor",
    "synced_at",
)
Keys = tuple[tuple[int, str], ...]


def tail_flaw(journal: JournalReader, suite: Suite, tail: int = TAIL) -> str | None:
    """Return what is wrong with the last entries, None when nothing is.

    Args:
        journal: the opened file.
        suite: its algorithms.
        tail: how many entries are looked at; all of them when there are fewer.
    """
    last, _ = journal.tip()
    unread = next((key for key in NUMBERS if not _is_number(journal.meta(key))), None)
    if unread is not None:
        return f"{unread} 不是数字"
    if last == 0:
        return None
    start = journal.start()[0]
    before = max(start, last - tail)
    if before == start and keys_of(journal):
        flaw = flaw_of_start(journal, key_at(keys_of(journal), start + 1))
        if flaw is not None:
            return flaw
    return flaw_after(journal, suite, before, tail)


def flaw_after(journal: JournalReader, suite: Suite, before: int, limit: int) -> str | None:
    """Return what is wrong with some entries behind a number."""
    kept = journal.entries(before, limit)
    head = journal.hash_at(before) if before else ZERO_HASH
    keys = keys_of(journal)
    if head is None or not keys:
        return f"第{before}条不见了" if keys else "不知道这台机器的钥匙"
    try:
        entries = [_read(one.header, one.sig, one.body, suite, one.hash) for one in kept]
    except InputError as error:
        return error.message
    tip = Tip(seq=before, hash=head, key=key_at(keys, before + 1))
    return next((flaw.message for flaw in verify(entries, tip, suite)), None)


def keys_of(journal: JournalReader) -> Keys:
    """Return the keys of a kiosk with the entry from which each signs."""
    return msgspec.json.decode(journal.meta("keys") or "[]", type=Keys)


def key_at(keys: Keys, seq: int) -> bytes:
    """Return the key that signs an entry."""
    return bytes.fromhex([key for since, key in keys if since <= seq][-1])


def _is_number(value: str | None) -> bool:
    return value is None or (value.isascii() and value.isdigit())


def _read(header: bytes, sig: bytes, body: bytes | None, suite: Suite, digest: bytes) -> Entry:
    entry = read_entry(header, sig, body, suite)
    if entry.hash != digest:
        raise InputError("journal.hash", f"第{entry.seq}条和登记的摘要对不上")
    return entry
