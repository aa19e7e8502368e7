"""One row of the plain tables in which the catalogue leaves for other programs.

Which rows there are is `workshop/catalog_rows.py`, the tables are db/export/catalogue.sql, writing
them is `store/catalog_export.py`.
"""

from msgspec import Struct

Cell = str | int | None


class TableRow(Struct, frozen=True, kw_only=True):
    """A row: its table and its cells by column; a column left out is empty."""

    table: str
    cells: dict[str, Cell]
