"""The storage ports in memory: a `CatalogStore` of values, a `SearchIndex` that scans all."""

from collections.abc import Iterable, Mapping

from kiosk.domain.catalog import Division
from kiosk.domain.ids import region_chain
from kiosk.domain.schedule import WorkingDays
from kiosk.domain.search import SearchAnswer, SearchEntry, SearchHit, cover, entries
from kiosk.domain.tokens import Readings, clean, is_letters, spans, without_fillers, words_of
from kiosk.domain.topic import RegionOverlay, Topic
from kiosk.ports.storage import CatalogState, TopicSummary
from tests.fakes.documents import MemoryDocuments


class MemoryCatalogStore:
    """Documents given by value, seen as the cache shows them: published topics only."""

    def __init__(
        self,
        documents: MemoryDocuments,
        *,
        topics: Iterable[Topic],
        state: CatalogState,
        calendar: WorkingDays,
        overlays: Iterable[RegionOverlay] = (),
        divisions: Mapping[str, str],
    ) -> None:
        published = (topic for topic in topics if topic.state == "published")
        self._topics = {
            topic.id: topic for topic in sorted(published, key=lambda t: (-t.popularity, t.id))
        }
        self._state = state
        self._calendar = calendar
        self._overlays = sorted((o.code for o in overlays), key=lambda code: (len(code), code))
        self._divisions = divisions
        self.catalogue = documents.catalogue
        self.service = documents.service
        self.circumstance = documents.circumstance
        self.evidence = documents.evidence
        self.agency = documents.agency
        self.question = documents.question
        self.overlay = documents.overlay

    def topic(self, topic_id: str) -> Topic:
        return self._topics[topic_id]

    def state(self) -> CatalogState:
        return self._state

    def topics(self) -> tuple[TopicSummary, ...]:
        return tuple(
            TopicSummary(
                id=topic.id,
                name=topic.name,
                plain=topic.plain,
                icon=topic.icon,
                category=topic.category,
                audience=topic.for_,
                services=len(topic.includes),
                popularity=topic.popularity,
                one_thing=topic.one_thing,
            )
            for topic in self._topics.values()
        )

    def working_days(self) -> WorkingDays:
        return self._calendar

    def overlay_codes(self) -> tuple[str, ...]:
        return tuple(self._overlays)

    def division(self, code: str) -> Division | None:
        name = self._divisions.get(code)
        return Division(code=code, name=name) if name else None

    def divisions(self, parent: str | None) -> tuple[Division, ...]:
        chain = ((code, (None, *region_chain(code))[-2]) for code in sorted(self._divisions))
        return tuple(
            Division(code=code, name=self._divisions[code])
            for code, above in chain
            if above == parent
        )


class MemorySearchIndex:
    """Checks every entry of the catalogue for every query: slow and obvious."""

    def __init__(
        self,
        documents: MemoryDocuments,
        *,
        topics: Iterable[Topic],
        overlays: Iterable[RegionOverlay] = (),
        synonyms: Mapping[str, Iterable[str]],
        readings: Readings,
    ) -> None:
        published = sorted(
            (topic for topic in topics if topic.state == "published"),
            key=lambda topic: (-topic.popularity, topic.id),
        )
        self._entries = list(entries(published, documents, tuple(overlays), synonyms))
        self._readings = readings

    def search(self, query: str, limit: int) -> SearchAnswer:
        words = words_of(query)
        results = self._covering(words) or self._covering(without_fillers(words))
        shown = query.encode("utf-8", "replace").decode("utf-8")
        return SearchAnswer(query=shown, results=tuple(results[:limit]), near=())

    def words(self, letters: str, limit: int) -> tuple[str, ...]:
        typed = clean(letters)
        texts = {text for _, entry in self._entries for text in entry.texts}
        if not is_letters(typed):
            return ()
        starts = (text for text in texts if 0 in dict(spans(typed, text, self._readings)))
        return tuple(sorted(starts, key=len)[:limit])

    def _covering(self, words: tuple[str, ...]) -> list[SearchHit]:
        def rated(item: tuple[int, SearchEntry]) -> tuple[object, ...] | None:
            found = cover(item[1], words, self._readings)
            return found and (found[0], item[0], item[1].hit(found[1]))

        kept = [found for item in self._entries if (found := rated(item))]
        return [hit for _, _, hit in sorted(kept, key=lambda found: found[:2])]  # type: ignore[misc]
