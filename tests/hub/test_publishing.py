import hashlib
from pathlib import Path
from random import Random

import msgspec
import pytest
from msgspec import Raw

from hub.services.compiled import Compiled, read_compiled
from hub.services.publishing import DAY_MS, Publishing
from kiosk.domain.errors import InputError
from kiosk.files import decompress
from kiosk.wire.pack import PackLine
from kiosk.wire.shard import (
    Put,
    ShardDigest,
    ShardEntry,
    ShardIndex,
    choose,
    read_index,
    read_pack,
)
from tests.hub.conftest import HubUnderTest

NAME = "catalog/341600/341600.index.json"
State = dict[str, bytes]


def compiled(docs: dict[str, int], edition: int = 1) -> Compiled:
    lines = tuple(
        PackLine(kind="service", id=name, doc=Raw(b'{"n":%d}' % value))
        for name, value in docs.items()
    )
    return Compiled(edition=edition, lines=lines)


class Shelf:
    """Publishes, and applies what was published as a kiosk would."""

    def __init__(self, hub: HubUnderTest) -> None:
        self.now = 1_772_323_200_000
        self.packs = hub.assembly.paths.published / "packs"
        self.publishing = Publishing(hub.assembly.engine, self.packs, "341600", lambda: self.now)

    def publish(self, docs: dict[str, int]) -> ShardEntry:
        done = self.publishing.publish(compiled(docs), "test")
        index = read_index(NAME, done.indexes[NAME])
        (entry,) = index.shards
        return entry

    def apply(self, entry: ShardEntry, state: State, local: int) -> State:
        base, ref = choose(entry, local)
        packed = (self.packs / "sha256" / ref.sha256[:2] / ref.sha256).read_bytes()
        assert hashlib.sha256(packed).hexdigest() == ref.sha256 and len(packed) == ref.len
        lines = decompress(packed, 10_000_000).splitlines(keepends=True)
        new = dict(state) if base else {}
        for op in read_pack(lines, entry.code, base, entry.version):
            if isinstance(op, Put):
                new[op.id] = bytes(op.doc)
            else:
                new.pop(op.id, None)
        digest = ShardDigest()
        for name in sorted(new, key=str.encode):
            digest.add(name, hashlib.sha256(new[name]).digest())
        assert digest.hex() == entry.digest
        return new


@pytest.fixture
def shelf(hub: HubUnderTest) -> Shelf:
    return Shelf(hub)


def test_what_is_published_is_what_was_compiled(shelf: Shelf) -> None:
    entry = shelf.publish({"a": 1, "b": 2})
    state = shelf.apply(entry, {}, 0)
    assert state == {"service/a": b'{"n":1}', "service/b": b'{"n":2}'}


def test_a_change_a_new_one_and_a_deletion_arrive_by_delta(shelf: Shelf) -> None:
    state = shelf.apply(shelf.publish({"a": 1, "b": 2}), {}, 0)
    entry = shelf.publish({"b": 3, "c": 4})
    assert choose(entry, 1)[0] == 1
    assert shelf.apply(entry, state, 1) == {"service/b": b'{"n":3}', "service/c": b'{"n":4}'}


def test_nothing_changed_keeps_version_and_index(hub: HubUnderTest, shelf: Shelf) -> None:
    first = shelf.publishing.publish(compiled({"a": 1}), "t")
    again = shelf.publishing.publish(compiled({"a": 1}), "t")
    assert again.changed == {}
    assert again.indexes == first.indexes


@pytest.mark.parametrize("seed", range(8))
def test_every_delta_gives_what_the_whole_pack_gives(shelf: Shelf, seed: int) -> None:
    random = Random(seed)  # noqa: S311
    docs: dict[str, int] = {}
    states: dict[int, State] = {0: {}}
    for step in range(12):
        for _ in range(random.randint(1, 4)):
            name = random.choice("abcdefghij")
            if name in docs and random.random() < 0.4:
                del docs[name]
            else:
                docs[name] = random.randint(0, 9) + 10 * step
        shelf.now += random.choice((3_600_000, DAY_MS, 8 * DAY_MS))
        entry = shelf.publish(docs)
        whole = shelf.apply(entry, {}, 0)
        for local, state in states.items():
            assert shelf.apply(entry, state, local) == whole
        states[entry.version] = whole


def test_a_county_speaks_for_itself_in_its_own_index(hub: HubUnderTest, shelf: Shelf) -> None:
    lines = (
        PackLine(kind="service", id="a", doc=Raw(b"{}")),
        PackLine(kind="region", id="341602", doc=Raw(b"{}")),
        PackLine(kind="region", id="34", doc=Raw(b"{}")),
        PackLine(kind="region", id="110101", doc=Raw(b"{}")),
    )
    done = shelf.publishing.publish(Compiled(edition=5, lines=lines), "t")
    indexes = {
        name: msgspec.json.decode(data, type=ShardIndex) for name, data in done.indexes.items()
    }
    assert {name: [s.code for s in i.shards] for name, i in indexes.items()} == {
        NAME: ["341600000000"],
        "catalog/341600/341602.index.json": ["341602000000"],
    }
    assert all(int(index.edition) > 5 for index in indexes.values())


def test_a_preview_and_a_damaged_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="catalog build"):
        read_compiled(tmp_path)
