"""Search answers: what counts as a hit, which hit is better, and what is merely near.

How texts and queries become tokens is `tokens.py`; index and tables are `store/search_index.py`.
Design and figures: measurements.md §5, meaning: catalogue.md §10.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from kiosk.domain.catalog import Documents
from kiosk.domain.ids import ServiceId, TopicId
from kiosk.domain.service import Service
from kiosk.domain.spelling import Finder
from kiosk.domain.tokens import GENERIC_TERMS, bigrams, clean
from kiosk.domain.topic import RegionOverlay, Topic

SLOTS_PER_RANK = 1024
"""An entry's id is popularity rank * 1,024 + slot: a topic takes slot 0, its services follow."""

_GENERIC = re.compile(f"({'|'.join(GENERIC_TERMS)})+")
_PIECES = frozenset(
    term[start:end]
    for term in GENERIC_TERMS
    for start in range(len(term))
    for end in range(start, len(term) + 1)
)


class SearchHit(Struct, frozen=True, kw_only=True):
    """A topic or service that covers the query; `matched` is the part of a text that matched.

    The part may come from an alias, so it need not stand in `name`.
    """

    kind: Literal["topic", "service"]
    id: str
    topic: str
    name: str
    matched: str


class SearchAnswer(Struct, frozen=True, kw_only=True):
    """`results` is empty when nothing covers the query; `near` never counts as an answer."""

    query: str
    results: tuple[SearchHit, ...]
    near: tuple[SearchHit, ...]


class SearchEntry(Struct, frozen=True, kw_only=True):
    """One thing that can be found. `texts` are cleaned names, aliases and everyday words."""

    kind: Literal["topic", "service"]
    id: str
    topic: TopicId
    name: str
    texts: tuple[str, ...]

    def hit(self, matched: str) -> SearchHit:
        """Return this entry as a hit."""
        return SearchHit(
            kind=self.kind, id=self.id, topic=self.topic, name=self.name, matched=matched
        )


Rank = tuple[bool, bool, int]
"""How good a match is, best first: not at the start, a service, length of the text."""


def is_generic(part: str) -> bool:
    """Tell whether a matched part says nothing by itself: 许可证, 登记, 证 … or a piece of one."""
    return part in _PIECES or _GENERIC.fullmatch(part) is not None


def cover(entry: SearchEntry, words: Iterable[Finder]) -> tuple[Rank, str] | None:
    """Check exactly whether an entry covers all words, and how well.

    Every word must stand in one of the texts. An entry is no answer when what matched
    `is_generic`: no word said more.

    Returns:
        The rank of the first telling word and the part that it matched, or None.
    """
    best: tuple[Rank, str] | None = None
    for word in words:
        found = sorted(match for text in entry.texts for match in _matches(entry, text, word))
        if not found:
            return None
        if best is None or is_generic(best[1]):
            best = next((match for match in found if not is_generic(match[1])), found[0])
    return best


def _matches(entry: SearchEntry, text: str, word: Finder) -> Iterator[tuple[Rank, str]]:
    """Yield every place of `word` in one text."""
    for start, end in word.spans(text):
        yield (start > 0, entry.kind == "service", len(text)), text[start:end]


def nearness(entry: SearchEntry, words: tuple[str, ...]) -> int:
    """Return how much of a Chinese query an entry shares: 0 is nothing.

    Generic pairs count one, telling pairs four.
    """
    pairs = {pair for word in words for pair in bigrams(word)}
    shared = (pair for pair in pairs if any(pair in text for text in entry.texts))
    return sum(1 if is_generic(pair) else 4 for pair in shared)


def shared_part(entry: SearchEntry, words: tuple[str, ...]) -> str:
    """Return the longest part of a query that stands in an entry, a telling one before others."""
    parts = (
        word[start:end]
        for word in words
        for start in range(len(word))
        for end in range(start + 1, len(word) + 1)
    )
    found = (part for part in parts if any(part in text for text in entry.texts))
    return max(found, key=lambda part: (not is_generic(part), len(part)), default="")


def entries(
    topics: Iterable[Topic],
    documents: Documents,
    overlays: Sequence[RegionOverlay],
    synonyms: Mapping[str, Iterable[str]],
) -> Iterator[tuple[int, SearchEntry]]:
    """Yield every findable thing with its entry id.

    Args:
        topics: most popular first; a service of several topics leads to the first that includes it.
        documents: where services and circumstances are looked up.
        overlays: all overlays; they may add services to a topic.
        synonyms: everyday word → words of the catalogue.
    """
    ranked = tuple(topics)
    homes = _homes(ranked, documents, overlays)
    for rank, topic in enumerate(ranked, start=1):
        texts = (topic.plain, topic.name, topic.one_thing or "", *topic.aliases)
        yield (
            rank * SLOTS_PER_RANK,
            SearchEntry(
                kind="topic",
                id=topic.id,
                topic=topic.id,
                name=topic.name,
                texts=_variants(texts, synonyms),
            ),
        )
        own = [service_id for service_id, home in homes.items() if home == topic.id]
        for slot, service_id in enumerate(own[: SLOTS_PER_RANK - 1], start=1):
            service = documents.service(service_id)
            yield rank * SLOTS_PER_RANK + slot, _service_entry(service, topic.id, synonyms)


def _homes(
    topics: tuple[Topic, ...], documents: Documents, overlays: Sequence[RegionOverlay]
) -> dict[ServiceId, TopicId]:
    """Return which topic each service leads to.

    A topic that includes it goes before one that only needs it under a circumstance: who searches
    for 改名 does not want a pension.
    """
    homes: dict[ServiceId, TopicId] = {}
    for topic in topics:
        for service in _included(topic, overlays):
            homes.setdefault(service, topic.id)
    for topic in topics:
        for name in topic.circumstances:
            for include in documents.circumstance(name).includes:
                homes.setdefault(include.service, topic.id)
    return homes


def _service_entry(
    service: Service, topic: TopicId, synonyms: Mapping[str, Iterable[str]]
) -> SearchEntry:
    """Return the entry of a service that leads to `topic`."""
    texts = (service.plain, *(name.value for name in service.name), *service.aliases)
    return SearchEntry(
        kind="service",
        id=service.id,
        topic=topic,
        name=service.name[0].value,
        texts=_variants(texts, synonyms),
    )


def _included(topic: Topic, overlays: Sequence[RegionOverlay]) -> Iterator[ServiceId]:
    """Yield the services that a topic itself can include anywhere, in authored order."""
    patches = (overlay.topics[topic.id] for overlay in overlays if topic.id in overlay.topics)
    added = (include for patch in patches for include in patch.add_includes)
    for include in (*topic.includes, *added):
        yield include.service


def _variants(texts: Iterable[str], synonyms: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the cleaned texts, and each once more with an everyday word for its official one."""
    cleaned = [text for text in map(clean, texts) if text]
    replaced = [
        text.replace(official, everyday)
        for everyday, officials in synonyms.items()
        for official in officials
        for text in cleaned
        if official in text
    ]
    return tuple(dict.fromkeys(cleaned + replaced))
