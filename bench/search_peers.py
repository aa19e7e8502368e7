"""What the search is compared with: a scan with LIKE, FTS5 trigrams with bm25, tantivy.

They look for Chinese only; initials, pinyin and synonyms have no peer. All return 20 titles.
"""

import sqlite3
import tempfile
from collections.abc import Callable
from itertools import pairwise

import tantivy

Ask = Callable[[str], int]
"""Returns how many titles of at most 20 hold the part."""

LIMIT = 20


def with_like(titles: list[str]) -> Ask:
    """Return a scan of a plain table in memory."""
    plain = sqlite3.connect(":memory:")
    plain.execute("CREATE TABLE t (title TEXT)")
    plain.executemany("INSERT INTO t VALUES (?)", ((title,) for title in titles))
    sql = "SELECT title FROM t WHERE title LIKE ? LIMIT ?"
    return lambda part: len(plain.execute(sql, (f"%{part}%", LIMIT)).fetchall())


def with_trigrams(titles: list[str]) -> Ask:
    """Return FTS5's own trigrams, ranked; they cannot find less than three characters."""
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE f USING fts5(title, tokenize='trigram')")
    index.executemany("INSERT INTO f VALUES (?)", ((title,) for title in titles))
    index.execute("INSERT INTO f (f) VALUES ('optimize')")
    sql = "SELECT title FROM f WHERE f MATCH ? ORDER BY rank LIMIT ?"
    return lambda part: len(index.execute(sql, (f'"{part}"', LIMIT)).fetchall())


def with_tantivy(titles: list[str]) -> Ask:
    """Return tantivy over characters and their pairs, all of a part required, ranked by BM25."""
    schema = (
        tantivy.SchemaBuilder()
        .add_text_field("k", tokenizer_name="whitespace", index_option="freq")
        .add_text_field("title", stored=True, tokenizer_name="raw")
        .build()
    )
    index = tantivy.Index(schema, path=tempfile.mkdtemp(prefix="bench-"))
    writer = index.writer(heap_size=100_000_000, num_threads=1)
    for title in titles:
        writer.add_document(tantivy.Document(k=" ".join((*title, *_pairs(title))), title=title))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(part: str) -> int:
        tokens = _pairs(part) or [part]
        terms = [tantivy.Query.term_query(schema, "k", token) for token in tokens]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms])
        hits = searcher.search(query, LIMIT, count=False).hits
        return len([searcher.doc(address)["title"] for _, address in hits])

    return ask


def _pairs(text: str) -> list[str]:
    """Return the pairs of neighbouring characters."""
    return list(map("".join, pairwise(text)))
