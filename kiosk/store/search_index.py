"""The search index: building its tables, and the port `SearchIndex` over them.

What a hit is and how hits are ranked is `domain/search.py`. Raw SQL on purpose: this runs on every
key of the letter pad. Design and figures: measurements.md §5.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice, product

import msgspec

from kiosk.domain.search import (
    Rank,
    SearchAnswer,
    SearchEntry,
    SearchHit,
    cover,
    entries,
    is_generic,
    nearness,
    shared_part,
)
from kiosk.domain.tokens import (
    Readings,
    bigrams,
    clean,
    document_tokens,
    is_letters,
    query_tokens,
    without_fillers,
    words_of,
)
from kiosk.store.catalog_db import CatalogConnections
from kiosk.store.documents import PackDocuments

PAGE = 200
MAX_PAGES = 5
MAX_NEAR = 4
MIN_WORD_CHARS, MAX_WORD_CHARS = 2, 8
MAX_SPELLINGS = 8
_CANDIDATES = """
    SELECT search_entry.id, search_entry.doc FROM search_key
    JOIN search_entry ON search_entry.id = search_key.rowid
    WHERE search_key MATCH ? AND search_key.rowid > ? ORDER BY search_key.rowid LIMIT ?
"""


def build_index(connection: sqlite3.Connection, documents: PackDocuments) -> None:
    """Fill the search tables from the documents of a pack, inside the caller's transaction."""
    readings, synonyms = documents.readings(), documents.synonyms()
    found = list(entries(documents.topics, documents, documents.overlays, synonyms))
    for entry_id, entry in found:
        tokens = " ".join(sorted(document_tokens(entry.texts, readings)))
        connection.execute(
            "INSERT INTO search_entry VALUES (?, ?)", (entry_id, msgspec.json.encode(entry))
        )
        connection.execute("INSERT INTO search_key (rowid, k) VALUES (?, ?)", (entry_id, tokens))
    connection.execute("INSERT INTO search_key (search_key) VALUES ('optimize')")
    connection.executemany(
        "INSERT OR IGNORE INTO search_word VALUES (?, ?, ?)",
        _word_rows((entry for _, entry in found), synonyms, readings),
    )


def _word_rows(
    found: Iterable[SearchEntry], synonyms: Iterable[str], readings: Readings
) -> Iterator[tuple[str, int, str]]:
    """Yield letters, rank and word: short texts and everyday words, the common ones first."""
    texts = [text for entry in found for text in entry.texts]
    everyday = (clean(word) for word in synonyms)
    words = {word for word in (*texts, *everyday) if MIN_WORD_CHARS <= len(word) <= MAX_WORD_CHARS}
    uses = Counter(part for text in texts for part in _parts(text) & words)
    order = sorted(words, key=lambda word: (-uses[word], len(word), word))
    for rank, word in enumerate(order):
        spoken = [readings[char] for char in word if char in readings]
        if len(spoken) == len(word):
            for letters in _spellings(spoken):
                yield letters, rank, word


def _parts(text: str) -> set[str]:
    """Return the parts of a text that are as long as words are."""
    starts = range(len(text))
    return {
        text[start:end]
        for start in starts
        for end in range(start + MIN_WORD_CHARS, min(len(text), start + MAX_WORD_CHARS) + 1)
    }


def _spellings(spoken: list[tuple[str, ...]]) -> Iterator[str]:
    """Yield initials and full pinyin of a word, a few of each where characters have several."""
    initials = [tuple(dict.fromkeys(syllable[0] for syllable in one)) for one in spoken]
    for letters in (
        *islice(product(*initials), MAX_SPELLINGS),
        *islice(product(*spoken), MAX_SPELLINGS),
    ):
        yield "".join(letters)


class SqliteSearchIndex:
    """The port `SearchIndex` over catalog.db."""

    def __init__(self, connections: CatalogConnections) -> None:
        self._connections = connections
        self._entry = msgspec.json.Decoder(SearchEntry)
        self._readings: Readings | None = None
        self._syllables: frozenset[str] = frozenset()

    def search(self, query: str, limit: int) -> SearchAnswer:
        """Return what covers the query, best first, and what is near when nothing does."""
        words = words_of(query)
        results = self._covering(words, limit) or self._covering(without_fillers(words), limit)
        near = () if results else self._near(words, min(limit, MAX_NEAR))
        return SearchAnswer(query=_printable(query), results=results, near=near)

    def words(self, letters: str, limit: int) -> tuple[str, ...]:
        """Return catalogue words whose initials or pinyin begin so, most common first."""
        typed = clean(letters)
        if not is_letters(typed):
            return ()
        rows = self._connections.rows(
            "SELECT word FROM search_word WHERE letters >= ? AND letters < ?"
            " GROUP BY word ORDER BY min(rank) LIMIT ?",
            (typed, typed + "\U0010ffff", limit),
        )
        return tuple(word for (word,) in rows)

    def _covering(self, words: tuple[str, ...], limit: int) -> tuple[SearchHit, ...]:
        """Return the best entries that cover all words; letters of both kinds mixed come last."""
        if not words or all(is_generic(word) for word in words):
            return ()
        self._load_readings()
        return self._ranked(words, limit, loose=False) or self._ranked(words, limit, loose=True)

    def _ranked(self, words: tuple[str, ...], limit: int, *, loose: bool) -> tuple[SearchHit, ...]:
        """Fetch candidates by popularity, check each exactly, and rank what is left."""
        if loose and not any(is_letters(word) for word in words):
            return ()
        sets = [query_tokens(word, self._syllables, loose=loose) for word in words]
        match = " AND ".join(f"({_any_of(options)})" for options in sets)
        kept: list[tuple[Rank, int, SearchHit]] = []
        last, fetched = 0, PAGE
        for _ in range(MAX_PAGES):
            if fetched < PAGE or len(kept) >= limit:
                break
            rows = self._connections.rows(_CANDIDATES, (match, last, PAGE))
            fetched = len(rows)
            for last, doc in rows:
                entry = self._entry.decode(doc)
                covered = cover(entry, words, self._readings or {})
                if covered:
                    kept.append((covered[0], last, entry.hit(covered[1])))
        return tuple(hit for _, _, hit in sorted(kept, key=lambda item: item[:2])[:limit])

    def _near(self, words: tuple[str, ...], limit: int) -> tuple[SearchHit, ...]:
        """Return topics that share a part of a query that nothing covers."""
        letters = [word for word in words if is_letters(word)]
        if letters and len(letters) == len(words):
            return self._near_letters(letters[0], limit)
        pairs = {pair for word in words if not is_letters(word) for pair in bigrams(word)}
        if not pairs:
            return ()
        rows = self._connections.rows(_CANDIDATES, (_any_of([(pair,) for pair in pairs]), 0, PAGE))
        nearest: dict[str, tuple[int, SearchEntry]] = {}
        for _, doc in rows:
            entry = self._entry.decode(doc)
            score = nearness(entry, words)
            if score > nearest.get(entry.topic, (0, entry))[0]:
                nearest[entry.topic] = (score, entry)
        best = sorted(nearest.values(), key=lambda item: -item[0])[:limit]
        return tuple(entry.hit(shared_part(entry, words)) for _, entry in best)

    def _near_letters(self, letters: str, limit: int) -> tuple[SearchHit, ...]:
        """Return what the longest beginning of the letters finds: a slip at the end is common."""
        for end in range(len(letters) - 1, max(1, len(letters) - 5), -1):
            found = self._covering((letters[:end],), PAGE)
            if found:
                by_topic = {hit.topic: hit for hit in reversed(found)}
                return tuple(hit for hit in found if by_topic[hit.topic] is hit)[:limit]
        return ()

    def _load_readings(self) -> None:
        """Read the syllables of the catalogue's characters, once."""
        if self._readings is None:
            rows = self._connections.rows("SELECT doc FROM document WHERE kind = 'readings'")
            readings = (
                msgspec.json.decode(rows[0][0], type=dict[str, tuple[str, ...]]) if rows else {}
            )
            self._syllables = frozenset(s for spoken in readings.values() for s in spoken)
            self._readings = readings


def _any_of(options: Iterable[tuple[str, ...]]) -> str:
    """Return the FTS5 expression: any option, each with all its tokens. Tokens hold no quotes."""
    return " OR ".join("(" + " AND ".join(f'"{token}"' for token in one) + ")" for one in options)


def _printable(query: str) -> str:
    """Return the query without half characters that no output could carry."""
    return query.encode("utf-8", "replace").decode("utf-8")
