"""Rules of kiosk and hub, each broken in one way; which are planted when is `planted.py`."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from msgspec import structs
from sqlalchemy import Connection, Engine

from hub.store import journal as hub_journal
from hub.store import status as hub_status
from hub.store.database import writing
from kiosk.journal import chain, outbox
from kiosk.journal.boot import keys_of
from kiosk.journal.clock import TrustedTime
from kiosk.journal.entry import Entry
from kiosk.journal.outbox import Advance, Decision, Outbox, Rewind
from kiosk.ports.clock import Readings
from kiosk.store.journal_rows import JournalRows
from kiosk.sync.blobs_up import BlobsUp
from kiosk.sync.request_keys import RequestKeys
from kiosk.wire.messages import Ack, BlobAnswer
from kiosk.wire.request_signature import Sender
from tests.fakes.journal import MemoryJournal
from tests.simulation.hub import WorkerDied

Patches = Callable[[], AbstractContextManager[Any]]


def swapped(name: str, value: object) -> Patches:
    """Return what puts a value in the place of a rule."""
    return lambda: patch(name, value)


def both(one: Patches, other: Patches) -> Patches:
    """Return what breaks two rules of which each would be enough."""

    @contextmanager
    def broken() -> Iterator[None]:
        with one(), other():
            yield

    return broken


def judged(change: Callable[[Outbox, Ack, Decision], Decision]) -> Patches:
    """Return what changes the kiosk's decision on an acknowledgement."""

    def judge(box: Outbox, ack: Ack, req: str, hash_at: Callable[[int], bytes | None]) -> Decision:
        return change(box, ack, outbox.judge(box, ack, req, hash_at))

    return swapped("kiosk.sync.journal_up.judge", judge)


def sql(method: str, work: Callable[..., object]) -> Patches:
    """Return what puts other SQL in the place of a method of the journal."""
    return lambda: patch.object(JournalRows, method, work)


# ---- the hub
@contextmanager
def careless_writing(engine: Engine) -> Iterator[Connection]:
    try:
        with writing(engine) as db:
            yield db
    except WorkerDied:
        return  # rolled back, and answered as if it had been committed


def linked(word: dict[str, str]) -> Patches:
    def link(tip: chain.Tip, one: Entry, known: Callable[[int], bytes | None]) -> str:
        joined = chain.link(tip, one, known)
        if joined == "fork" and "fork" in word:
            return "known" if one.seq <= tip.seq else "next"
        return word.get(joined, joined)

    return swapped("hub.services.intake.link", link)


def intake_journal(**changed: object) -> Patches:
    return swapped("hub.services.intake.journal", SimpleNamespace(**vars(hub_journal) | changed))


def filed_again(db: Connection, entries: Sequence[Entry]) -> None:
    hub_journal.add_bodies(db, entries)
    again = [one.fields.receipt for one in entries if one.fields.type == "filing.new"]
    hub_journal.order(db, "filing.new", [f"{receipt}#2" for receipt in again], 0)


_items = hub_status.items


def items_but_one(db: Connection, number: int, after: int, limit: int) -> tuple[bytes, ...]:
    found = _items(db, number, after, limit)
    return found[1:] if len(found) == 3 else found  # a cursor that saw a later commit first


class _AnyHash:
    def __eq__(self, _other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


def blind_hash(data: bytes) -> SimpleNamespace:
    import hashlib

    real = hashlib.sha256(data)
    return SimpleNamespace(digest=_AnyHash, hexdigest=real.hexdigest)


# ---- the kiosk
def no_rewind(box: Outbox, _ack: Ack, done: Decision) -> Decision:
    is_rewind = isinstance(done, Rewind)
    return Advance(through=box.through, epoch=done.epoch) if is_rewind else done  # type: ignore[union-attr]


def feed_goes_on(_box: Outbox, _ack: Ack, done: Decision) -> Decision:
    if isinstance(done, Rewind):
        return structs.replace(done, from_start_of_feed=False)
    return done


def old_epoch(box: Outbox, ack: Ack, done: Decision) -> Decision:
    is_old = ack.epoch < box.epoch and ack.through <= box.last
    return Advance(through=ack.through, epoch=ack.epoch) if is_old else done


def every_item(_feed: object, tx: Any, items: list[Any], now_ms: int) -> None:
    for item in items:
        stub = tx.stub(item.receipt)
        if stub is not None:
            told = {"status": item.status, "epoch": item.epoch, "status_seq": item.status_seq}
            tx.put_stub(structs.replace(stub, at_ms=now_ms, **told))
        tx.set_meta("feed_after", str(item.feed_seq))


def newer_items(_feed: object, tx: Any, items: list[Any], now_ms: int) -> None:
    """Only numbers are compared: no gap is seen, no answer from before a restore."""
    after = int(tx.meta("feed_after") or 0)
    every_item(_feed, tx, [one for one in items if one.feed_seq > after], now_ms)


def purge_all(rows: Any, _before_ms: int) -> int:
    done = rows._db.execute("UPDATE entry SET body = NULL, state = 2 WHERE body IS NOT NULL")
    return int(done.rowcount)


_acknowledge, _set_meta = JournalRows.acknowledge, JournalRows.set_meta
_rewind, _write = JournalRows.rewind, MemoryJournal.write


def acknowledge_all(rows: Any, _through: int, at_ms: int) -> None:
    _acknowledge(rows, rows.tip()[0], at_ms)


def forget_counter(rows: Any, key: Any, value: str) -> None:
    if key != "filings" or int(value) % 5:
        _set_meta(rows, key, value)


def rewind_without_files(rows: Any, through: int) -> None:
    have = rows._db.execute("SELECT uploaded, sha256 FROM blob").fetchall()
    _rewind(rows, through)
    rows._db.executemany("UPDATE blob SET uploaded = ? WHERE sha256 = ?", have)


def rewind_without_held(rows: Any, through: int) -> None:
    held = rows._db.execute("SELECT seq FROM entry WHERE state = 3").fetchall()
    _rewind(rows, through)
    rows._db.executemany("UPDATE entry SET state = 3 WHERE seq = ?", held)


def lazy_write(journal: Any, work: Callable[[Any], Any]) -> Any:
    """Every tenth commit returns before it has reached the disk, and the power fails."""
    journal.writes = getattr(journal, "writes", 0) + 1
    if journal.writes % 10:
        return _write(journal, work)
    journal._connection.execute("BEGIN")
    try:
        return work(journal._tx)
    finally:
        journal._connection.execute("ROLLBACK")


def floor_by_wall(time: TrustedTime, now: Readings) -> int:
    return max(time.floor_ms, now.wall_ms)


def any_blob_answer(up: BlobsUp, blob: Any, have: int, data: bytes) -> int:
    signed = up._hub.put_blob(blob.sha256, have, blob.len, data)
    return max(have + 1, up._trust.open(signed, "blob", BlobAnswer).have)


def newest_sender(keys: RequestKeys) -> Sender | None:
    number, known = keys._journal.meta("kiosk_no"), keys_of(keys._journal)
    if number is None or not known:
        return None
    newest = keys._signer(keys._tried or bytes.fromhex(known[-1][1]))
    return Sender(kiosk_no=int(number), public_key=newest.public_key, sign=newest.sign)
