"""What a kiosk makes of a hub's acknowledgement, and what may be let go of. Pure.

Sending is `sync/journal_up.py`, keeping is `store/journal_db.py`. Source: sync.md §4, §5, §16.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from msgspec import Struct

from kiosk.journal.entry import ZERO_HASH
from kiosk.wire.batch import MAX_ENTRIES, MAX_ENTRIES_BYTES, Record
from kiosk.wire.messages import Ack

DAY_MS = 86_400_000
BODY_DAYS = 30
BODY_DAYS_PRESSED = 7
FILE_DAYS = 7
STUB_DAYS = 180
HEADER_DAYS = 730

Rung = Literal["plenty", "drop_caches", "stop_downloads", "purge", "no_attachments", "no_filings"]
LADDER: tuple[tuple[int, Rung], ...] = (
    (50_000_000, "no_filings"),
    (100_000_000, "no_attachments"),
    (200_000_000, "purge"),
    (500_000_000, "stop_downloads"),
    (1_000_000_000, "drop_caches"),
)
"""Free bytes below which a kiosk sheds something; each rung includes those after it."""


class Outbox(Struct, frozen=True, kw_only=True):
    """How far a journal is delivered: `last` entry written, `through` acknowledged.

    Entries up to `start` are gone, headers and all.
    """

    kiosk_no: int
    last: int
    through: int
    epoch: int
    start: int = 0


class Advance(Struct, frozen=True, kw_only=True, tag="advance"):
    """Entries up to `through` are delivered for ever."""

    through: int
    epoch: int


class Rewind(Struct, frozen=True, kw_only=True, tag="rewind"):
    """The hub lacks what is behind `through`: send from there again, attachments too.

    It came back from a backup, or chains again what it had only set aside.
    """

    through: int
    epoch: int
    from_start_of_feed: bool


class Diverged(Struct, frozen=True, kw_only=True, tag="diverged"):
    """This disk is not the one that the hub knows: rolled back, cloned or damaged (§9.3)."""

    reason: Literal["behind", "other_history", "fork", "bad_entry"]
    seq: int


class Revoked(Struct, frozen=True, kw_only=True, tag="revoked"):
    """The hub takes nothing more of this kiosk."""


class Ignored(Struct, frozen=True, kw_only=True, tag="ignored"):
    """An answer to another question, or an old one: as good as none."""

    reason: str


Decision = Advance | Rewind | Diverged | Revoked | Ignored


def batch_of(records: Iterable[Record]) -> Iterator[Record]:
    """Yield as many records as fit one delivery; the first always fits."""
    room = MAX_ENTRIES_BYTES
    for number, record in enumerate(records):
        room -= record.size_bytes
        if number == MAX_ENTRIES or (number and room < 0):
            return
        yield record


def judge(outbox: Outbox, ack: Ack, req: str, hash_at: Callable[[int], bytes | None]) -> Decision:
    """Decide what an acknowledgement means. Its signature was verified.

    Args:
        outbox: what this kiosk knows.
        ack: the hub's answer.
        req: SHA-256 of the request that was sent, hex.
        hash_at: the hash of our entry under a number; None when there is none.
    """
    if ack.kiosk_no != outbox.kiosk_no or ack.req != req:
        return Ignored(reason="回答的不是这次请求")
    if ack.epoch < outbox.epoch:
        return Ignored(reason="中心的回答来自恢复以前")
    if ack.stop is not None and ack.stop.reason == "revoked":
        return Revoked()
    if ack.through > outbox.last:
        return Diverged(reason="behind", seq=ack.through)
    is_gone = ack.through < outbox.start  # what would have to be sent again is no more
    ours = ZERO_HASH if ack.through == 0 else hash_at(ack.through)
    if is_gone or ours is None or ours.hex() != ack.head:
        return Diverged(reason="other_history", seq=ack.through)
    if ack.stop is not None and ack.stop.reason in ("fork", "bad_entry"):
        reason: Literal["fork", "bad_entry"] = "fork" if ack.stop.reason == "fork" else "bad_entry"
        return Diverged(reason=reason, seq=ack.stop.seq)
    is_behind = ack.through < outbox.through or (ack.stop is not None and ack.stop.reason == "gap")
    if ack.epoch > outbox.epoch or is_behind:
        return Rewind(
            through=ack.through,
            epoch=ack.epoch,
            from_start_of_feed=ack.epoch > outbox.epoch,
        )
    return Advance(through=ack.through, epoch=ack.epoch)


def rung(free_bytes: int, ladder: tuple[tuple[int, Rung], ...] = LADDER) -> Rung:
    """Return what must be shed with so much room on the disk."""
    return next((name for limit, name in ladder if free_bytes < limit), "plenty")


def body_limit_ms(floor_ms: int, *, pressed: bool) -> int:
    """Return the instant: the body of an entry that was acknowledged before it may go.

    Args:
        floor_ms: the time floor now, a lower bound of the time, as it was kept with the entry.
        pressed: whether the disk is short of room.
    """
    return floor_ms - (BODY_DAYS_PRESSED if pressed else BODY_DAYS) * DAY_MS


def file_limit_ms(floor_ms: int) -> int:
    """Return the same for an attachment that the hub has whole."""
    return floor_ms - FILE_DAYS * DAY_MS


def stub_limit_ms(floor_ms: int) -> int:
    """Return the same for what is remembered of a finished filing, by the day it was finished."""
    return floor_ms - STUB_DAYS * DAY_MS


def header_limit_ms(floor_ms: int) -> int:
    """Return the same for the header of an entry, by when the hub had it."""
    return floor_ms - HEADER_DAYS * DAY_MS
