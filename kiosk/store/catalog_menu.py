"""The tables of the catalogue cache that R0 needs: topics as cards, and the names of divisions.

Light to import, for the first frame waits for it; documents are `catalog_db.py`.
"""

import msgspec
from msgspec import Struct

from kiosk.ports.menu import TopicSummary
from kiosk.store.catalog_connections import CatalogConnections


class _Head(Struct, frozen=True, kw_only=True):
    """The part of `domain.topic.Catalogue` that is wanted here."""

    default_region: str


class CatalogMenu:
    """What can be chosen, and where. Any thread."""

    def __init__(self, connections: CatalogConnections) -> None:
        self._connections = connections
        self._topics: tuple[TopicSummary, ...] | None = None

    def topics(self) -> tuple[TopicSummary, ...]:
        """Return all published topics, most popular first. Raises Unavailable or Bug."""
        if self._topics is None:
            names = TopicSummary.__struct_fields__
            columns = ", ".join(names)
            rows = self._connections.rows(f"SELECT {columns} FROM topic ORDER BY rank")  # noqa: S608 - our names
            self._topics = tuple(TopicSummary(**dict(zip(names, row, strict=True))) for row in rows)
        return self._topics

    def division_name(self, code: str) -> str | None:
        """Return the name of a known division, or None. Raises Unavailable or Bug."""
        rows = self._connections.rows("SELECT name FROM division WHERE code = ?", (code,))
        name: str | None = rows[0][0] if rows else None
        return name

    def default_region(self) -> str:
        """Return the division that lists are for unless another is wanted."""
        rows = self._connections.rows("SELECT doc FROM document WHERE kind = 'catalogue'")
        return msgspec.json.decode(rows[0][0], type=_Head).default_region
