"""Search answers: what counts as a hit, which hit is better, and what is merely near.

How texts and queries become tokens is `tokens.py`; asking the tables is `store/search_index.py`.
Design and figures: measurements.md §5, meaning: catalogue.md §10.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, Protocol

from msgspec import Struct

from kiosk.domain.ids import CircumstanceId, ServiceId, TopicId
from kiosk.domain.spelling import Finder
from kiosk.domain.tokens import GENERIC_TERMS, bigrams, clean
from kiosk.domain.topic import Circumstance, RegionOverlay, Topic

SLOTS_PER_RANK = 1024
"""An entry's id is popularity rank * 1,024 + slot: a topic takes slot 0, its services follow."""

_Variants = Callable[[Iterable[str]], tuple[str, ...]]
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


class Named(Protocol):
    """One of the names of a service."""

    @property
    def value(self) -> str:
        """The name."""


class Findable(Protocol):
    """What search needs of a service."""

    @property
    def id(self) -> ServiceId:
        """Its id."""

    @property
    def plain(self) -> str:
        """What people call it."""

    @property
    def name(self) -> Sequence[Named]:
        """Its official names."""

    @property
    def aliases(self) -> Sequence[str]:
        """Other words for it."""


class Findables(Protocol):
    """Where services and circumstances are looked up."""

    def service(self, service_id: ServiceId) -> Findable:
        """Return one service. Raises KeyError."""

    def circumstance(self, circumstance_id: CircumstanceId) -> Circumstance:
        """Return one circumstance. Raises KeyError."""


Rank = tuple[bool, bool, int]
"""How good a match is, best first: not at the start, a service, length of the text."""


def is_generic(part: str) -> bool:
    """Tell whether a matched part says nothing by itself: 许可证, 登记, 证 … or a piece of one."""
    return part in _PIECES or _GENERIC.fullmatch(part) is not None


def cover(
    texts: str, initials: str, *, service: bool, words: Iterable[Finder]
) -> tuple[Rank, str] | None:
    """Check exactly whether an entry covers all words, and how well.

    Every word must stand in one of the texts. An entry is no answer when what matched
    `is_generic`: no word said more.

    Args:
        texts: the texts of the entry, a line each.
        initials: their initials (`Sounds.initials`), a line each.
        service: whether the entry is a service.
        words: what finds the words of the query.

    Returns:
        The rank of the first telling word and the part that it matched, or None.
    """
    lines: tuple[tuple[str, str], ...] = ((texts, initials),)
    if "\n" in texts:
        lines = tuple(zip(texts.split("\n"), initials.split("\n"), strict=True))
    best: _Match | None = None
    for word in words:
        found = _best_match(lines, word)
        if found is None:
            return None
        if best is None or best[0]:
            best = found
    return best and ((best[1], service, best[2]), best[3])


NOT_AT_START = 1 << 32
A_SERVICE = 1 << 31
"""More than any length: added to one, they order as `Rank` does."""


def cover_literally(texts: str, word: str) -> int:
    """Rate texts in which a Chinese word stands that is not generic.

    As `cover` does, without the detours: this runs for each of hundreds of candidates.

    Returns:
        The length of the best text, and `NOT_AT_START` more when the word is not there.
    """
    if "\n" not in texts:
        return len(texts) if texts.startswith(word) else len(texts) + NOT_AT_START
    return min(
        [
            len(one) if one.startswith(word) else len(one) + NOT_AT_START
            for one in texts.split("\n")
            if word in one
        ]
    )


_Match = tuple[bool, bool, int, str]
"""A place of a word, best first: generic, not at the start, length of the text; what matched."""


def _best_match(lines: Iterable[tuple[str, str]], word: Finder) -> _Match | None:
    """Return the best place of a word in texts; of a text it is the first that is telling."""
    best: _Match | None = None
    for text, initials in lines:
        for start, end in word.spans(text, initials):
            part = text[start:end]
            match = (is_generic(part), start > 0, len(text), part)
            if best is None or match[:3] < best[:3]:
                best = match
            if not match[0]:
                break
    return best


def nearness(texts: str, words: tuple[str, ...]) -> int:
    """Return how much of a Chinese query the texts of an entry share: 0 is nothing.

    Generic pairs count one, telling pairs four.
    """
    pairs = {pair for word in words for pair in bigrams(word)}
    return sum(1 if is_generic(pair) else 4 for pair in pairs if pair in texts)


def shared_part(texts: str, words: tuple[str, ...]) -> str:
    """Return the longest part of a query that stands in texts, a telling one before others."""
    parts = (
        word[start:end]
        for word in words
        for start in range(len(word))
        for end in range(start + 1, len(word) + 1)
    )
    found = (part for part in parts if part in texts)
    return max(found, key=lambda part: (not is_generic(part), len(part)), default="")


def entries(
    topics: Iterable[Topic],
    documents: Findables,
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
    variants = _variants(synonyms)
    own: dict[TopicId, list[ServiceId]] = defaultdict(list)
    for service_id, home in _homes(ranked, documents, overlays).items():
        own[home].append(service_id)
    for rank, topic in enumerate(ranked, start=1):
        texts = (topic.plain, topic.name, topic.one_thing or "", *topic.aliases)
        yield (
            rank * SLOTS_PER_RANK,
            SearchEntry(
                kind="topic",
                id=topic.id,
                topic=topic.id,
                name=topic.name,
                texts=variants(texts),
            ),
        )
        for slot, service_id in enumerate(own[topic.id][: SLOTS_PER_RANK - 1], start=1):
            service = documents.service(service_id)
            yield rank * SLOTS_PER_RANK + slot, _service_entry(service, topic.id, variants)


def _homes(
    topics: tuple[Topic, ...], documents: Findables, overlays: Sequence[RegionOverlay]
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


def _service_entry(service: Findable, topic: TopicId, variants: _Variants) -> SearchEntry:
    """Return the entry of a service that leads to `topic`."""
    texts = (service.plain, *(name.value for name in service.name), *service.aliases)
    return SearchEntry(
        kind="service",
        id=service.id,
        topic=topic,
        name=service.name[0].value,
        texts=variants(texts),
    )


def _included(topic: Topic, overlays: Sequence[RegionOverlay]) -> Iterator[ServiceId]:
    """Yield the services that a topic itself can include anywhere, in authored order."""
    patches = (overlay.topics[topic.id] for overlay in overlays if topic.id in overlay.topics)
    added = (include for patch in patches for include in patch.add_includes)
    for include in (*topic.includes, *added):
        yield include.service


def _variants(synonyms: Mapping[str, Iterable[str]]) -> _Variants:
    """Return what cleans texts and adds each once more with an everyday word for its official one.

    Few texts hold an official word: one pattern says which.
    """
    pairs = [(word, official) for word, officials in synonyms.items() for official in officials]
    some_official = re.compile("|".join(re.escape(one) for _, one in pairs) or "$^").search

    def variants(texts: Iterable[str]) -> tuple[str, ...]:
        cleaned = tuple(dict.fromkeys(filter(None, map(clean, dict.fromkeys(texts)))))
        official_texts = [text for text in cleaned if some_official(text)]
        replaced = (
            text.replace(official, everyday)
            for everyday, official in pairs
            for text in official_texts
            if official in text
        )
        return tuple(dict.fromkeys((*cleaned, *replaced))) if official_texts else cleaned

    return variants
