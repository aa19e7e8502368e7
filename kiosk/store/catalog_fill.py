"""A new catalog.db from the documents of a starter or of published shards.

Documents stream through, none is held: a province does not fit into the memory of a kiosk.
Whether a new file is needed, and its way to its place, is `catalog_intake.py`; packs are
`shard_rows.py`.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import msgspec

from kiosk.domain.catalog import Division
from kiosk.domain.errors import Unavailable
from kiosk.domain.ids import region_chain
from kiosk.domain.topic import Topic
from kiosk.store.database import migrate, open_new
from kiosk.store.documents import StoredDocuments, decode
from kiosk.store.search_fill import fill_search, fill_top
from kiosk.wire.pack import DocumentKind, PackLine

MAPPED_BYTES = 1_000_000_000
"""As a kiosk maps the file when it reads it."""

STARTER = 0
"""The number of the shard that documents of a starter are of: none."""

Document = tuple[DocumentKind, str, bytes | msgspec.Raw]


def fill(path: Path, lines: Iterable[PackLine], migrations: Path) -> None:
    """Create a complete catalogue database of a starter at `path`, ready to be moved to its place.

    What is not published, and divisions, which have a table of their own, stay out.

    Raises:
        Unavailable: a document does not fit its type, or the disk is full.
    """
    with filling(path, migrations) as connection:
        for line in lines:
            document = decode(line.kind, line.id, line.doc)
            if isinstance(document, Division):
                _add_division(connection, document)
            elif not isinstance(document, Topic) or document.state == "published":
                _add(connection, (line.kind, line.id, line.doc), STARTER)


def add_documents(
    connection: sqlite3.Connection, shard: int, documents: Iterable[Document]
) -> None:
    """Store the documents of a shard, each checked against its type.

    Raises:
        Unavailable: one does not fit its type, or another shard has it too.
    """
    for kind, key, encoded in documents:
        document = decode(kind, key, encoded)
        if isinstance(document, Division):
            _add_division(connection, document)
        try:
            _add(connection, (kind, key, encoded), shard)
        except sqlite3.IntegrityError as error:
            raise Unavailable(
                "catalog.twice", f"目录里的 {kind} {key} 在两个分片里，没有采用：请告诉中心"
            ) from error


@contextmanager
def filling(path: Path, migrations: Path) -> Iterator[sqlite3.Connection]:
    """Open a new cache for documents; at the end of the block menus and search are made of them.

    Raises:
        Unavailable: there is no head of a catalogue, or the disk is full.
    """
    with open_new(path) as connection:
        migrate(connection, migrations, "catalog")
        connection.execute("BEGIN")
        yield connection
        documents = StoredDocuments(connection)
        _check_head(documents)
        connection.executemany(
            "INSERT INTO topic VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            map(_topic_row, count(1), documents.topics),
        )
        fill_search(connection, documents)
        connection.execute("COMMIT")
        connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
        fill_top(connection, documents)


def _check_head(documents: StoredDocuments) -> None:
    try:
        documents.catalogue()
    except KeyError as error:
        raise Unavailable("catalog.head", "目录没有开头，不完整，没有采用：请告诉中心") from error


def _add(connection: sqlite3.Connection, document: Document, shard: int) -> None:
    kind, key, encoded = document
    sql = "INSERT INTO document (kind, id, shard, doc) VALUES (?, ?, ?, ?)"
    connection.execute(sql, (kind, key, shard, bytes(encoded)))


def _add_division(connection: sqlite3.Connection, division: Division) -> None:
    """Store code, name and the code one level up (empty for a province)."""
    chain = region_chain(division.code)
    parent = chain[-2] if len(chain) > 1 else ""
    sql = "INSERT OR REPLACE INTO division VALUES (?, ?, ?)"
    connection.execute(sql, (division.code, division.name, parent))


def _topic_row(rank: int, topic: Topic) -> tuple[object, ...]:
    """Return what a menu shows of a topic, in the order of the table's columns."""
    return (
        rank,
        topic.id,
        topic.name,
        topic.plain,
        topic.icon,
        topic.category,
        topic.for_,
        len(topic.includes),
        topic.popularity,
        topic.one_thing,
    )
