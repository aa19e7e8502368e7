"""The journal port: one append-only memory, written in whole transactions by one thread.

What an entry is belongs to `journal/entry.py`, when something may be forgotten to
`journal/outbox.py`. Source: sync.md §3, §4.
"""

from collections.abc import Callable
from typing import Literal, Protocol, TypeVar

from msgspec import Struct

from kiosk.domain.errors import KioskError
from kiosk.wire.messages import FilingStatus

T = TypeVar("T")
EntryState = Literal["kept", "acknowledged", "purged", "held"]
MetaKey = Literal[
    "kiosk_no",
    "site",
    "regions",
    "enrolment",
    "origin",
    "hub_keys",
    "seal_keys",
    "keys",
    "through",
    "epoch",
    "feed_after",
    "filings",
    "tuf_floors",
    "time_floor",
    "frozen",
    "stopped",
    "synced_at",
    "day_counts",
    "wrong_codes",
]
"""The values kept beside the entries, as text: numbers in decimal, the rest as JSON."""


class KeptEntry(Struct, frozen=True, kw_only=True):
    """An entry as it lies in the file; `body` None when it was purged.

    `acked_at` is when a hub acknowledged it or set it aside, ms of the time floor; it stays when a
    hub is rewound. One that is `purged` and not acknowledged any more is sent without its body.
    """

    seq: int
    hash: bytes
    header: bytes
    sig: bytes
    body: bytes | None
    state: EntryState
    acked_at: int | None = None


class KeptBlob(Struct, frozen=True, kw_only=True):
    """A sealed attachment: where its file is, its length, how much of it the hub has."""

    sha256: str
    seq: int
    path: str
    len: int
    uploaded: int = 0


class FilingStub(Struct, frozen=True, kw_only=True):
    """What a kiosk remembers of a filing in the clear: no name, no answers.

    `filed_day` is YYYYMMDD, `slip` the text of the receipt's QR code, `qv` the verifier of the
    query code. `pending_code` is the code itself until the receipt was `shown`. `at_ms` is when
    the status was taken in; `deadline` and `need` come from the hub.
    """

    receipt: str
    seq: int
    item_id: str
    item_name: str
    status: FilingStatus
    filed_day: str
    slip: str
    qv: str
    at_ms: int
    epoch: int = 0
    status_seq: int = 0
    pending_code: str | None = None
    shown: bool = False
    deadline: str | None = None
    need: tuple[str, ...] = ()


class JournalReader(Protocol):
    """What can be looked up. Any thread; raises Unavailable when the disk does not answer."""

    def meta(self, key: MetaKey) -> str | None:
        """Return a value, None when it was never set."""
        ...

    def tip(self) -> tuple[int, bytes]:
        """Return number and hash of the last entry; 0 and zeros in an empty journal."""
        ...

    def start(self) -> tuple[int, bytes]:
        """Return number and hash of the entry before the first that is kept.

        0 and zeros unless headers were let go of.
        """
        ...

    def hash_at(self, seq: int) -> bytes | None:
        """Return the hash of an entry, that of `start` too; None when there is none."""
        ...

    def entries(self, after: int, limit: int) -> tuple[KeptEntry, ...]:
        """Return entries behind a number, in order."""
        ...

    def waiting(self) -> int:
        """Return how many filings are not acknowledged yet."""
        ...

    def stub(self, receipt: str) -> FilingStub | None:
        """Return what is remembered of a filing."""
        ...

    def last_stub(self) -> FilingStub | None:
        """Return the newest filing."""
        ...

    def damage(self) -> str | None:
        """Check everything about the file itself, indexes too; None when it is sound. Slow."""
        ...

    def stubs(self) -> tuple[FilingStub, ...]:
        """Return everything that is remembered of filings, in order."""
        ...

    def blobs(self, *, pending: bool) -> tuple[KeptBlob, ...]:
        """Return attachments: all, or those of acknowledged entries that are not uploaded."""
        ...


class JournalTx(JournalReader, Protocol):
    """One transaction: everything in it happens, or nothing."""

    def set_meta(self, key: MetaKey, value: str) -> None:
        """Set a value."""
        ...

    def clear_meta(self, key: MetaKey) -> None:
        """Forget a value."""
        ...

    def append(self, entry: KeptEntry) -> None:
        """Add the next entry; the number must be the tip's plus one."""
        ...

    def add_blob(self, blob: KeptBlob) -> None:
        """Add an attachment whose file is on the disk already."""
        ...

    def set_uploaded(self, sha256: str, uploaded: int, at_ms: int) -> None:
        """Remember how much of an attachment the hub has, and since when, on the time floor."""
        ...

    def put_stub(self, stub: FilingStub) -> None:
        """Add or replace a stub."""
        ...

    def acknowledge(self, through: int, at_ms: int) -> None:
        """Entries up to a number are delivered; stubs that were `filed` become `delivered`."""
        ...

    def rewind(self, through: int) -> None:
        """Entries behind a number must be sent again, those set aside too; and all attachments."""
        ...

    def hold(self, hashes: tuple[bytes, ...], at_ms: int) -> None:
        """Entries wait for a person at the hub; those that are delivered do not.

        `at_ms` is when the hub said so, on the time floor.
        """
        ...

    def purge(self, before_ms: int) -> int:
        """Forget bodies that a hub has since before an instant of the time floor; how many.

        What waits for a person at the hub is there, too: its body goes as well.
        """
        ...

    def ripe(self, before_ms: int) -> int:
        """Return the last number up to which every entry may go with its header; 0: none may.

        All of them are acknowledged since before an instant of the time floor, and no filing or
        attachment that is remembered belongs to one.
        """
        ...

    def prune(self, last: int) -> None:
        """Forget the first entries, up to a number, with their headers."""
        ...

    def purge_blobs(self, before_ms: int) -> tuple[str, ...]:
        """Forget attachments that the hub has whole since before an instant.

        Returns:
            The paths of their files, which nothing names any more.
        """
        ...

    def purge_stubs(self, before_ms: int) -> int:
        """Forget filings that were finished before an instant; return how many."""
        ...


class JournalStore(JournalReader, Protocol):
    """The journal of one kiosk."""

    def write(self, work: Callable[[JournalTx], T]) -> T:
        """Run `work` on the writer thread in one transaction, and commit it to the disk.

        Raises:
            Unavailable: E-ST-01 the disk is full; the disk does not answer (nothing more is
                written until `reopen`). Whatever `work` raises. In each case nothing has happened.
        """
        ...

    def fault(self) -> KioskError | None:
        """Return why nothing is written until `reopen`, None while all is well."""
        ...

    def reopen(self) -> None:
        """Close, open and verify the file again after a fault of the disk.

        Raises:
            Unavailable: it is damaged.
        """
        ...

    def close(self) -> None:
        """End the writer thread."""
        ...


class Attachments(Protocol):
    """Sealed files beside the journal. Any thread."""

    def keep(self, sealed: bytes) -> str:
        """Write a sealed file, reach the disk, and return its path inside the data folder.

        Raises:
            Unavailable: the disk is full or does not answer.
        """
        ...

    def read(self, path: str, offset: int, size: int) -> bytes:
        """Return a range of a file. Raises Unavailable when it is gone or damaged."""
        ...

    def drop(self, path: str) -> None:
        """Remove a file that no entry names any more; again does nothing."""
        ...

    def drop_all_but(self, paths: frozenset[str]) -> int:
        """Remove files that no entry names; return how many."""
        ...


class Ballast(Protocol):
    """Room on the disk that is held back for the moment when there is no other."""

    size_bytes: int

    def is_kept(self) -> bool:
        """Tell whether the room is held back."""
        ...

    def keep(self) -> None:
        """Hold the room back if there is any. Raises Unavailable when the disk does not answer."""
        ...

    def release(self) -> None:
        """Give the room to who needs it. Raises Unavailable when the disk does not answer."""
        ...
