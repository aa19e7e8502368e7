"""A small published catalogue, and a hub's hand at writing packs: for tests of taking them in."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Raw

from kiosk.files import compress
from kiosk.ports.packs import ShardPack, Snapshot
from kiosk.wire.shard import Del, Op, PackHead, Put, ShardDigest, pack_lines
from tests.starters import lines_of

CITY, COUNTY = "341600000000", "341602000000"
Docs = Mapping[str, bytes]


def a_city(edition: str = "9", **changed: str) -> dict[str, bytes]:
    """Return the documents of a small catalogue by `kind/id`; `changed` gives services names."""
    docs = {f"{one.kind}/{one.id}": bytes(one.doc) for one in lines_of(edition)}
    for key, plain in changed.items():
        name = f"service/{key.replace('_', '-')}"
        docs[name] = msgspec.json.encode({**json.loads(docs[name]), "plain": plain})
    return docs


def digest_of(docs: Docs) -> str:
    digest = ShardDigest()
    for name in sorted(docs, key=str.encode):
        digest.add(name, hashlib.sha256(docs[name]).digest())
    return digest.hex()


class PackMaker:
    """Writes packs as a hub does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(exist_ok=True)

    def put(self, lines: bytes) -> Path:
        packed = compress(lines)
        path = self.folder / hashlib.sha256(packed).hexdigest()
        path.write_bytes(packed)
        return path

    def full(self, docs: Docs, version: int, code: str = CITY) -> ShardPack:
        return self.delta({}, docs, 0, version, code)

    def delta(self, old: Docs, new: Docs, base: int, version: int, code: str = CITY) -> ShardPack:
        ops: list[Op] = []
        for name in sorted(old.keys() | new.keys(), key=str.encode):
            if name not in new:
                ops.append(Del(id=name, row_version=version))
            elif old.get(name) != new[name]:
                ops.append(Put(id=name, row_version=version, doc=Raw(new[name])))
        head = PackHead(format=1, code=code, base=base, version=version)
        file = self.put(b"".join(pack_lines(head, ops)))
        return ShardPack(code=code, version=version, digest=digest_of(new), base=base, file=file)


def snapshot(*shards: ShardPack, edition: str = "9") -> Snapshot:
    return Snapshot(edition=edition, shards=shards)
