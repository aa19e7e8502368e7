"""The search index: building its tables, and the port `SearchIndex` over them.

What a hit is and how hits are ranked is `domain/search.py`. Raw SQL on purpose: this runs on every
key of the letter pad. Design and figures: measurements.md §5.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, product

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
from kiosk.domain.spelling import Finder, Readings, Sounds, finder, is_letters
from kiosk.domain.tokens import (
    Lookup,
    bigrams,
    clean,
    query_tokens,
    tokenizer,
    without_fillers,
    words_of,
)
from kiosk.store.catalog_db import CatalogConnections
from kiosk.store.documents import PackDocuments

TOKEN_BUFFER_BYTES = 16_000_000
"""Tokens that wait in memory while building: with SQLite's 1 MB it takes twice as long."""
PAGE = 200
MAX_PAGES = 5
MAX_NEAR = 4
WORD_CHARS = range(2, 9)
MAX_SPELLINGS = 8
_Row = tuple[int, bytes, str]
_Kept = tuple[Rank, int, str, SearchEntry]
_CANDIDATES = """
    SELECT search_entry.id, doc, initials FROM search_key
    JOIN search_entry ON search_entry.id = search_key.rowid
    WHERE search_key MATCH ? ORDER BY search_key.rowid LIMIT ?
"""


def build_index(connection: sqlite3.Connection, documents: PackDocuments) -> None:
    """Fill the search tables from the documents of a pack, inside the caller's transaction."""
    readings, synonyms = documents.readings(), documents.synonyms()
    tokens, sounds = tokenizer(readings), Sounds(readings)
    connection.execute(
        "INSERT INTO search_key (search_key, rank) VALUES ('hashsize', ?)", (TOKEN_BUFFER_BYTES,)
    )
    for entry_id, entry in entries(documents.topics, documents, documents.overlays, synonyms):
        connection.execute(
            "INSERT INTO search_entry VALUES (?, ?, ?)",
            (entry_id, msgspec.json.encode(entry), sounds.initials("\n".join(entry.texts))),
        )
        connection.execute(
            "INSERT INTO search_key (rowid, k) VALUES (?, ?)",
            (entry_id, " ".join(tokens(entry.texts))),
        )
    connection.execute("INSERT INTO search_key (search_key) VALUES ('optimize')")
    words = _ranked_words(connection, map(clean, synonyms))
    connection.executemany(
        "INSERT OR IGNORE INTO search_word VALUES (?, ?, ?)", _word_rows(words, readings)
    )


def _ranked_words(connection: sqlite3.Connection, everyday: Iterable[str]) -> list[str]:
    """Return short texts of the entries and everyday words, those in most texts first."""
    words = {word for word in chain(everyday, _texts(connection)) if len(word) in WORD_CHARS}
    by_start: dict[str, list[str]] = defaultdict(list)
    for word in words:
        by_start[word[:2]].append(word)
    uses: Counter[str] = Counter()
    for text in _texts(connection):
        starts = enumerate(bigrams(text))
        uses.update(
            {w for at, two in starts for w in by_start.get(two, ()) if text.startswith(w, at)}
        )
    return sorted(words, key=lambda word: (-uses[word], len(word), word))


def _texts(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the texts of all entries that are stored."""
    decoder = msgspec.json.Decoder(SearchEntry)
    for (doc,) in connection.execute("SELECT doc FROM search_entry"):
        yield from decoder.decode(doc).texts


def _word_rows(words: Iterable[str], readings: Readings) -> Iterator[tuple[str, int, str]]:
    """Yield letters, rank and word of every word that can be typed in letters."""
    for rank, word in enumerate(words):
        spoken = [readings[char] for char in word if char in readings]
        if len(spoken) == len(word):
            for letters in _spellings(spoken):
                yield letters, rank, word


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
        self._sounds: Sounds | None = None

    def search(self, query: str, limit: int) -> SearchAnswer:
        """Return what covers the query, best first, and what is near when nothing does."""
        words = words_of(query)
        results = self._covering(words, limit)
        meant = without_fillers(words)
        if not results and meant != words:
            results = self._covering(meant, limit)
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
        """Fetch candidates by popularity, check each exactly, and rank what is left.

        When a page holds generic matches only, so will the others: the letters of 登记 were typed.
        """
        if not words or all(is_generic(word) for word in words):
            return ()
        sounds = self._load_sounds()
        match = " AND ".join(f"({_any_of(query_tokens(word, sounds))})" for word in words)
        finders = [finder(word, sounds) for word in words]
        kept: list[_Kept] = []
        for rows in self._connections.pages(_CANDIDATES, (match, PAGE * MAX_PAGES), PAGE):
            found = list(self._checked(rows, finders))
            kept += (one for one in found if not is_generic(one[2]))
            if len(kept) >= limit or (found and not kept):
                break
        kept.sort(key=lambda one: one[:2])
        return tuple(entry.hit(matched) for _, _, matched, entry in kept[:limit])

    def _checked(self, rows: Iterable[_Row], finders: Sequence[Finder]) -> Iterator[_Kept]:
        """Yield the candidates in which all words really stand."""
        for entry_id, doc, initials in rows:
            if all(word.may_stand(initials) for word in finders):
                entry = self._entry.decode(doc)
                covered = cover(entry, finders)
                if covered:
                    yield covered[0], entry_id, covered[1], entry

    def _near(self, words: tuple[str, ...], limit: int) -> tuple[SearchHit, ...]:
        """Return topics that share a part of a query that nothing covers."""
        if all(is_letters(word) for word in words):
            return self._near_letters(words[0], limit) if words else ()
        pairs = {pair for word in words if not is_letters(word) for pair in bigrams(word)}
        if not pairs:
            return ()
        any_pair = _any_of([((pair,),) for pair in sorted(pairs)])
        nearest: dict[str, tuple[int, SearchEntry]] = {}
        for _, doc, _ in self._connections.rows(_CANDIDATES, (any_pair, PAGE)):
            entry = self._entry.decode(doc)
            score = nearness(entry, words)
            if score > nearest.get(entry.topic, (0, entry))[0]:
                nearest[entry.topic] = (score, entry)
        best = sorted(nearest.values(), key=lambda item: -item[0])[:limit]
        return tuple(entry.hit(shared_part(entry, words)) for _, entry in best)

    def _near_letters(self, letters: str, limit: int) -> tuple[SearchHit, ...]:
        """Return what a word of the longest beginning finds: a slip at the end is common."""
        for end in range(len(letters) - 1, max(1, len(letters) - 5), -1):
            for word in self.words(letters[:end], MAX_NEAR):
                found = self._covering((word,), PAGE)
                if found:
                    by_topic = {hit.topic: hit for hit in reversed(found)}
                    return tuple(by_topic.values())[::-1][:limit]
        return ()

    def _load_sounds(self) -> Sounds:
        """Return how the catalogue's characters are typed; read from the file once."""
        if self._sounds is None:
            rows = self._connections.rows("SELECT doc FROM document WHERE kind = 'readings'")
            self._sounds = Sounds(
                msgspec.json.decode(rows[0][0], type=dict[str, tuple[str, ...]]) if rows else {}
            )
        return self._sounds


def _any_of(options: Iterable[Lookup]) -> str:
    """Return the FTS5 expression: all tokens of any option. Tokens hold no quotes."""
    return " OR ".join(
        "("
        + " AND ".join("(" + " OR ".join(f'"{t}"' for t in any_of) + ")" for any_of in one)
        + ")"
        for one in options
    )


def _printable(query: str) -> str:
    """Return the query without half characters that no output could carry."""
    return query.encode("utf-8", "replace").decode("utf-8")
