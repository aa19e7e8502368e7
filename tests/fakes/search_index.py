"""A `SearchIndex` in memory that checks every entry for every query: the oracle of the real one."""

from collections.abc import Iterable, Mapping

from kiosk.domain.search import SearchAnswer, SearchEntry, SearchHit, cover, entries, is_generic
from kiosk.domain.spelling import LETTERS, Readings, Sounds, finder
from kiosk.domain.tokens import clean, without_fillers, words_of
from kiosk.domain.topic import RegionOverlay, Topic
from tests.fakes.documents import MemoryDocuments


class MemorySearchIndex:
    """Slow and obvious."""

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
        self._sounds = Sounds(readings)

    def search(self, query: str, limit: int) -> SearchAnswer:
        words = words_of(query)
        results = self._covering(words) or self._covering(without_fillers(words))
        shown = query.encode("utf-8", "replace").decode("utf-8")
        return SearchAnswer(query=shown, results=tuple(results[:limit]), near=())

    def words(self, letters: str, limit: int) -> tuple[str, ...]:
        typed = clean(letters)
        texts = {text for _, entry in self._entries for text in entry.texts}
        if not typed or not LETTERS.issuperset(typed):
            return ()
        spans = finder(typed, self._sounds).spans
        initials = self._sounds.initials
        starts = (text for text in texts if 0 in dict(spans(text, initials(text))))
        return tuple(sorted(starts, key=len)[:limit])

    def _covering(self, words: tuple[str, ...]) -> list[SearchHit]:
        finders = [finder(word, self._sounds) for word in words]

        def rated(item: tuple[int, SearchEntry]) -> tuple[object, ...] | None:
            entry_id, entry = item
            texts = "\n".join(entry.texts)
            initials = self._sounds.initials(texts)
            found = cover(texts, initials, service=entry.kind == "service", words=finders)
            if found is None or is_generic(found[1]):
                return None
            return found[0], entry_id, _hit(entry, found[1])

        kept = [found for item in self._entries if (found := rated(item))]
        return [hit for _, _, hit in sorted(kept, key=lambda found: found[:2])]  # type: ignore[misc]


def _hit(entry: SearchEntry, matched: str) -> SearchHit:
    return SearchHit(
        kind=entry.kind, id=entry.id, topic=entry.topic, name=entry.name, matched=matched
    )
