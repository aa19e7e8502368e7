"""Storage ports: the catalogue cache, its search index and the known divisions."""

from typing import Protocol

from kiosk.domain.catalog import Division, Documents
from kiosk.domain.ids import RegionCode
from kiosk.domain.schedule import WorkingDays
from kiosk.domain.search import SearchAnswer
from kiosk.ports.menu import CatalogState, TopicSummary


class CatalogStore(Documents, Protocol):
    """The catalogue cache, read-only. Any thread (one connection each); under 5 ms a call."""

    def state(self) -> CatalogState:
        """Return edition, digest and age of the cache."""
        ...

    def document(self, kind: str, key: str) -> bytes | None:
        """Return a document as it was shipped, or None: filings name its hash."""
        ...

    def topics(self) -> tuple[TopicSummary, ...]:
        """Return all published topics, most popular first."""
        ...

    def working_days(self) -> WorkingDays:
        """Return the working-day table of the catalogue."""
        ...

    def overlay_codes(self) -> tuple[RegionCode, ...]:
        """Return the codes that have an overlay, shortest first."""
        ...

    def division(self, code: RegionCode) -> Division | None:
        """Return a known division, or None."""
        ...

    def divisions(self, parent: RegionCode | None) -> tuple[Division, ...]:
        """Return the divisions one level below `parent` (None: the provinces), by code."""
        ...


class SearchIndex(Protocol):
    """Search over topics and services. Any thread; goals of measurements.md §5."""

    def search(self, query: str, limit: int) -> SearchAnswer:
        """Return what covers the query, best first, and what is near when nothing does."""
        ...

    def words(self, letters: str, limit: int) -> tuple[str, ...]:
        """Return words whose initials or pinyin begin with `letters`, most common first."""
        ...
