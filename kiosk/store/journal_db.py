"""journal.db: one writer thread, whole transactions that reach the disk, a file verified at boot.

The tables are `journal_rows.py`. `synchronous = FULL` is what makes a receipt true: a commit that
returned survives a power cut. Source: sync.md §3, §4; F1–F4 of §2.1.
"""

import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kiosk.domain.errors import KioskError, Unavailable
from kiosk.files import sync_folder
from kiosk.ports.journal import FilingStub, JournalTx, KeptBlob, KeptEntry, MetaKey
from kiosk.store.database import migrate, open_read_only, set_pragma, translate, translated
from kiosk.store.journal_rows import JournalRows

T = TypeVar("T")
PRAGMAS: tuple[tuple[str, str | int], ...] = (
    ("journal_mode", "wal"),
    ("synchronous", 2),
    ("foreign_keys", 1),
    ("secure_delete", 1),
    ("mmap_size", 0),
    ("wal_autocheckpoint", 200),
)
Check = Callable[[JournalRows], None]
_Job = tuple[Callable[[JournalRows], Any], "Future[Any]"]


class SqliteJournalStore:
    """The port `JournalStore`. The caller holds the lock of the data folder: one process writes.

    Args:
        path: the file; made when missing.
        migrations: `db/kiosk`.
        check: looks through the opened file and raises Unavailable when it was damaged; it runs
            at every opening, before anything is written.

    Raises:
        Unavailable: the file is damaged or cannot be opened.
    """

    def __init__(self, path: Path, migrations: Path, check: Check = lambda rows: None) -> None:
        self._path = path
        self._migrations = migrations
        self._check = check
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._broken: KioskError | None = None
        self._opened = 0
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._db = self._open()
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def write(self, work: Callable[[JournalTx], T]) -> T:
        """Run `work` on the writer thread in one transaction, and commit it to the disk."""
        done: Future[T] = Future()
        self._jobs.put((work, done))
        return done.result()

    def fault(self) -> KioskError | None:
        """Return why nothing is written until `reopen`, None while all is well."""
        return self._broken

    def reopen(self) -> None:
        """Close, open and verify the file again after a fault of the disk. Raises Unavailable."""

        def again(_rows: JournalRows) -> None:
            self._db.close()
            self._db = self._open()
            self._opened += 1
            self._broken = None

        done: Future[None] = Future()
        self._jobs.put((_Outside(again), done))
        done.result()

    def close(self) -> None:
        """End the writer thread and close the file."""
        if self._thread.is_alive():
            self._jobs.put(None)
            self._thread.join()
            while self._readers:
                self._readers.pop().close()
            self._db.close()  # the last one: it brings the write-ahead log into the file

    # ---- reading, on a connection of the calling thread
    def meta(self, key: MetaKey) -> str | None:
        """Return a value, None when it was never set."""
        return self._read(lambda rows: rows.meta(key))

    def tip(self) -> tuple[int, bytes]:
        """Return number and hash of the last entry."""
        return self._read(lambda rows: rows.tip())

    def start(self) -> tuple[int, bytes]:
        """Return number and hash of the entry before the first that is kept."""
        return self._read(lambda rows: rows.start())

    def hash_at(self, seq: int) -> bytes | None:
        """Return the hash of an entry, None when there is none."""
        return self._read(lambda rows: rows.hash_at(seq))

    def entries(self, after: int, limit: int) -> tuple[KeptEntry, ...]:
        """Return entries behind a number, in order."""
        return self._read(lambda rows: rows.entries(after, limit))

    def waiting(self) -> int:
        """Return how many filings are not acknowledged yet."""
        return self._read(lambda rows: rows.waiting())

    def stub(self, receipt: str) -> FilingStub | None:
        """Return what is remembered of a filing."""
        return self._read(lambda rows: rows.stub(receipt))

    def last_stub(self) -> FilingStub | None:
        """Return the newest filing."""
        return self._read(lambda rows: rows.last_stub())

    def damage(self) -> str | None:
        """Check everything about the file itself; None when it is sound. Slow."""
        return self._read(lambda rows: rows.damage())

    def stubs(self) -> tuple[FilingStub, ...]:
        """Return everything that is remembered of filings."""
        return self._read(lambda rows: rows.stubs())

    def blobs(self, *, pending: bool) -> tuple[KeptBlob, ...]:
        """Return attachments."""
        return self._read(lambda rows: rows.blobs(pending=pending))

    def _read(self, look: Callable[[JournalRows], T]) -> T:
        try:
            with _readable(self._path):
                return look(JournalRows(self._reader()))
        except Unavailable as fault:
            self._broken = fault
            raise

    def _reader(self) -> sqlite3.Connection:
        """Return the connection of this thread, a new one when the file was opened again."""
        opened, connection = getattr(self._local, "reader", (-1, None))
        if connection is None or opened != self._opened:
            if connection is not None:
                self._readers.remove(connection)
                connection.close()
            connection = open_read_only(self._path)
            self._local.reader = (self._opened, connection)
            self._readers.append(connection)
        return connection

    # ---- the writer thread
    def _open(self) -> sqlite3.Connection:
        try:
            return self._opened_and_verified()
        except OSError as error:
            raise Unavailable(
                "store.unreadable", f"{self._path.name} 打不开（{error.strerror}）：请检查磁盘"
            ) from error

    def _opened_and_verified(self) -> sqlite3.Connection:
        with _readable(self._path):
            # For its owner alone: query codes lie in it until they are printed.
            self._path.touch(mode=0o600)
            connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
            try:
                for name, value in PRAGMAS:
                    set_pragma(connection, name, value)
                self._verify(connection)
                self._settle(connection)
            except BaseException:
                connection.close()
                raise
        return connection

    def _settle(self, connection: sqlite3.Connection) -> None:
        """Write anew what may be in the memory of the system alone, before anything follows it.

        After an fsync that failed, Linux counts pages as clean that never reached the disk. SQLite
        itself goes on after a folder that could not be synced: the name of its log would be lost.
        """
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise Unavailable("store.unreadable", f"{self._path.name} 正忙，请再试一次")
        sync_folder(self._path.parent)

    def _verify(self, connection: sqlite3.Connection) -> None:
        """Check the pages, bring the tables up to date, check the entries."""
        said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            raise Unavailable("journal.damaged", f"{self._path.name} 坏了（{said}）：已停止收件")
        migrate(connection, self._migrations, "journal")
        self._check(JournalRows(connection))

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            work, done = job
            try:
                done.set_result(self._do(work))
            except BaseException as error:  # noqa: BLE001 - belongs to the thread that waits
                done.set_exception(error)

    def _do(self, work: Callable[[JournalRows], Any]) -> Any:
        rows = JournalRows(self._db)
        if isinstance(work, _Outside):
            return work(rows)
        if self._broken is not None:
            raise self._broken
        try:
            self._db.execute("BEGIN IMMEDIATE")
            result = work(rows)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._failed(error) from error
        except BaseException:
            self._roll_back()
            raise
        return result

    def _failed(self, error: sqlite3.Error) -> KioskError:
        """Undo, and after a fault of the disk write nothing more: a page may not be as it seems."""
        self._roll_back()
        fault = translate(error, self._path)
        if isinstance(fault, Unavailable) and fault.code != "E-ST-01":
            self._broken = fault
        return fault

    def _roll_back(self) -> None:
        if self._db.in_transaction:
            try:
                self._db.execute("ROLLBACK")
            except sqlite3.Error as error:
                self._broken = translate(error, self._path)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn what SQLite raises, and what damaged values make of our own types, into KioskError."""
    try:
        with translated(path):
            yield
    except (ValueError, TypeError, LookupError, msgspec.MsgspecError) as error:
        said = type(error).__name__
        raise Unavailable("journal.damaged", f"{path.name} 坏了（{said}）：已停止收件") from error


class _Outside:
    """Work for the writer thread that is no transaction."""

    def __init__(self, work: Callable[[JournalRows], Any]) -> None:
        self._work = work

    def __call__(self, rows: JournalRows) -> Any:
        return self._work(rows)
