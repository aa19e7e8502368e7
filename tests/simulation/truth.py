"""What really happened in a simulated world, and what must never happen in it.

Invariants of sync.md §21 that hold at every moment are checked here as things happen; those that
hold when everything has settled are `verdict.py`.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable

from msgspec import Struct

from kiosk.journal.outbox import BODY_DAYS_PRESSED, DAY_MS
from kiosk.ports.journal import FilingStub, KeptEntry, MetaKey
from kiosk.store.journal_rows import JournalRows

DRIFT = 0.001


class Violation(AssertionError):
    """A promise was broken."""


class Signed(Struct, frozen=True, kw_only=True):
    """An entry that a kiosk committed."""

    kiosk_no: int
    seq: int
    is_filing: bool
    receipt: str


class Truth:
    """Everything that was committed, shown, kept and lost.

    Args:
        now_ms: the true time.
    """

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self.now_ms = now_ms
        self.steps = 0
        self.events: Counter[str] = Counter()
        self.signed: dict[bytes, Signed] = {}
        self.shown: dict[bytes, str] = {}
        self.lost_with_disk: set[bytes] = set()
        self.rotten: set[str] = set()
        self.purged: set[bytes] = set()
        self.numbers: dict[int, str] = {}
        self.kept_by_hub: set[bytes] = set()
        self._kept_at: dict[bytes, int] = {}
        self._pending: list[tuple[bytes, Signed]] = []

    @property
    def filed(self) -> int:
        """How many filings were committed."""
        return self.events["filing"]

    def step(self, name: str) -> None:
        """Count something that happened."""
        self.steps += 1
        self.events[name] += 1

    def appended(self, digest: bytes, entry: Signed) -> None:
        """An entry is in a transaction that may still be undone."""
        self._pending.append((digest, entry))

    def undone(self) -> None:
        self._pending.clear()

    def committed(self) -> None:
        """The transaction is on the disk."""
        self.step("commit")
        for digest, entry in self._pending:
            self.signed[digest] = entry
            self.events["filing"] += entry.is_filing
        self._pending.clear()

    def show(self, digest: bytes | None, receipt: str) -> None:
        """A person holds a receipt."""
        if digest not in self.signed:
            raise Violation(f"I1: receipt {receipt} was shown and is not committed")
        self.shown[digest] = receipt  # type: ignore[index]

    def hub_kept(self, digest: bytes) -> None:
        """The hub has an entry for ever."""
        if digest not in self.signed:
            raise Violation(f"I2: the hub has an entry that no kiosk committed: {digest.hex()}")
        self.kept_by_hub.add(digest)
        self._kept_at.setdefault(digest, self.now_ms())

    def enrolled(self, kiosk_no: int, key: str) -> None:
        """A machine has a number."""
        if self.numbers.setdefault(kiosk_no, key) != key:
            raise Violation(f"I3: number {kiosk_no} was given to two keys")

    def check_purge(self, digest: bytes) -> None:
        """A body was forgotten: the hub must have had it for as long as backups may be old."""
        self.purged.add(digest)
        kept_at = self._kept_at.get(digest)
        if kept_at is None:
            raise Violation(f"I5: a body was purged that the hub never had: {digest.hex()}")
        if self.now_ms() - kept_at < (BODY_DAYS_PRESSED - 1) * DAY_MS:
            raise Violation(f"I5: a body was purged too early: {digest.hex()}")


class WatchedRows(JournalRows):
    """The tables of a journal; whatever breaks a promise raises Violation."""

    def __init__(self, connection: sqlite3.Connection, truth: Truth) -> None:
        super().__init__(connection)
        self._truth = truth

    def append(self, entry: KeptEntry) -> None:
        from kiosk.journal.entry import read_header

        super().append(entry)
        fields = read_header(entry.header)
        self._truth.appended(
            entry.hash,
            Signed(
                kiosk_no=fields.kiosk_no,
                seq=fields.seq,
                is_filing=fields.type == "filing.new",
                receipt=fields.receipt if isinstance(fields.receipt, str) else "",
            ),
        )

    def acknowledge(self, through: int, at_ms: int) -> None:
        """Nothing is delivered that the hub does not have, or had before it lost its memory."""
        super().acknowledge(through, at_ms)
        digest = self.hash_at(through)
        if through and digest not in self._truth.kept_by_hub:
            raise Violation(f"entry {through} is acknowledged, and the hub never had it")

    def put_stub(self, stub: FilingStub) -> None:
        """A status never goes back."""
        known = self.stub(stub.receipt)
        super().put_stub(stub)
        if known and (stub.epoch, stub.status_seq) < (known.epoch, known.status_seq):
            raise Violation(f"the status of {stub.receipt} went back")

    def set_meta(self, key: MetaKey, value: str) -> None:
        """The epoch never goes back; no clock but the hub's raises the floor."""
        known = self.meta(key)
        super().set_meta(key, value)
        if key == "epoch" and known and int(value) < int(known):
            raise Violation("the epoch went back")
        limit = self._truth.now_ms() * (1 + DRIFT)
        if key == "time_floor" and int(value) > limit:
            raise Violation("the time floor is ahead of the time")

    def purge(self, before_ms: int) -> int:
        """Only what the hub has had for days is forgotten."""
        had = {one.hash for one in self.entries(0, 1 << 40) if one.body is not None}
        done = super().purge(before_ms)
        has = {one.hash for one in self.entries(0, 1 << 40) if one.body is not None}
        for digest in had - has:
            self._truth.check_purge(digest)
        return done
