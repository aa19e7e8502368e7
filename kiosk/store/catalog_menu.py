"""The tables of the catalogue cache that R0 needs: topics as cards, and the names of divisions.

Light to import, for the first frame waits for it; documents are `catalog_db.py`.
"""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from kiosk.ports.menu import TopicSummary
from kiosk.store.database import open_read_only, translated


class _Head(Struct, frozen=True, kw_only=True):
    """The part of `domain.topic.Catalogue` that is wanted here."""

    default_region: str


class CatalogMenu:
    """What can be chosen, and where. Any thread: each question opens the file and closes it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def topics(self) -> tuple[TopicSummary, ...]:
        """Return all published topics, most popular first. Raises Unavailable or Bug."""
        names = TopicSummary.__struct_fields__
        columns = ", ".join(names)
        rows = self._rows(f"SELECT {columns} FROM topic ORDER BY rank")  # noqa: S608 - our names
        return tuple(TopicSummary(**dict(zip(names, row, strict=True))) for row in rows)

    def division_name(self, code: str) -> str | None:
        """Return the name of a known division, or None. Raises Unavailable or Bug."""
        rows = self._rows("SELECT name FROM division WHERE code = ?", (code,))
        name: str | None = rows[0][0] if rows else None
        return name

    def default_region(self) -> str:
        """Return the division that lists are for unless another is wanted."""
        rows = self._rows("SELECT doc FROM document WHERE kind = 'catalogue'")
        return msgspec.json.decode(rows[0][0], type=_Head).default_region

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        with translated(self._path), closing(open_read_only(self._path)) as connection:
            return connection.execute(sql, values).fetchall()
