"""Publishing: a compiled catalogue becomes shards, packs, deltas and a signed index.

Compiling is the workshop's, signing `tuf_repository.py`. Source: sync.md §11.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from msgspec import Raw, Struct, structs
from sqlalchemy import Connection, Engine

from hub.services import audit
from hub.services.compiled import Compiled
from hub.store import catalog
from hub.store.catalog import ShardState
from hub.store.database import writing
from kiosk.files import file_error, replace_durably, write_packed
from kiosk.wire.shard import (
    PACK_FORMAT,
    Del,
    Delta,
    Op,
    PackHead,
    PackRef,
    Put,
    ShardDigest,
    ShardEntry,
    ShardIndex,
    pack_lines,
    shard_code,
)

DAY_MS = 86_400_000
DELTA_DAYS = (1, 7, 30)
LEVEL = 19


class Published(Struct, frozen=True, kw_only=True):
    """What a publication did: its number, and how many documents changed in which shard."""

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

    def publish(self, compiled: Compiled, actor: str) -> Published:
        """Take a catalogue in and write its packs; the caller signs the indexes.

        Packs are made after the transaction, which holds up nobody for long: cut short in between,
        the signed state is the old one, and publishing again finishes what was begun.

        Args:
            compiled: the catalogue.
            actor: who publishes, for the audit chain.
        """
        wanted = _by_shard(compiled, self._city)
        now = self._now_ms()
        with writing(self._engine) as db:
            edition = max(catalog.edition(db), compiled.edition) + 1
            changed = {
                code: self._change(db, code, wanted.get(code, {}), edition, now)
                for code in sorted(catalog.codes(db) | wanted.keys())
            }
            _note(db, edition, actor, now)
        return self._published(edition, changed)

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
        return self._published(edition, dict.fromkeys(codes, 0))

    def _published(self, edition: int, changed: dict[str, int]) -> Published:
        """Write the packs of every shard."""
        now = self._now_ms()
        with self._engine.connect() as db:
            entries = [self._entry(db, code, now) for code in sorted(changed)]
        return Published(
            edition=edition,
            changed={code: number for code, number in changed.items() if number},
            indexes=self._indexes(entries),
        )

    def _change(
        self, db: Connection, code: str, docs: dict[str, Raw], edition: int, now: int
    ) -> int:
        """Give a shard its new documents; a shard in which nothing changed keeps its version."""
        new = {name: hashlib.sha256(content).digest() for name, content in docs.items()}
        old = catalog.hashes(db, code)
        changed: dict[str, bytes | None] = {
            name: digest for name, digest in new.items() if old.get(name) != digest
        }
        changed |= {name: None for name in old if name not in new}
        known = catalog.versions(db, code)
        if not changed and known:
            return 0
        catalog.add_docs(db, ((new[name], bytes(docs[name])) for name in changed if name in docs))
        version = known[0].version + 1 if known else 1
        catalog.change(db, code, version, changed)
        digest = ShardDigest()
        for name in sorted(new, key=str.encode):
            digest.add(name, new[name])
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
        return len(changed)

    def _entry(self, db: Connection, code: str, now: int) -> _Entry:
        known = catalog.versions(db, code)
        newest = known[0]
        deltas = [
            Delta(base=base, sha256=ref.sha256, len=ref.len)
            for base in _bases(known, now)
            for ref in [self._pack(db, code, base, newest.version)]
        ]
        shard = ShardEntry(
            code=code,
            version=newest.version,
            docs=len(catalog.hashes(db, code)),
            digest=newest.digest.hex(),
            full=self._pack(db, code, 0, newest.version),
            since=tuple(deltas),
        )
        return _Entry(shard=shard, edition=newest.edition)

    def _pack(self, db: Connection, code: str, base: int, version: int) -> PackRef:
        """Write a pack under the hash of its content; the same content is the same file."""
        head = PackHead(format=PACK_FORMAT, code=code, base=base, version=version)
        size = sum(map(len, pack_lines(head, _ops(db, code, base))))
        self._packs.mkdir(parents=True, exist_ok=True)
        part = self._packs / f".{code}-{base}.part"
        try:
            lines = pack_lines(head, _ops(db, code, base))
            write_packed(part, lines, size, LEVEL)
            with part.open("rb") as file:
                name = hashlib.file_digest(file, "sha256").hexdigest()
            folder = self._packs / "sha256" / name[:2]
            folder.mkdir(parents=True, exist_ok=True)
            length = part.stat().st_size
            if not (folder / name).exists():
                replace_durably(part, folder / name)
        except OSError as error:
            raise file_error(self._packs, error) from error
        finally:
            part.unlink(missing_ok=True)
        return PackRef(sha256=name, len=length)

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


def _by_shard(compiled: Compiled, city: str) -> dict[str, dict[str, Raw]]:
    """Sort documents into shards: what a county says of itself is its own, the rest the city's."""
    shards: dict[str, dict[str, Raw]] = {shard_code(city): {}}
    for line in compiled.lines:
        is_local = line.kind == "region" and len(line.id) >= 6 and line.id.startswith(city[:4])
        code = shard_code(line.id) if is_local else shard_code(city)
        shards.setdefault(code, {})[f"{line.kind}/{line.id}"] = line.doc
    return shards


def _ops(db: Connection, code: str, base: int) -> Iterator[Op]:
    for one in catalog.since(db, code, base):
        if one.doc is None:
            yield Del(id=one.id, row_version=one.row_version)
        else:
            yield Put(id=one.id, row_version=one.row_version, doc=Raw(one.doc))


def _bases(known: tuple[ShardState, ...], now: int) -> list[int]:
    """Return the versions from which deltas are offered: the one before, a day, week, month ago."""
    older = known[1:]
    bases = {older[0].version} if older else set()
    for days in DELTA_DAYS:
        past = [state.version for state in older if state.published_at <= now - days * DAY_MS]
        bases |= {past[0]} if past else {older[-1].version} if older else set()
    return sorted(bases, reverse=True)
