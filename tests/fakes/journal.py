"""A journal in memory: the real SQL on a database without a file, without a thread.

What a fault leaves behind is made here: a copy of the disk, and a power cut around a commit.
"""

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kiosk.domain.errors import Unavailable
from kiosk.ports.journal import JournalTx
from kiosk.store.database import migrate, translated
from kiosk.store.journal_rows import JournalRows

T = TypeVar("T")
MIGRATIONS = Path(__file__).resolve().parents[2] / "db" / "kiosk"
NAME = Path("memory")
Moment = Callable[[str], None]


class MemoryJournal(JournalRows):
    """The port `JournalStore`. One thread.

    Args:
        rows: what works in a transaction.
        moment: called at "before_commit" and "after_commit"; what it raises is a power cut.
    """

    def __init__(
        self,
        rows: Callable[[sqlite3.Connection], JournalRows] = JournalRows,
        moment: Moment = lambda _when: None,
        image: bytes | None = None,
    ) -> None:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        super().__init__(connection)
        self._connection = connection
        self._tx = rows(connection)
        self._moment = moment
        connection.execute("PRAGMA foreign_keys = 1")
        if image is None:
            migrate(connection, MIGRATIONS, "journal")
        else:
            connection.deserialize(image)

    def write(self, work: Callable[[JournalTx], T]) -> T:
        """Run `work` in one transaction."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            with translated(NAME):
                result = work(self._tx)
            self._moment("before_commit")
            self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        self._moment("after_commit")
        return result

    def image(self) -> bytes:
        """Return a copy of the disk: what is committed."""
        return self._connection.serialize()

    def reopen(self) -> None:
        """Nothing can break."""

    def close(self) -> None:
        self._connection.close()


class MemoryAttachments:
    """The port `Attachments`."""

    def __init__(self, files: dict[str, bytes] | None = None) -> None:
        self.files = dict(files or {})

    def keep(self, sealed: bytes) -> str:
        path = f"attachments/{hashlib.sha256(sealed).hexdigest()}"
        self.files[path] = sealed
        return path

    def read(self, path: str, offset: int, size: int) -> bytes:
        data = self.files.get(path, b"")[offset : offset + size]
        if len(data) != size:
            raise Unavailable("attachment.unreadable", "一个附件不完整：请检查磁盘")
        return data

    def drop(self, path: str) -> None:
        self.files.pop(path, None)

    def drop_all_but(self, paths: frozenset[str]) -> int:
        gone = [path for path in self.files if path not in paths]
        for path in gone:
            del self.files[path]
        return len(gone)
