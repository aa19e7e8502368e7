import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.domain.search import is_generic
from kiosk.store.catalog_connections import CatalogConnections
from kiosk.store.catalog_fill import fill
from kiosk.store.search_fill import MANY_LONGER
from kiosk.store.search_index import TOP_HITS, SqliteSearchIndex
from tests.starters import a_topic, lines_of
from tests.unit.store.conftest import MIGRATIONS

CROWD = [
    a_topic(f"crowd-{n}", f"社区养老服务中心{n}号", f"养老登记{n}", popularity=n, services=[])
    for n in range(2 * MANY_LONGER)
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("crowd") / "catalog.db"
    fill(path, lines_of(extra=CROWD), MIGRATIONS)
    return path


@pytest.fixture(scope="module")
def index(path: Path) -> Iterator[SqliteSearchIndex]:
    connections = CatalogConnections(path)
    yield SqliteSearchIndex(connections)
    connections.close()


@pytest.fixture(scope="module")
def stored(path: Path) -> dict[str, list[list[object]]]:
    rows = sqlite3.connect(path).execute("SELECT word, hits FROM search_top")
    return {word: msgspec.json.decode(hits) for word, hits in rows}


def test_a_stored_answer_is_the_one_that_the_entries_give(index, stored):
    for word, hits in stored.items():
        assert [list(hit) for hit in index.best((word,), TOP_HITS)] == hits


def test_an_answer_comes_from_the_store_when_there_is_one(index, stored):
    assert [hit.id for hit in index.search("养老", 3).results] == [
        hit.id for hit in index.search("养老", 20).results[:3]
    ]
    assert len(stored["养老"]) == TOP_HITS


@pytest.mark.parametrize(
    "word", ["养", "养老", "养老服", "养老服务", "养老服务中心", "y", "yl", "yan"]
)
def test_words_in_many_entries_are_stored(stored, word):
    assert word in stored


@pytest.mark.parametrize("word", ["身份证", "sfz", "养老服务中心1", "ylfw"])
def test_rare_and_long_words_are_not(stored, word):
    assert word not in stored


def test_generic_words_have_no_answer_to_store(stored):
    assert not [word for word in stored if is_generic(word)]


def test_a_small_catalogue_stores_nothing(tmp_path):
    fill(tmp_path / "catalog.db", lines_of(), MIGRATIONS)
    connection = sqlite3.connect(tmp_path / "catalog.db")
    assert connection.execute("SELECT count(*) FROM search_top").fetchone() == (0,)
    connection.close()
