"""Filling the search tables of a new catalogue cache from its documents.

What an entry is and how it is cut into tokens is `domain/`; asking the tables is
`search_index.py`. Design and figures: measurements.md §5.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any

import msgspec

from kiosk.domain.search import SearchEntry, entries, is_generic
from kiosk.domain.spelling import LETTERS, Readings, Sounds, is_letters
from kiosk.domain.tokens import clean, query_tokens, tokenizer, words_of
from kiosk.store.documents import StoredDocuments
from kiosk.store.search_index import TOP_HITS, SqliteSearchIndex

WORD_CHARS = range(2, 9)
MAX_SPELLINGS = 8
MANY = 40
"""Candidates from which on the answer of a short word is stored: to check fewer costs no time."""

STORED_INITIALS = 2
"""Letters up to which runs of initials are stored too; there are many runs of three."""

LONGER = range(4, 7)
"""Characters of longer words whose answers are stored; there are more of them, so fewer are."""
MANY_LONGER = 200
SAMPLED = 10
"""One of so many entries is counted."""
_KEY_OPTIONS = {"hashsize": 64_000_000, "automerge": 0}
"""Many bytes of tokens wait in memory while building, and what is written is merged once."""


def fill_search(connection: sqlite3.Connection, documents: StoredDocuments) -> None:
    """Fill the search tables, inside the caller's transaction."""
    readings, synonyms = documents.readings(), documents.synonyms()
    found = entries(documents.topics, _Found(documents), documents.overlays, synonyms)
    words = set(map(clean, synonyms)) | _fill_entries(connection, found, readings)
    ranked = _ranked(connection, sorted(word for word in words if len(word) in WORD_CHARS))
    connection.executemany(
        "INSERT OR IGNORE INTO search_word VALUES (?, ?, ?)", _word_rows(ranked, readings)
    )


def _fill_entries(
    connection: sqlite3.Connection, found: Iterable[tuple[int, SearchEntry]], readings: Readings
) -> set[str]:
    """Store entries and their tokens, and return their texts that are short enough for words."""
    tokens, sounds = tokenizer(readings), Sounds(readings)
    short: set[str] = set()
    for option, value in _KEY_OPTIONS.items():
        connection.execute(
            "INSERT INTO search_key (search_key, rank) VALUES (?, ?)", (option, value)
        )
    for entry_id, entry in found:
        texts = "\n".join(entry.texts)
        connection.execute(
            "INSERT INTO search_entry VALUES (?, ?, ?)", (entry_id, texts, sounds.initials(texts))
        )
        connection.execute(
            "INSERT INTO search_thing VALUES (?, ?, ?, ?)",
            (entry_id, entry.id, entry.topic, entry.name),
        )
        connection.execute(
            "INSERT INTO search_key (rowid, k) VALUES (?, ?)", (entry_id, tokens(entry.texts))
        )
        short.update(text for text in entry.texts if len(text) in WORD_CHARS)
    connection.execute("INSERT INTO search_key (search_key) VALUES ('optimize')")
    return short


def _ranked(connection: sqlite3.Connection, words: Iterable[str]) -> list[str]:
    """Return words, those in most entries first; of equal ones that of the better known entry."""
    return sorted(words, key=lambda word: (*_uses(connection, word), len(word), word))


def _uses(connection: sqlite3.Connection, word: str) -> tuple[int, int]:
    """Return minus how many entries hold the tokens of a word, and the first of them."""
    (lookup,) = query_tokens(word, Sounds({}))
    match = " AND ".join(f'"{token}"' for (token,) in lookup)
    sql = "SELECT -count(*), ifnull(min(rowid), 0) FROM search_key WHERE search_key MATCH ?"
    uses: tuple[int, int] = connection.execute(sql, (match,)).fetchone()
    return uses


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


def fill_top(connection: sqlite3.Connection, documents: StoredDocuments) -> None:
    """Store the answers of frequent words, after the documents and the rest of the search.

    It asks the committed tables, as the kiosk does.
    """
    rows = list(_top_rows(connection, documents.readings()))
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO search_top VALUES (?, ?)", rows)
    connection.execute("COMMIT")


def _top_rows(connection: sqlite3.Connection, readings: Readings) -> Iterator[tuple[str, bytes]]:
    """Yield frequent words and their answers: what to store so that no key waits."""
    index = SqliteSearchIndex(_Open(connection))
    counts = _counts(connection)
    runs = {term for term in counts if not is_letters(term) and words_of(term) == (term,)}
    letters = _frequent_letters(counts, Sounds(readings))
    for word in sorted(runs | _longer(connection, runs) | letters):
        found = [] if is_generic(word) else index.best((word,), TOP_HITS)
        if found:
            yield word, msgspec.json.encode(found)


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the tokens of many entries, with the number of entries."""
    connection.execute("CREATE VIRTUAL TABLE temp.token USING fts5vocab(main, search_key, row)")
    sql = "SELECT term, doc FROM temp.token WHERE doc >= ?"
    counts: dict[str, int] = dict(connection.execute(sql, (MANY,)).fetchall())
    connection.execute("DROP TABLE temp.token")
    return counts


def _frequent_letters(counts: Mapping[str, int], sounds: Sounds) -> set[str]:
    """Return runs of up to two initials and the beginnings of syllables in many entries."""
    initials = {term[1:] for term in counts if term[0] == "i" and len(term) <= STORED_INITIALS + 1}
    begun = {
        beginning
        for beginning, syllables in sounds.beginnings.items()
        if any(f"p{one}" in counts for one in syllables)
    }
    return {word for word in initials | begun if LETTERS.issuperset(word)}


def _longer(connection: sqlite3.Connection, runs: set[str]) -> set[str]:
    """Return the longer words that a sample of the entries says are in many.

    Such a word is made of frequent ones, so each length is counted from the one before.
    """
    sql = "SELECT texts FROM search_entry WHERE id % ? = 0"
    rows = connection.execute(sql, (SAMPLED,)).fetchall()
    texts = [text for (joined,) in rows for text in joined.split("\n")]
    found: set[str] = set()
    for length in LONGER:
        counted = Counter(
            word
            for text in texts
            for word in map("".join, zip(*(text[at:] for at in range(length)), strict=False))
            if word[1:] in runs and word[:-1] in runs
        )
        runs = {word for word, count in counted.items() if count * SAMPLED >= MANY_LONGER}
        found |= runs
    return found


class _Found:
    """The documents of a cache, as `domain.search.Findables`."""

    def __init__(self, documents: StoredDocuments) -> None:
        self.service = documents.names
        self.circumstance = documents.circumstance


class _Open:
    """The open connection of a cache that is being filled, as `search_index.Reading`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        return self._connection.execute(sql, values).fetchall()

    def pages(self, sql: str, values: Sequence[object], size: int) -> Iterator[list[Any]]:
        cursor = self._connection.execute(sql, values)
        while rows := cursor.fetchmany(size):
            yield rows
