"""Browsing: life events, topics, search and places; what a resident sees before the first question."""

from msgspec import Struct

from kiosk.domain.catalog import Division
from kiosk.domain.ids import CategoryId, RegionCode, TopicId
from kiosk.domain.search import SearchAnswer
from kiosk.domain.topic import Audience, Category
from kiosk.ports.storage import CatalogStore, SearchIndex, TopicSummary


class TopicStart(Struct, frozen=True, kw_only=True):
    """What the start page says before the first question (ux.md R4).

    `minutes` is an estimate from the number of questions; `free` is True when no step can cost
    anything, False when one can, None when it is not known.
    """

    topic: TopicId
    name: str
    plain: str
    icon: str
    one_thing: str | None
    minutes: int
    free: bool | None
    asks_who: bool
    region_name: str


class Browse:
    """Read-only views of the catalogue."""

    def __init__(self, store: CatalogStore, index: SearchIndex) -> None:
        self._store = store
        self._index = index

    def categories(self, audience: Audience) -> tuple[Category, ...]:
        """Return the life events with at least one topic for persons or businesses, in catalogue order."""
        raise NotImplementedError

    def topics(self, category: CategoryId | None = None) -> tuple[TopicSummary, ...]:
        """Return the topics of one life event, or all, most popular first."""
        raise NotImplementedError

    def start(self, topic_id: TopicId, region: RegionCode) -> TopicStart:
        """Return the start page of a topic. Raises InputError when there is no such topic."""
        raise NotImplementedError

    def search(self, query: str, limit: int = 20) -> SearchAnswer:
        """Search topics and services by Chinese, initials, full pinyin or everyday words."""
        return self._index.search(query, limit)

    def words(self, letters: str, limit: int = 6) -> tuple[str, ...]:
        """Return catalogue words for the letters typed so far (ux.md §3.3)."""
        return self._index.words(letters, limit)

    def region_name(self, code: RegionCode) -> str:
        """Return the readable name of a division, e.g. 亳州市谯城区. Raises InputError when unknown."""
        raise NotImplementedError

    def counties(self, near: RegionCode) -> tuple[tuple[Division, tuple[Division, ...]], ...]:
        """Return all counties grouped by city: the city of `near` first, then its province, then by code."""
        raise NotImplementedError
