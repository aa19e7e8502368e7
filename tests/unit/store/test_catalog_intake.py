import datetime as dt
import json
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from kiosk.domain.errors import Unavailable
from kiosk.ports.menu import CatalogState
from kiosk.store.catalog_connections import CatalogConnections
from kiosk.store.catalog_db import SqliteCatalogStore
from kiosk.store.catalog_intake import CatalogIntake
from kiosk.wire.pack import DOCUMENTS_FILE, HEAD_FILE, PackLine
from tests.starters import NOW, lines_of, write_lines, write_starter
from tests.unit.store.conftest import MIGRATIONS

LATER = NOW + dt.timedelta(days=1)


def topics_of(intake: CatalogIntake, state: CatalogState) -> list[str]:
    connections = CatalogConnections(intake.path)
    try:
        return [topic.id for topic in SqliteCatalogStore(connections, state).topics()]
    finally:
        connections.close()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))


def replace_by_text(path: Path) -> None:
    path.write_text("这不是数据库" * 500, "utf-8")


def edit(path: Path) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE topic SET name = '别的'")
    connection.close()


def renumber(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()


def test_a_new_folder_gets_a_catalogue_without_a_notice(intake: CatalogIntake) -> None:
    state = intake.ensure(NOW)
    assert (state.edition, state.rebuilt, state.applied_at) == ("3", None, NOW)
    assert topics_of(intake, state)[0] == "id-card"


def test_a_sound_catalogue_is_kept_as_it_is(intake: CatalogIntake) -> None:
    first = intake.ensure(NOW)
    before = intake.path.stat()
    assert intake.ensure(LATER) == first
    assert intake.path.stat().st_ino == before.st_ino


def test_the_file_is_in_wal_mode_and_alone(intake: CatalogIntake, data: Path) -> None:
    intake.ensure(NOW)
    assert intake.path.read_bytes()[18:20] == b"\x02\x02"
    names = {path.name for path in data.iterdir()}
    assert names == {"catalog.db", "catalog.json", "catalog.lock"}


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (Path.unlink, "不见了"),
        (cut, "坏了"),
        (empty, "改动过"),
        (garble, "改动过"),
        (replace_by_text, "坏了"),
        (edit, "改动过"),
        (renumber, "更新的版本"),
    ],
)
def test_any_damage_is_repaired_with_a_notice(
    intake: CatalogIntake, damage: Callable[[Path], None], reason: str
) -> None:
    intake.ensure(NOW)
    sound = intake.path.read_bytes()
    damage(intake.path)
    state = intake.ensure(LATER)
    assert reason in (state.rebuilt or "")
    assert state.applied_at == LATER
    assert topics_of(intake, state)[0] == "id-card"
    assert len(intake.path.read_bytes()) == len(sound)
    assert intake.ensure(LATER).rebuilt is None


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"schema": "x"}'])
def test_a_damaged_mark_is_repaired(intake: CatalogIntake, data: Path, content: bytes) -> None:
    intake.ensure(NOW)
    (data / "catalog.json").write_bytes(content)
    assert "坏了" in (intake.ensure(LATER).rebuilt or "")


def test_a_mark_of_a_newer_program_is_named(intake: CatalogIntake, data: Path) -> None:
    intake.ensure(NOW)
    mark = json.loads((data / "catalog.json").read_text("utf-8"))
    (data / "catalog.json").write_text(json.dumps({**mark, "schema": 99}), "utf-8")
    assert "更新的版本" in (intake.ensure(LATER).rebuilt or "")


def test_a_digest_that_is_not_the_starters_takes_the_starter(
    intake: CatalogIntake, starter: Path
) -> None:
    intake.ensure(NOW)
    head = write_starter(starter, extra=[])
    changed = write_lines(starter, lines_of()[:-1])
    assert changed.digest != head.digest
    assert intake.ensure(LATER).digest == changed.digest


def test_a_newer_starter_replaces_without_a_notice(intake: CatalogIntake, starter: Path) -> None:
    intake.ensure(NOW)
    write_starter(starter, edition="4")
    state = intake.ensure(LATER)
    assert (state.edition, state.rebuilt) == ("4", None)


def test_a_newer_cached_edition_is_kept(intake: CatalogIntake, starter: Path) -> None:
    write_starter(starter, edition="10")
    intake.ensure(NOW)
    write_starter(starter, edition="9")
    assert intake.ensure(LATER).edition == "10"


def test_a_newer_cached_edition_that_is_damaged_falls_back(
    intake: CatalogIntake, starter: Path
) -> None:
    write_starter(starter, edition="10")
    intake.ensure(NOW)
    write_starter(starter, edition="9")
    garble(intake.path)
    state = intake.ensure(LATER)
    assert state.edition == "9"
    assert state.rebuilt


@pytest.mark.parametrize("name", [HEAD_FILE, DOCUMENTS_FILE])
@pytest.mark.parametrize("damage", [Path.unlink, cut, empty, replace_by_text])
def test_a_starter_out_of_use_is_named(
    intake: CatalogIntake, starter: Path, name: str, damage: Callable[[Path], None]
) -> None:
    damage(starter / name)
    with pytest.raises(Unavailable, match="make setup"):
        intake.ensure(NOW)


@pytest.mark.parametrize("damage", [Path.unlink, cut, empty, replace_by_text])
def test_a_sound_cache_needs_no_starter(
    intake: CatalogIntake, starter: Path, damage: Callable[[Path], None]
) -> None:
    intake.ensure(NOW)
    damage(starter / HEAD_FILE)
    assert intake.ensure(LATER).applied_at == NOW


def test_documents_altered_on_the_way_are_refused(intake: CatalogIntake, starter: Path) -> None:
    head = write_starter(starter)
    write_lines(starter, lines_of(edition="7"))
    (starter / HEAD_FILE).write_bytes(msgspec.json.encode(head))
    with pytest.raises(Unavailable, match="摘要"):
        intake.ensure(NOW)


def test_a_document_of_another_shape_is_named(intake: CatalogIntake, starter: Path) -> None:
    odd = PackLine(kind="agency", id="odd", doc=msgspec.Raw(b'{"id":"odd","name":"x","tail":1}'))
    write_lines(starter, [*lines_of(), odd])
    with pytest.raises(Unavailable, match="agency odd"):
        intake.ensure(NOW)


def test_a_failed_build_leaves_the_old_files(
    intake: CatalogIntake, starter: Path, data: Path
) -> None:
    intake.ensure(NOW)
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    odd = PackLine(kind="agency", id="odd", doc=msgspec.Raw(b"{}"))
    write_lines(starter, [*lines_of("8"), odd], edition="8")
    with pytest.raises(Unavailable):
        intake.ensure(LATER)
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before


def test_readers_see_one_edition_whole_while_it_is_replaced(
    data: Path, starter: Path, intake: CatalogIntake
) -> None:
    """Each connection reads its own edition from first to last row while files change under it."""
    intake.ensure(NOW)
    seen: list[set[str]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            connections = CatalogConnections(intake.path)
            sql = "SELECT json_extract(doc, '$.edition') FROM document WHERE kind = 'catalogue'"
            seen.append({str(connections.rows(sql)) for _ in range(20)})
            connections.close()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for edition in range(4, 10):
            write_starter(starter, edition=str(edition))
            intake.ensure(NOW)
    finally:
        stop.set()
        reader.join()
    assert all(len(editions) == 1 for editions in seen)
    assert len(set.union(*seen)) > 1


def test_an_open_reader_outlives_a_replacement(intake: CatalogIntake, starter: Path) -> None:
    state = intake.ensure(NOW)
    connections = CatalogConnections(intake.path)
    store = SqliteCatalogStore(connections, state)
    assert store.catalogue().edition == "3"
    write_starter(starter, edition="4")
    intake.ensure(NOW)
    assert store.service("licence").plain == "办执照"
    connections.close()


def test_many_processes_may_start_at_once(data: Path, starter: Path) -> None:
    states: list[CatalogState] = []

    def start() -> None:
        states.append(CatalogIntake(data, starter, MIGRATIONS).ensure(NOW))

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(states) == 4
    assert len(set(map(repr, states))) == 1
