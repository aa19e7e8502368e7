"""T10: from any version to any later one a delta gives what the whole pack gives, for a reader too.

Every version is published by a hub; a kiosk at each earlier one takes it. Some of them have a base
that is not what it was, some are given a damaged pack. KIOSK_VERSION_PAIRS says how many pairs.
"""

import hashlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import msgspec
import pytest

from kiosk.domain.errors import Unavailable
from kiosk.files import compress
from kiosk.store.catalog_connections import CatalogConnections
from kiosk.store.starter import Starter
from kiosk.wire.shard import ShardEntry, ShardIndex, choose
from tests.shard_packs import CITY, digest_of
from tests.sync.published import PublishingHub, TakingKiosk, a_published_city

PAIRS = int(os.environ.get("KIOSK_VERSION_PAIRS", "15"))
SEED = 20261122
STARTER = Path(__file__).resolve().parents[2] / "build" / "starter"
CHANGES = (1, 2, 3, 10, 29, 30, 100, 300) if PAIRS >= 1000 else (1, 30)
HEAD_BYTES = 100
"""What a pack has besides its rows: its first line, the frame."""

CACHE = ("catalog.db", "catalog.json")
TABLES = ("document", "topic", "shard", "search_entry", "search_thing", "search_word", "search_top")
COUNTY_DOC = "region/341602"
Docs = dict[str, bytes]


def grown(docs: Docs, random: Random) -> Docs:
    """Return documents of which some are new, some changed, some gone."""
    new = dict(docs)
    services = [name for name in docs if name.startswith("service/")]
    for name in random.sample(services, random.randint(1, min(40, len(services)))):
        if name.startswith("service/extra-") and random.random() < 0.3:
            del new[name]
        else:
            new[name] = renamed(new[name], f"换了{random.randrange(1000)}")
    like = docs["service/licence"]
    for number in random.sample(range(60), random.randint(0, 12)):
        name = f"service/extra-{number}"
        new[name] = renamed(like, f"另办{random.randrange(1000)}", id=f"extra-{number}")
    if random.random() < 0.3:
        new[COUNTY_DOC] = msgspec.json.encode(
            {"code": "341602", "name": f"谯城{random.randrange(9)}区"}
        )
    return new


def renamed(doc: bytes, plain: str, **changed: str) -> bytes:
    return msgspec.json.encode({**msgspec.json.decode(doc), "plain": plain, **changed})


class Reader:
    """Reads all documents again and again, in two queries; what it sees is one version."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.seen: set[str] = set()

    def __enter__(self) -> "Reader":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ending.wait(0.002):
            connections = CatalogConnections(self._path)
            docs: Docs = {}
            for condition in ("kind < 'service'", "kind >= 'service'"):
                sql = f"SELECT kind, id, doc FROM document WHERE {condition}"  # noqa: S608
                docs |= {f"{kind}/{key}": doc for kind, key, doc in connections.rows(sql)}
            connections.close()
            self.seen.add(digest_of(docs))


class Field:
    """A hub, and one kiosk that can be put back to any version it had."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hub = PublishingHub(folder)
        self.kiosk = TakingKiosk(folder / "kiosk", self.hub)
        self.known = {digest_of(self.kiosk.documents())}

    def keep(self, version: int) -> None:
        """Remember what the kiosk has now."""
        kept = self.folder / f"kept-{version}"
        kept.mkdir()
        for name in CACHE:
            shutil.copyfile(self.kiosk.data / name, kept / name)

    def put_back(self, version: int) -> None:
        """Let the kiosk have what it had; who reads sees one file or the other."""
        for name in CACHE:
            copy = self.kiosk.data / f".{name}.copy"
            shutil.copyfile(self.folder / f"kept-{version}" / name, copy)
            copy.replace(self.kiosk.data / name)

    def state(self) -> str:
        """Return a hash over the rows of all tables."""
        connections = CatalogConnections(self.kiosk.intake.path)
        digest = hashlib.sha256()
        for table in TABLES:
            rows = connections.rows(f"SELECT * FROM {table} ORDER BY 1, 2")  # noqa: S608
            digest.update(repr(rows).encode())
        connections.close()
        return digest.hexdigest()

    def packs(self) -> list[Path]:
        return [path for path in (self.hub.served / "packs" / "sha256").rglob("?" * 64)]

    def harm_base(self) -> None:
        """Change a document here, so that no delta fits; the file in use is not written to."""
        import sqlite3

        path = self.kiosk.data / CACHE[0]
        copy = path.with_name(".harmed")
        shutil.copyfile(path, copy)
        connection = sqlite3.connect(copy)
        sql = "UPDATE document SET doc = CAST(doc || ' ' AS BLOB) WHERE id = ?"
        assert connection.execute(sql, ("licence",)).rowcount == 1
        connection.commit()
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.close()
        docs = _documents(copy)
        self.known.add(digest_of(docs))
        copy.replace(path)

    def close(self) -> None:
        self.hub.close()
        self.kiosk.close()


def _documents(path: Path) -> Docs:
    connections = CatalogConnections(path)
    rows = connections.rows("SELECT kind, id, doc FROM document")
    connections.close()
    return {f"{kind}/{key}": doc for kind, key, doc in rows}


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    field = Field(tmp_path)
    field.keep(0)
    yield field
    field.close()


def taken_with_damaged_packs(field: Field, before: str) -> None:
    """Every pack has one byte changed: nothing is taken; with sound ones everything is."""
    sound = {path: path.read_bytes() for path in field.packs()}
    for path, content in sound.items():
        at = len(content) // 2
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    with pytest.raises(Unavailable):
        field.kiosk.link.bring()
    assert field.state() == before
    for path, content in sound.items():
        path.write_bytes(content)
    field.kiosk.link.bring()


def test_every_pair_of_versions(field: Field, report: Callable[[str], None]) -> None:
    random = Random(SEED)  # noqa: S311
    docs, pairs, version = a_published_city(), 0, 0
    docs[COUNTY_DOC] = msgspec.json.encode({"code": "341602", "name": "谯城区"})
    with Reader(field.kiosk.intake.path) as reader:
        while pairs < PAIRS:
            version += 1
            docs = grown(docs, random)
            field.hub.publish(docs)
            field.known.add(digest_of(docs))
            field.put_back(0)  # a starter has no shards: the whole packs
            field.kiosk.link.bring()
            assert field.kiosk.documents() == docs
            field.keep(version)
            whole = field.state()
            for local in range(1, version):
                pairs += 1
                field.put_back(local)
                if pairs % 7 == 0:
                    field.harm_base()
                if pairs % 11 == 0:
                    taken_with_damaged_packs(field, field.state())
                else:
                    field.kiosk.link.bring()
                assert field.state() == whole, f"seed {SEED}: from {local} to {version}"
    assert reader.seen <= field.known, "a reader saw documents of two versions"
    assert len(reader.seen) > version / 2
    report(f"{pairs} pairs of {version} versions; a reader saw {len(reader.seen)} states")


def newest_entry(hub: PublishingHub) -> ShardEntry:
    data = hub.assembly.repository.city()["catalog/341600/341600.index.json"]
    (entry,) = [
        one for one in msgspec.json.decode(data, type=ShardIndex).shards if one.code == CITY
    ]
    return entry


def test_a_delta_is_small(tmp_path: Path, report: Callable[[str], None]) -> None:
    """Bytes of each changed document, and against its bare rows, on the catalogue that we ship."""
    random = Random(SEED)  # noqa: S311
    docs = {f"{one.kind}/{one.id}": bytes(one.doc) for one in Starter(STARTER).lines()}
    services = [name for name in docs if name.startswith("service/")]
    hub = PublishingHub(tmp_path)
    hub.publish(docs)
    for version, count in enumerate(CHANGES, start=2):
        names = sorted(random.sample(services, min(count, len(services))))
        new = {name: renamed(docs[name], f"换了{random.randrange(10**6)}") for name in names}
        docs |= new
        hub.publish(docs)
        base, ref = choose(newest_entry(hub), version - 1)
        bare = len(compress(b"\n".join(new.values()), 19))
        report(f"{len(new)} changed: {ref.len / len(new):.0f} B each, rows {bare / len(new):.0f} B")
        assert base == version - 1
        assert ref.len <= (2_500 if count >= 30 else 4_000) * len(new)
        assert ref.len <= 1.2 * bare + HEAD_BYTES
    hub.close()
