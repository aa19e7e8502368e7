"""SQLite files: opening, PRAGMAs checked by value, migrations from SQL files, our own errors.

No table is known here. Opening read-only needs the standard library alone, because the first frame
of the kiosk waits for it; sqlite_utils is imported only when a file is migrated.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.domain.errors import Bug, KioskError, Unavailable

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

_MACHINE_CODES = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
_HEADER = "-- database: "


def translate(error: sqlite3.Error, path: Path) -> KioskError:
    """Return our error for SQLite's: the machine's fault (Unavailable) or our own (Bug).

    Args:
        error: as raised by sqlite3.
        path: the database file; only its name is told.
    """
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary == sqlite3.SQLITE_FULL:
        return Unavailable("E-ST-01", f"磁盘满了，{path.name} 写不进去：请清出空间再试")
    # Python raises DatabaseError without a code when a file is no database at all.
    if primary in _MACHINE_CODES or (primary is None and type(error) is sqlite3.DatabaseError):
        return Unavailable("store.unreadable", f"{path.name} 读写不了（{error}）：请检查磁盘")
    return Bug("store.sql", f"{path.name}：{error}")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Run a block whose sqlite3 errors leave as KioskError. Raises Unavailable or Bug."""
    try:
        yield
    except sqlite3.Error as error:
        raise translate(error, path) from error


def set_pragma(connection: sqlite3.Connection, name: str, value: str | int) -> None:
    """Set a PRAGMA and read it back: SQLite ignores what it does not like.

    Raises:
        Bug: the value did not take.
    """
    connection.execute(f"PRAGMA {name} = {value}")
    row = connection.execute(f"PRAGMA {name}").fetchone()
    if row is None or str(row[0]).lower() != str(value).lower():
        raise Bug("store.pragma", f"PRAGMA {name} = {value} 没有生效：{row and row[0]}")


def open_read_only(path: Path) -> sqlite3.Connection:
    """Open an existing database for reading; the caller gives each thread its own connection.

    Raises:
        Unavailable: the file is missing, unreadable or no database.
    """
    with translated(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        )
        set_pragma(connection, "query_only", 1)
        connection.execute("PRAGMA mmap_size = 1000000000")
        return connection


@contextmanager
def open_new(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file that is still being built; leave it complete, in WAL mode and without a WAL file.

    Until then its journal is in memory: a file whose building was cut short is thrown away.

    Raises:
        Unavailable: the disk is full or cannot be written.
    """
    with translated(path):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            set_pragma(connection, "journal_mode", "memory")
            yield connection
            set_pragma(connection, "journal_mode", "wal")
        finally:
            connection.close()


def migrations_of(folder: Path, database: str) -> tuple[Path, ...]:
    """Return the migration files of one database, oldest first.

    Args:
        folder: `db/kiosk`, holding NNNN_verb_noun.sql.
        database: `catalog` or `journal`, as in the files' first line.
    """
    header = _HEADER + database
    return tuple(
        path
        for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
        if path.read_text("utf-8").split("\n", 1)[0].strip() == header
    )


def statements(sql: str) -> Iterator[str]:
    """Yield the statements of a script one by one.

    `executescript` would commit first and so break the transaction of the migration.
    """
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""
    if statement.strip():
        raise Bug("store.migration", f"SQL 没有以分号结束：{statement.strip()[:60]}")


def migrate(connection: sqlite3.Connection, folder: Path, database: str) -> int:
    """Apply the pending migrations of one database; each is one transaction with its record.

    Returns:
        How many migrations the file has now, also kept in `PRAGMA user_version`.
    """
    from sqlite_utils import Database, Migrations

    files = migrations_of(folder, database)
    known = Migrations(f"kiosk.{database}")
    for file in files:
        _register(known, file)
    known.apply(Database(connection))
    set_pragma(connection, "user_version", len(files))
    return len(files)


def _register(known: "Migrations", file: Path) -> None:
    """Add one SQL file to the set, under its own name."""

    def run(db: "Database") -> None:
        for statement in statements(file.read_text("utf-8")):
            db.execute(statement)

    known(name=file.stem)(run)
