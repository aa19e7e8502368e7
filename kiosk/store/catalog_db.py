"""The catalogue cache as the port `CatalogStore`: documents, menus, working days, divisions.

Read-only: how the file came to be is `catalog_intake.py`, how it is opened
`catalog_connections.py`.
"""

import datetime as dt
from collections.abc import Sequence

from kiosk.domain.catalog import Division
from kiosk.domain.topic import Topic
from kiosk.ports.menu import CatalogState, TopicSummary
from kiosk.store.catalog_connections import CatalogConnections
from kiosk.store.documents import TypedDocuments
from kiosk.wire.pack import CalendarYear, DocumentKind


class WorkingDayTable:
    """Working days by the official table where it holds the year, else by weekday."""

    def __init__(self, years: Sequence[CalendarYear]) -> None:
        self._years = frozenset(year.year for year in years)
        self._off = frozenset(day for year in years for day in year.off)
        self._on = frozenset(day for year in years for day in year.on)

    def is_working(self, day: dt.date) -> bool:
        """Tell whether offices work on `day`."""
        return day in self._on or (day.isoweekday() <= 5 and day not in self._off)

    def knows(self, year: int) -> bool:
        """Tell whether the table holds the year."""
        return year in self._years


class SqliteCatalogStore(TypedDocuments):
    """The port `CatalogStore` over catalog.db."""

    def __init__(self, connections: CatalogConnections, state: CatalogState) -> None:
        super().__init__()
        self._connections = connections
        self._state = state
        self._topics: tuple[TopicSummary, ...] | None = None
        self._calendar: WorkingDayTable | None = None

    def _encoded(self, kind: DocumentKind, key: str) -> bytes | None:
        return self.document(kind, key)

    def document(self, kind: str, key: str) -> bytes | None:
        """Return a document as it was shipped, or None."""
        rows = self._connections.rows(
            "SELECT doc FROM document WHERE kind = ? AND id = ?", (kind, key)
        )
        return bytes(rows[0][0]) if rows else None

    def state(self) -> CatalogState:
        """Return edition, digest and age of the cache."""
        return self._state

    def was_checked(self, state: CatalogState) -> None:
        """Take over when the same catalogue was compared with the published one."""
        self._state = state

    def topic(self, topic_id: str) -> Topic:
        """Return one published topic. Raises KeyError."""
        found = super().topic(topic_id)
        if found.state != "published":
            raise KeyError(topic_id)
        return found

    def topics(self) -> tuple[TopicSummary, ...]:
        """Return all published topics, most popular first."""
        if self._topics is None:
            names = TopicSummary.__struct_fields__
            rows = self._connections.rows(
                f"SELECT {', '.join(names)} FROM topic ORDER BY rank"  # noqa: S608 - our own names
            )
            self._topics = tuple(TopicSummary(**dict(zip(names, row, strict=True))) for row in rows)
        return self._topics

    def working_days(self) -> WorkingDayTable:
        """Return the working-day table of the catalogue."""
        if self._calendar is None:
            rows = self._connections.rows("SELECT id FROM document WHERE kind = 'calendar'")
            self._calendar = WorkingDayTable([self._get("calendar", year) for (year,) in rows])
        return self._calendar

    def overlay_codes(self) -> tuple[str, ...]:
        """Return the codes that have an overlay, shortest first."""
        rows = self._connections.rows(
            "SELECT id FROM document WHERE kind = 'region' ORDER BY length(id), id"
        )
        return tuple(code for (code,) in rows)

    def division(self, code: str) -> Division | None:
        """Return a known division, or None."""
        rows = self._connections.rows("SELECT code, name FROM division WHERE code = ?", (code,))
        return Division(code=rows[0][0], name=rows[0][1]) if rows else None

    def divisions(self, parent: str | None) -> tuple[Division, ...]:
        """Return the divisions one level below `parent` (None: the provinces), by code."""
        rows = self._connections.rows(
            "SELECT code, name FROM division WHERE parent = ? ORDER BY code", (parent or "",)
        )
        return tuple(Division(code=code, name=name) for code, name in rows)
