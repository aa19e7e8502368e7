"""What every `CatalogStore` promises: the cache on disk and the one in memory."""

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.ports.menu import CatalogState
from kiosk.ports.storage import CatalogStore
from kiosk.store.catalog_connections import CatalogConnections
from kiosk.store.catalog_db import SqliteCatalogStore, WorkingDayTable
from kiosk.store.catalog_fill import fill
from tests.starters import NOW, YEAR, lines_of, memory_store

MIGRATIONS = Path(__file__).resolve().parents[2] / "db" / "kiosk"
STATE = CatalogState(edition="3", digest="0" * 64, applied_at=NOW, checked_at=NOW, rebuilt=None)


@pytest.fixture(scope="module", params=["sqlite", "memory"])
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CatalogStore]:
    if request.param == "memory":
        yield memory_store()
        return
    path = tmp_path_factory.mktemp("store") / "catalog.db"
    fill(path, lines_of(), MIGRATIONS)
    connections = CatalogConnections(path)
    yield SqliteCatalogStore(connections, STATE)
    connections.close()


def test_published_topics_most_popular_first(store: CatalogStore) -> None:
    topics = store.topics()
    assert [topic.id for topic in topics] == [
        "id-card",
        "open-restaurant",
        "resident-pension",
        "elder-allowance",
    ]
    assert (topics[1].plain, topics[1].services, topics[1].audience) == ("开饭店", 2, "person")


def test_documents_are_typed_and_whole(store: CatalogStore) -> None:
    assert store.catalogue().edition == "3"
    assert store.topic("open-restaurant").includes[1].service == "food-permit"
    assert store.service("licence").name[0].value == "营业执照(设立登记)"
    assert store.circumstance("help").includes[0].before == "all"
    assert store.agency("office").name == "便民中心"


@pytest.mark.parametrize(
    "kind", ["topic", "service", "circumstance", "evidence", "agency", "question"]
)
@pytest.mark.parametrize("key", ["nothing", "", "'; DROP TABLE topic; --", "keep-dog", "身" * 999])
def test_unknown_ids_raise_key_error(store: CatalogStore, kind: str, key: str) -> None:
    with pytest.raises(KeyError):
        getattr(store, kind)(key)


def test_overlays_by_exact_code(store: CatalogStore) -> None:
    overlay = store.overlay("34")
    assert overlay is not None
    assert overlay.name == "安徽省"
    assert store.overlay("3416") is None
    assert store.overlay_codes() == ("34",)


def test_divisions_level_by_level(store: CatalogStore) -> None:
    assert [d.code for d in store.divisions(None)] == ["11", "34", "44"]
    assert [d.name for d in store.divisions("3416")] == ["谯城区", "涡阳县"]
    assert [d.code for d in store.divisions("341602")] == ["341602001"]
    assert store.divisions("341602001") == ()
    assert store.division("9999") is None


def test_working_days_by_the_week(store: CatalogStore) -> None:
    days = store.working_days()
    assert days.is_working(dt.date(2027, 1, 1))
    assert not days.is_working(dt.date(2027, 1, 2))
    assert days.knows(2026)
    assert not days.knows(2027)


def test_the_official_table_overrules_the_week() -> None:
    days = WorkingDayTable([YEAR])
    assert not days.is_working(dt.date(2026, 1, 1))
    assert days.is_working(dt.date(2026, 1, 4))
    assert not days.is_working(dt.date(2026, 1, 3))


def test_any_thread_may_read(store: CatalogStore) -> None:
    seen: list[str] = []

    def read() -> None:
        seen.extend(store.topic(topic.id).name for topic in store.topics())

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8 * 4
