"""A new catalog.db from the documents of a starter.

Whether one is needed, and its way to its place, is `catalog_intake.py`.
"""

from collections.abc import Iterable
from itertools import count
from pathlib import Path

from kiosk.domain.catalog import Division
from kiosk.domain.ids import region_chain
from kiosk.domain.topic import Topic
from kiosk.store.database import migrate, open_new
from kiosk.store.documents import PackDocuments
from kiosk.store.search_fill import fill_search, fill_top
from kiosk.wire.pack import PackLine

MAPPED_BYTES = 1_000_000_000
"""As a kiosk maps the file when it reads it."""


def fill(path: Path, lines: Iterable[PackLine], migrations: Path) -> None:
    """Create a complete catalogue database at `path`, ready to be moved to its place.

    Raises:
        Unavailable: a document does not fit its type, or the disk is full.
    """
    documents = PackDocuments(lines)
    with open_new(path) as connection:
        migrate(connection, migrations, "catalog")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO document VALUES (?, ?, ?)", documents.lines())
        connection.executemany(
            "INSERT INTO topic VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            map(_topic_row, count(1), documents.topics),
        )
        connection.executemany(
            "INSERT INTO division VALUES (?, ?, ?)", map(_division_row, documents.divisions)
        )
        fill_search(connection, documents)
        connection.execute("COMMIT")
        connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
        fill_top(connection, documents)


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


def _division_row(division: Division) -> tuple[str, str, str]:
    """Return code, name and the code one level up (empty for a province)."""
    chain = region_chain(division.code)
    return division.code, division.name, chain[-2] if len(chain) > 1 else ""
