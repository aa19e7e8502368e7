"""The port `SearchIndex` over the search tables of the catalogue cache.

What a hit is and how hits are ranked is `domain/search.py`; filling the tables is
`search_fill.py`. Raw SQL on purpose: this runs on every key of the letter pad.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, Protocol

import msgspec

from kiosk.domain.search import (
    A_SERVICE,
    SLOTS_PER_RANK,
    Rank,
    SearchAnswer,
    SearchHit,
    cover,
    cover_literally,
    is_generic,
    nearness,
    shared_part,
)
from kiosk.domain.spelling import Finder, Sounds, finder, is_letters
from kiosk.domain.tokens import Lookup, bigrams, clean, query_tokens, without_fillers, words_of

PAGE = 200
MAX_PAGES = 5
MAX_NEAR = 4
TOP_HITS = 20
"""Hits that are kept of a word whose answer is stored."""

Match = tuple[int, str]
"""An entry's id and the part of its texts that matched."""

_Row = tuple[int, str, str]
_Rated = tuple[Rank, int, str]
_TOP = "SELECT hits FROM search_top WHERE word = ?"
_CANDIDATES = """
    SELECT search_entry.id, texts, initials FROM search_key
    JOIN search_entry ON search_entry.id = search_key.rowid
    WHERE search_key MATCH ? ORDER BY search_key.rowid LIMIT ?
"""


_TEXTS = _CANDIDATES.replace(", initials", "")


class Reading(Protocol):
    """Queries on the search tables; `CatalogConnections` in the kiosk."""

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """Run one query and return all its rows."""

    def pages(self, sql: str, values: Sequence[object], size: int) -> Iterator[list[Any]]:
        """Run one query and yield its rows in lists of `size`, each found when asked for."""


class SqliteSearchIndex:
    """The port `SearchIndex` over catalog.db."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._top = msgspec.json.Decoder(list[Match])
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
        rows = self._reading.rows(
            "SELECT word FROM search_word WHERE letters >= ? AND letters < ?"
            " GROUP BY word ORDER BY min(rank) LIMIT ?",
            (typed, typed + "\U0010ffff", limit),
        )
        return tuple(word for (word,) in rows)

    def best(self, words: tuple[str, ...], limit: int) -> list[Match]:
        """Return what covers all words, best first, from the entries themselves.

        Candidates come by popularity and are checked exactly. When a page holds generic matches
        only, so will the others: the letters of 登记 were typed.
        """
        if len(words) == 1 and not is_letters(words[0]):
            return self._best_literally(words[0], limit)
        sounds = self._load_sounds()
        match = " AND ".join(f"({_any_of(query_tokens(word, sounds))})" for word in words)
        finders = [finder(word, sounds) for word in words]
        kept: list[_Rated] = []
        for rows in self._reading.pages(_CANDIDATES, (match, PAGE * MAX_PAGES), PAGE):
            found = list(_checked(rows, finders))
            kept += (one for one in found if not is_generic(one[2]))
            if len(kept) >= limit or (found and not kept):
                break
        return [(entry_id, matched) for _, entry_id, matched in sorted(kept)[:limit]]

    def _best_literally(self, word: str, limit: int) -> list[Match]:
        """Do the same for one Chinese word, without the detours: texts say all."""
        match = _any_of(query_tokens(word, self._load_sounds()))
        kept: list[tuple[int, int]] = []
        for rows in self._reading.pages(_TEXTS, (match, PAGE * MAX_PAGES), PAGE):
            kept += [
                (
                    cover_literally(texts, word) + A_SERVICE * (entry_id % SLOTS_PER_RANK > 0),
                    entry_id,
                )
                for entry_id, texts in rows
                if word in texts
            ]
            if len(kept) >= limit:
                break
        return [(entry_id, word) for _, entry_id in sorted(kept)[:limit]]

    def _covering(self, words: tuple[str, ...], limit: int) -> tuple[SearchHit, ...]:
        """Return what covers all words as hits; the answers of frequent words are stored."""
        if not words or all(is_generic(word) for word in words):
            return ()
        stored = self._reading.rows(_TOP, words) if len(words) == 1 and limit <= TOP_HITS else ()
        if stored:
            return self._hits(self._top.decode(stored[0][0])[:limit])
        return self._hits(self.best(words, limit))

    def _hits(self, matches: Sequence[Match]) -> tuple[SearchHit, ...]:
        """Return entries as hits, in the order given."""
        marks = ",".join("?" * len(matches))
        sql = f"SELECT id, thing, topic, name FROM search_thing WHERE id IN ({marks})"  # noqa: S608
        found = {row[0]: row for row in self._reading.rows(sql, [one for one, _ in matches])}
        return tuple(_hit(found[entry_id], matched) for entry_id, matched in matches)

    def _near(self, words: tuple[str, ...], limit: int) -> tuple[SearchHit, ...]:
        """Return topics that share a part of a query that nothing covers."""
        if all(is_letters(word) for word in words):
            return self._near_letters(words[0], limit) if words else ()
        pairs = {pair for word in words if not is_letters(word) for pair in bigrams(word)}
        if not pairs:
            return ()
        any_pair = _any_of([((pair,),) for pair in sorted(pairs)])
        nearest: dict[int, tuple[int, int, str]] = {}
        for entry_id, texts, _ in self._reading.rows(_CANDIDATES, (any_pair, PAGE)):
            score, topic = nearness(texts, words), entry_id // SLOTS_PER_RANK
            if score > nearest.get(topic, (0,))[0]:
                nearest[topic] = (score, entry_id, texts)
        best = sorted(nearest.values(), key=lambda item: -item[0])[:limit]
        return self._hits([(entry_id, shared_part(texts, words)) for _, entry_id, texts in best])

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
            rows = self._reading.rows("SELECT doc FROM document WHERE kind = 'readings'")
            self._sounds = Sounds(
                msgspec.json.decode(rows[0][0], type=dict[str, tuple[str, ...]]) if rows else {}
            )
        return self._sounds


def _checked(rows: Iterable[_Row], finders: Sequence[Finder]) -> Iterator[_Rated]:
    """Yield the candidates in which all words really stand."""
    for entry_id, texts, initials in rows:
        if all(word.may_stand(initials) for word in finders):
            service = entry_id % SLOTS_PER_RANK != 0
            covered = cover(texts, initials, service=service, words=finders)
            if covered:
                yield covered[0], entry_id, covered[1]


def _hit(row: tuple[int, str, str, str], matched: str) -> SearchHit:
    """Return one row of `search_thing` as a hit."""
    entry_id, thing, topic, name = row
    kind: Literal["topic", "service"] = "service" if entry_id % SLOTS_PER_RANK else "topic"
    return SearchHit(kind=kind, id=thing, topic=topic, name=name, matched=matched)


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
