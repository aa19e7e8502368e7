"""Connections to one edition of the catalogue file, for any thread.

The file may be replaced by a newer one at any time; whoever began with an edition reads it to the
end. What is asked belongs to `catalog_db.py`, `catalog_menu.py` and `search_index.py`.
"""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from kiosk.domain.errors import Unavailable
from kiosk.store.database import open_read_only, translated


class CatalogConnections:
    """Read-only connections to the catalogue file as it is when the first one is opened.

    Each thread has its own. A thread that comes when the file has been replaced shares the first:
    SQLite lets one after the other in. `hold` opens the first at once.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._file: tuple[int, int] | None = None
        self._lock = threading.Lock()

    def hold(self) -> None:
        """Open the first connection now. Raises Unavailable."""
        with translated(self._path):
            self._connection()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """Run one query and return all its rows. Raises Unavailable or Bug."""
        with translated(self._path):
            return self._connection().execute(sql, values).fetchall()

    def pages(self, sql: str, values: Sequence[object], size: int) -> Iterator[list[Any]]:
        """Run one query and yield its rows in lists of `size`, each found when it is asked for.

        Raises:
            Unavailable: the file cannot be read.
            Bug: the query is wrong.
        """
        with translated(self._path), closing(self._connection().execute(sql, values)) as cursor:
            while rows := cursor.fetchmany(size):
                yield rows

    def close(self) -> None:
        """Close the connections of all threads; the next query opens the file that is there."""
        with self._lock:
            while self._all:
                self._all.pop().close()
            self._local = threading.local()
            self._file = None

    def _connection(self) -> sqlite3.Connection:
        """Return this thread's connection, opened on first use, or the first one."""
        own: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if own is None:
            own = self._local.connection = self._opened()
        return own

    def _opened(self) -> sqlite3.Connection:
        with self._lock:
            if not self._all:
                return self._open_first()
            if self._identity() != self._file:
                return self._all[0]
            connection = open_read_only(self._path)
            if self._identity() != self._file:  # replaced while it was opened
                connection.close()
                return self._all[0]
            self._all.append(connection)
            return connection

    def _open_first(self) -> sqlite3.Connection:
        """Open the file, and be sure which one it was."""
        while True:
            self._file = self._identity()
            connection = open_read_only(self._path)
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            if self._identity() == self._file:
                self._all.append(connection)
                return connection
            connection.close()

    def _identity(self) -> tuple[int, int]:
        try:
            found = self._path.stat()
        except OSError as error:
            raise Unavailable("store.unreadable", f"{self._path.name} 不见了") from error
        return found.st_dev, found.st_ino
