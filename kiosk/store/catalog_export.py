"""The catalogue as a plain SQLite file for other programs.

The tables are db/export/catalogue.sql. The kiosk never reads such a file; which rows it has is the
workshop's. Source: issue 3, “open formats”.
"""

import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from kiosk.domain.errors import Bug
from kiosk.files import bundled, file_error, write_atomic
from kiosk.store.database import statements, translated
from kiosk.wire.table_row import Cell, TableRow

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet takes for a formula."""


def write_tables(path: Path, rows: Iterable[TableRow]) -> int:
    """Write a new database, whole or not at all; a file of that name is replaced.

    A text that a spreadsheet would take for a formula gets an apostrophe in front, in whatever
    column: then it stays text in every file that is made from the tables.

    Args:
        path: the file.
        rows: every row; their order does not matter, what they refer to must be among them.

    Returns:
        The number of rows.

    Raises:
        InputError: the place cannot be written.
        Unavailable: the disk is full or does not answer.
        Bug: the rows do not fit the tables.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".", dir=path.parent) as folder:
            building = Path(folder) / "tables.db"
            count = _build(building, rows)
            data = building.read_bytes()
    except OSError as error:
        raise file_error(path, error) from error
    write_atomic(path, data)
    return count


def _build(path: Path, rows: Iterable[TableRow]) -> int:
    tables = bundled("db", "export", "catalogue.sql").read_text("utf-8")
    count = 0
    with translated(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("BEGIN")
        for statement in statements(tables):
            connection.execute(statement)
        for row in rows:
            _insert(connection, row)
            count += 1
        connection.execute("COMMIT")
        for table, number, parent, _ in connection.execute("PRAGMA foreign_key_check"):
            raise Bug("export.dangling", f"{table} 第 {number} 行指向 {parent} 里没有的一行")
    return count


def _insert(connection: sqlite3.Connection, row: TableRow) -> None:
    columns = ", ".join(f'"{name}"' for name in row.cells)
    marks = ", ".join("?" * len(row.cells))
    cells = [_harmless(cell) for cell in row.cells.values()]
    # Names of tables and columns are those of our own code; values are bound.
    connection.execute(f'INSERT INTO "{row.table}" ({columns}) VALUES ({marks})', cells)  # noqa: S608


def _harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
