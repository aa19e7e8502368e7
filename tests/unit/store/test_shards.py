import datetime as dt
import json
import threading
import time
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from kiosk.domain.errors import Unavailable
from kiosk.ports.packs import ShardPack, Taken, Unequal
from kiosk.store.catalog_build import built
from kiosk.store.catalog_connections import CatalogConnections
from kiosk.store.catalog_intake import CatalogIntake
from tests.shard_packs import CITY, COUNTY, PackMaker, a_city, digest_of, snapshot
from tests.starters import NOW, write_starter
from tests.unit.store.conftest import MIGRATIONS

LATER = NOW + dt.timedelta(hours=1)


def rows(published: CatalogIntake, sql: str) -> list[Any]:
    connections = CatalogConnections(published.path)
    try:
        return connections.rows(sql)
    finally:
        connections.close()


def stored(published: CatalogIntake) -> dict[str, bytes]:
    return {
        f"{kind}/{key}": doc
        for kind, key, doc in rows(published, "SELECT kind,id,doc FROM document")
    }


def everything(published: CatalogIntake) -> list[Any]:
    """Return the rows of all tables that a reader asks."""
    tables = ("document", "topic", "division", "shard", "search_entry", "search_thing")
    words = ("search_word", "search_top")
    return [rows(published, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables + words]  # noqa: S608


def test_a_whole_shard_takes_the_place_of_the_starter(
    published: CatalogIntake, packs: PackMaker
) -> None:
    docs = a_city(licence="办营业执照")
    assert published.take(snapshot(packs.full(docs, 4)), LATER) == Taken()
    assert stored(published) == docs
    state = published.ensure(LATER)
    assert (state.edition, state.applied_at, state.rebuilt) == ("9", LATER, None)
    assert [(one.code, one.version) for one in published.here()] == [(CITY, 4)]
    found = rows(published, "SELECT texts FROM search_entry WHERE texts LIKE '%办营业执照%'")
    assert found


def test_a_process_apart_makes_the_same_file(
    data: Path, starter: Path, packs: PackMaker, published: CatalogIntake
) -> None:
    apart = CatalogIntake(data, starter, MIGRATIONS)
    docs = a_city()
    assert apart.take(snapshot(packs.full(docs, 4)), LATER) == Taken()
    assert stored(apart) == docs
    wrong = replace(packs.full(docs, 5), digest="0" * 64)
    assert apart.take(snapshot(wrong), LATER) == Unequal(codes=(CITY,))
    with pytest.raises(Unavailable, match="开头"):
        apart.take(snapshot(packs.full({}, 6)), LATER)
    assert stored(apart) == docs


def test_a_delta_keeps_what_it_does_not_name(published: CatalogIntake, packs: PackMaker) -> None:
    first, second = a_city(), a_city(licence="办执照二")
    del second["service/home-visit"]
    second["circumstance/help"] = second["circumstance/help"].replace(b"home-visit", b"licence")
    published.take(snapshot(packs.full(first, 4)), NOW)
    assert (
        published.take(snapshot(packs.delta(first, second, 4, 5), edition="10"), LATER) == Taken()
    )
    assert stored(published) == second
    assert published.ensure(LATER).edition == "10"


def test_shards_of_a_snapshot_are_taken_together_or_not_at_all(
    published: CatalogIntake, packs: PackMaker
) -> None:
    city = a_city()
    own = {"region/341602": msgspec.json.encode({"code": "341602", "name": "谯城区"})}
    both = snapshot(packs.full(city, 1), packs.full(own, 7, COUNTY))
    assert published.take(both, NOW) == Taken()
    assert stored(published) == {**city, **own}
    changed = a_city(licence="甲")
    wrong = replace(packs.delta(own, {}, 7, 8, COUNTY), digest="1" * 64)
    before = published.path.stat().st_ino
    assert published.take(snapshot(packs.delta(city, changed, 1, 2), wrong), LATER) == Unequal(
        codes=(COUNTY,)
    )
    assert stored(published) == {**city, **own}
    assert published.path.stat().st_ino == before
    kept = ShardPack(code=COUNTY, version=7, digest=digest_of(own))
    assert published.take(snapshot(packs.delta(city, changed, 1, 2), kept), LATER) == Taken()
    assert stored(published) == {**changed, **own}


def test_a_delta_for_another_base_is_noticed(published: CatalogIntake, packs: PackMaker) -> None:
    first, second, third = a_city(), a_city(licence="甲"), a_city(licence="甲", id_renew="乙")
    published.take(snapshot(packs.full(first, 1)), NOW)
    assert isinstance(published.take(snapshot(packs.delta(second, third, 2, 3)), NOW), Unequal)
    assert stored(published) == first


def test_two_shards_with_the_same_document_are_refused(
    published: CatalogIntake, packs: PackMaker
) -> None:
    docs = a_city()
    twice = {"service/licence": docs["service/licence"]}
    with pytest.raises(Unavailable, match="两个分片"):
        published.take(snapshot(packs.full(docs, 1), packs.full(twice, 1, COUNTY)), NOW)
    assert published.here() == ()


def test_a_document_of_another_program_keeps_the_old(
    published: CatalogIntake, packs: PackMaker
) -> None:
    docs = {**a_city(), "agency/odd": b'{"id":"odd"}'}
    with pytest.raises(Unavailable, match="agency odd"):
        published.take(snapshot(packs.full(docs, 1)), NOW)
    assert published.ensure(LATER).edition == "3"


@pytest.mark.parametrize("seed", range(20))
def test_a_delta_gives_what_the_whole_pack_gives(
    published: CatalogIntake, packs: PackMaker, seed: int
) -> None:
    random = Random(seed)  # noqa: S311
    base = {name: doc for name, doc in a_city().items() if not name.startswith("service/")}
    services = [name for name in a_city() if name.startswith("service/")]

    def a_version() -> dict[str, bytes]:
        docs = dict(base)
        for name in (*services, *(f"service/extra-{letter}" for letter in "abcdefgh")):
            if name in services or random.random() < 0.5:
                like = json.loads(a_city()["service/licence"])
                key = name.partition("/")[2]
                docs[name] = msgspec.json.encode(
                    {**like, "id": key, "plain": f"甲{random.random()}"}
                )
        return docs

    old, new = a_version(), a_version()
    published.take(snapshot(packs.full(old, 1)), NOW)
    assert published.take(snapshot(packs.delta(old, new, 1, 2)), NOW) == Taken()
    by_delta = everything(published)
    assert stored(published) == new
    published.take(snapshot(packs.full(new, 2)), NOW)
    assert everything(published) == by_delta


def test_readers_see_one_edition_and_are_not_held_up(
    data: Path, starter: Path, published: CatalogIntake, packs: PackMaker
) -> None:
    apart = CatalogIntake(data, starter, MIGRATIONS)
    editions: list[set[bytes]] = []
    waits: list[float] = []
    takes: list[float] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            connections = CatalogConnections(published.path)
            seen = set()
            for _ in range(30):
                began = time.perf_counter()
                (head,) = connections.rows("SELECT doc FROM document WHERE kind = 'catalogue'")
                waits.append(time.perf_counter() - began)
                seen.add(head[0])
                stop.wait(0.001)
            connections.close()
            editions.append(seen)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for version in range(1, 3):
            docs = a_city(str(version + 10))
            began = time.perf_counter()
            apart.take(snapshot(packs.full(docs, version), edition=str(version + 10)), NOW)
            takes.append(time.perf_counter() - began)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert all(len(seen) == 1 for seen in editions)
    assert len(set.union(*editions)) > 1
    assert sorted(waits)[len(waits) * 99 // 100] < min(takes) / 4


def test_threads_that_come_late_stay_with_the_edition_of_the_first(
    published: CatalogIntake, packs: PackMaker
) -> None:
    connections = CatalogConnections(published.path)
    connections.hold()
    published.take(snapshot(packs.full(a_city("77"), 1), edition="77"), NOW)
    seen: list[str] = []

    def ask() -> None:
        seen.append(str(connections.rows("SELECT doc FROM document WHERE kind = 'catalogue'")))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
        thread.join()
    connections.close()
    assert all('"edition":"3"' in text for text in seen)


def test_a_cut_between_file_and_mark_leaves_the_new_edition(
    published: CatalogIntake, packs: PackMaker, data: Path
) -> None:
    docs = a_city()
    old_mark = (data / "catalog.json").read_bytes()
    written: list[bytes] = []
    write = published._cache.write

    def cut(mark: object) -> None:
        write(mark)  # type: ignore[arg-type]
        written.append((data / "catalog.json").read_bytes())

    published._cache.write = cut  # type: ignore[method-assign,assignment]
    old_file = published.path.read_bytes()
    published.take(snapshot(packs.full(docs, 1)), NOW)
    both, new_mark = written
    new_file = published.path.read_bytes()
    for mark, file, edition in (
        (old_mark, old_file, "3"),
        (both, old_file, "3"),
        (both, new_file, "9"),
        (new_mark, new_file, "9"),
    ):
        (data / "catalog.json").write_bytes(mark)
        published.path.write_bytes(file)
        state = CatalogIntake(data, published._starter._folder, MIGRATIONS).ensure(LATER)
        assert (state.edition, state.rebuilt) == (edition, None)
        assert published.here() == CatalogIntake(data, data, MIGRATIONS).here()
        assert bool(published.here()) == (edition == "9")


def test_a_newer_starter_does_not_replace_what_the_hub_published(
    published: CatalogIntake, packs: PackMaker, starter: Path
) -> None:
    published.take(snapshot(packs.full(a_city(), 1)), NOW)
    write_starter(starter, edition="500")
    assert published.ensure(LATER).edition == "9"


def test_damage_falls_back_to_the_starter(published: CatalogIntake, packs: PackMaker) -> None:
    published.take(snapshot(packs.full(a_city(), 1)), NOW)
    published.path.write_bytes(published.path.read_bytes()[:-4096])
    state = published.ensure(LATER)
    assert state.edition == "3"
    assert state.rebuilt
    assert published.here() == ()


def test_a_new_schema_keeps_the_shards(
    data: Path, starter: Path, packs: PackMaker, published: CatalogIntake, tmp_path: Path
) -> None:
    docs = a_city()
    published.take(snapshot(packs.full(docs, 1)), NOW)
    migrations = tmp_path / "migrations"
    migrations.mkdir()
    for path in MIGRATIONS.glob("*.sql"):
        (migrations / path.name).write_bytes(path.read_bytes())
    (migrations / "0099_add_a_table.sql").write_text(
        "-- database: catalog\nCREATE TABLE added (x INTEGER);\n"
    )
    newer = CatalogIntake(data, starter, migrations, build=built)
    state = newer.ensure(LATER)
    assert (state.edition, state.checked_at) == ("9", NOW)
    assert stored(newer) == docs
    assert rows(newer, "SELECT count(*) FROM added") == [(0,)]
    assert newer.ensure(LATER) == state


def test_a_check_without_change_is_noted(published: CatalogIntake) -> None:
    before = published.ensure(NOW)
    stamp = published.stamp()
    published.checked(LATER)
    assert published.stamp() != stamp
    assert published.current() == replace(before, checked_at=LATER)
    assert published.ensure(LATER) == replace(before, checked_at=LATER)
