"""Publishing: a compiled catalogue becomes shards, packs, deltas and a signed index.

Compiling is the workshop's, pack files are `packing.py`, signing `tuf_repository.py`. sync.md §11.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct, structs
from sqlalchemy import Connection, Engine

from hub.services import audit
from hub.services.compiled import Compiled
from hub.services.packing import NOTHING_SIGNED, PackShelf, Signed
from hub.store import catalog
from hub.store.catalog import ShardState
from hub.store.database import snapshot, writing
from kiosk.wire.pack import PackLine
from kiosk.wire.shard import Delta, ShardDigest, ShardEntry, ShardIndex, shard_code

DAY_MS = 86_400_000
DELTA_DAYS = (1, 7, 30)
Hashes = dict[str, bytes]
"""The hash of each document, by `kind/id`."""

Changes = dict[str, bytes | None]
"""The new hashes of documents that changed; None: gone."""


class Published(Struct, frozen=True, kw_only=True):
    """What a publication did: its number, and how many documents changed in which shard.

    Nothing changed: the number is that of the publication before.
    """

    edition: int
    changed: dict[str, int]
    indexes: dict[str, bytes]


class _Entry(Struct, frozen=True, kw_only=True):
    """A shard of an index, and the publication that changed it last."""

    shard: ShardEntry
    edition: int


class Publishing:
    """Publishes catalogues of one city.

    Args:
        engine: the database.
        packs: the folder `packs`, as it is served.
        city: six digits.
        now_ms: the time.
    """

    def __init__(self, engine: Engine, packs: Path, city: str, now_ms: Callable[[], int]) -> None:
        self._engine = engine
        self._packs = packs
        self._city = city
        self._now_ms = now_ms

    def publish(self, compiled: Compiled, actor: str, signed: Signed = NOTHING_SIGNED) -> Published:
        """Take a catalogue in and write its packs; the caller signs the indexes.

        Packs are made after the transaction, which holds up nobody for long: cut short in between,
        the signed state is the old one, and publishing again finishes what was begun.

        Args:
            compiled: the catalogue.
            actor: who publishes, for the audit chain.
            signed: the indexes as they are published: packs that they name are not made again.
        """
        wanted = _by_shard(compiled, self._city)
        now = self._now_ms()
        with writing(self._engine) as db:
            before = catalog.edition(db)
            edition = max(before, compiled.edition) + 1
            changed = {
                code: self._change(db, code, wanted.pop(code, {}), edition, now)
                for code in sorted(catalog.codes(db) | wanted.keys())
            }
            if any(one is not None for one in changed.values()):
                catalog.add_docs(db, _contents(compiled, self._city, changed))
                _note(db, edition, actor, now)
            else:
                edition = before
        return self._published(
            edition, {code: len(one or ()) for code, one in changed.items()}, signed
        )

    def restore(self, actor: str, skip: int) -> Published:
        """Publish what the database holds once more, under numbers that nobody has seen yet.

        Args:
            actor: who restores, for the audit chain.
            skip: how many versions and editions may have been given out since the backup.
        """
        now = self._now_ms()
        with writing(self._engine) as db:
            edition = catalog.edition(db) + 1 + skip
            for code in catalog.codes(db):
                last = catalog.versions(db, code)[0]
                version = last.version + 1 + skip
                later = structs.replace(last, version=version, edition=edition, published_at=now)
                catalog.add_version(db, later)
            codes = catalog.codes(db)
            _note(db, edition, actor, now)
        return self._published(edition, dict.fromkeys(codes, 0), NOTHING_SIGNED)

    def _published(self, edition: int, changed: dict[str, int], signed: Signed) -> Published:
        """Write the packs of every shard."""
        now = self._now_ms()
        shelf = PackShelf(self._packs, signed)
        with snapshot(self._engine) as db:
            entries = [self._entry(db, code, now, shelf) for code in sorted(changed)]
        return Published(
            edition=edition,
            changed={code: number for code, number in changed.items() if number},
            indexes=self._indexes(entries),
        )

    def _change(
        self, db: Connection, code: str, new: Hashes, edition: int, now: int
    ) -> Changes | None:
        """Give a shard its new documents; one in which nothing changed keeps its version: None."""
        digest = ShardDigest()
        for name in sorted(new, key=str.encode):
            digest.add(name, new[name])
        changed: Changes = {}
        for name, old in catalog.hashes(db, code):
            now_is = new.pop(name, None)
            if now_is != old:
                changed[name] = now_is
        changed |= new  # what is left was not there before
        known = catalog.versions(db, code)
        if not changed and known:
            return None
        version = known[0].version + 1 if known else 1
        catalog.change(db, code, version, changed)
        catalog.add_version(
            db,
            ShardState(
                code=code,
                version=version,
                edition=edition,
                digest=bytes.fromhex(digest.hex()),
                published_at=now,
            ),
        )
        return changed

    def _entry(self, db: Connection, code: str, now: int, shelf: PackShelf) -> _Entry:
        known = catalog.versions(db, code)
        newest = known[0]
        deltas = [
            Delta(base=base, sha256=ref.sha256, len=ref.len)
            for base in _bases(known, now)
            for ref in [shelf.pack(db, newest, base)]
        ]
        shard = ShardEntry(
            code=code,
            version=newest.version,
            docs=catalog.size(db, code),
            digest=newest.digest.hex(),
            full=shelf.pack(db, newest, 0),
            since=tuple(deltas),
        )
        return _Entry(shard=shard, edition=newest.edition)

    def _indexes(self, entries: list[_Entry]) -> dict[str, bytes]:
        """Return the target files: the city's own shard, and each county's.

        An index carries the edition of its own last change, so that it stays as it is until then.
        """
        groups: dict[str, list[_Entry]] = {}
        for entry in entries:
            code = entry.shard.code
            own = self._city if code == shard_code(self._city) else code[:6]
            groups.setdefault(own, []).append(entry)
        return {
            f"catalog/{self._city}/{own}.index.json": msgspec.json.encode(
                ShardIndex(
                    v=sum(entry.shard.version for entry in group),
                    edition=str(max(entry.edition for entry in group)),
                    shards=tuple(entry.shard for entry in group),
                )
            )
            for own, group in sorted(groups.items())
        }


def _note(db: Connection, edition: int, actor: str, now: int) -> None:
    detail = msgspec.json.encode({"edition": edition}).decode()
    audit.record(db, actor, "catalog.published", detail, now)


def _by_shard(compiled: Compiled, city: str) -> dict[str, Hashes]:
    """Sort documents into shards: by id, their hashes."""
    shards: dict[str, Hashes] = {shard_code(city): {}}
    for line in compiled.lines:
        digest = hashlib.sha256(line.doc).digest()
        shards.setdefault(_shard_of(line, city), {})[_name(line)] = digest
    return shards


def _shard_of(line: PackLine, city: str) -> str:
    """Return whose document it is: what a county says of itself is its own, the rest the city's."""
    is_local = line.kind == "region" and len(line.id) >= 6 and line.id.startswith(city[:4])
    return shard_code(line.id if is_local else city)


def _name(line: PackLine) -> str:
    return f"{line.kind}/{line.id}"


def _contents(
    compiled: Compiled, city: str, changed: Mapping[str, Changes | None]
) -> Iterator[tuple[bytes, bytes]]:
    """Yield hash and content of what changed."""
    for line in compiled.lines:
        digest = (changed[_shard_of(line, city)] or {}).get(_name(line))
        if digest is not None:
            yield digest, bytes(line.doc)


def _bases(known: tuple[ShardState, ...], now: int) -> list[int]:
    """Return the versions from which deltas are offered: the one before, a day, week, month ago."""
    older = known[1:]
    bases = {older[0].version} if older else set()
    for days in DELTA_DAYS:
        past = [state.version for state in older if state.published_at <= now - days * DAY_MS]
        bases |= {past[0]} if past else {older[-1].version} if older else set()
    return sorted(bases, reverse=True)
