"""Taking a catalogue in: catalog.db is kept when it is sound, else built anew from the starter.

A published one takes its place whole (`take`); whoever reads the old one goes on with it. The
cache is disposable: documents of the starter, or of shards that the hub hands out again. Making
one is `catalog_fill.py` and `catalog_build.py`, reading it `catalog_db.py`, its mark
`catalog_mark.py`.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.domain.errors import Unavailable
from kiosk.files import file_error
from kiosk.ports.menu import CatalogState
from kiosk.ports.packs import ShardHere, ShardPack, Snapshot, Taken, Unequal
from kiosk.store.catalog_mark import CACHE_FILE, CacheMark, MarkedCache, file_mark, mark_of
from kiosk.store.database import migrations_of
from kiosk.store.instance_lock import InstanceLock
from kiosk.store.starter import Starter

if TYPE_CHECKING:
    from kiosk.store.catalog_build import BuildJob, Built

LOCK_FILE = "catalog.lock"


class CatalogIntake:
    """Brings catalog.db of one data folder into a sound state. Implements `ports.packs.ShardStore`.

    Args:
        data: the data folder, writable.
        starter: the packaged starter catalogue.
        migrations: `db/kiosk`.
        build: makes a cache from shards; None: a process apart.
    """

    def __init__(
        self,
        data: Path,
        starter: Path,
        migrations: Path,
        build: "Callable[[BuildJob], Built] | None" = None,
    ) -> None:
        self._data = data
        self._starter = Starter(starter)
        self._migrations = migrations
        self._schema = len(migrations_of(migrations, "catalog"))
        self._cache = MarkedCache(data, self._schema)
        self._build = build
        self.path = self._cache.path

    def ensure(self, now: dt.datetime) -> CatalogState:
        """Return the state of a sound catalog.db, building it when it is missing, damaged or old.

        A sound cache of a newer edition than the starter's is kept, and one of published shards
        whatever its edition: they are the hub's to replace.

        Raises:
            Unavailable: neither cache nor starter can be used, or the disk is full.
        """
        mark, reason = self._cache.inspect()
        if mark and self._may_stay(mark) and self._cache.is_settled():
            return _state(mark, None)
        with self._locked():
            mark, reason = self._cache.inspect()  # another process may have built it meanwhile
            if mark and self._may_stay(mark):
                self._cache.write(mark)
                return _state(mark, None)
            if mark and mark.shards and (kept := self._renewed(mark)):
                return _state(kept, None)
            return _state(self._from_starter(now), reason)

    def current(self) -> CatalogState | None:
        """Return the state that the mark tells; None while a file is about to take its place."""
        mark = self._cache.mark()
        return _state(mark, None) if mark and mark.following is None else None

    def stamp(self) -> tuple[int, int]:
        """Return what is another when the mark was written again; cheap."""
        try:
            found = self._cache.mark_path.stat()
        except OSError:
            return 0, 0
        return found.st_ino, found.st_mtime_ns

    def here(self) -> tuple[ShardHere, ...]:
        """Return the shards that the catalogue was made of; none: it is the starter's."""
        mark = self._cache.mark()
        return mark.shards if mark else ()

    def take(self, snapshot: Snapshot, now: dt.datetime) -> Taken | Unequal:
        """Make the catalogue that of a snapshot.

        Raises:
            Unavailable: the documents make no catalogue, or the disk is full.
        """
        with self._locked():
            return self._taken(snapshot, now)

    def checked(self, now: dt.datetime) -> None:
        """Note that the catalogue was compared with the published one and is the same."""
        with self._locked():
            mark = self._cache.mark()
            if mark is not None:
                self._cache.write(replace(mark, checked_at=now))

    def _may_stay(self, mark: CacheMark) -> bool:
        """Tell whether a sound cache needs neither a newer schema nor a newer starter."""
        if mark.schema < self._schema:
            return False
        return bool(mark.shards) or not self._starter_is_newer(mark)

    def _starter_is_newer(self, mark: CacheMark) -> bool:
        """Tell whether the starter should replace a sound cache; a damaged one never does."""
        try:
            head = self._starter.head()
        except Unavailable:
            return False
        return head.digest != mark.digest and int(head.edition) >= int(mark.edition)

    def _from_starter(self, now: dt.datetime) -> CacheMark:
        """Build the cache next to its place and put it there."""
        from kiosk.store.catalog_fill import fill  # with every type of document; rarely needed

        head, lines = self._starter.head(), self._starter.lines()
        with self._new_file() as new:
            fill(new, lines, self._migrations)
            mark = mark_of(file_mark(new), self._schema, head.edition, head.digest, now)
            self._cache.put(new, mark)
        return mark

    def _renewed(self, mark: CacheMark) -> CacheMark | None:
        """Bring a sound cache of shards to this program's schema, from its own documents."""
        as_they_are = tuple(
            ShardPack(code=one.code, version=one.version, digest=one.digest) for one in mark.shards
        )
        try:
            found = self._taken(Snapshot(edition=mark.edition, shards=as_they_are), mark.checked_at)
        except Unavailable:
            return None
        return self._cache.mark() if isinstance(found, Taken) else None

    def _taken(self, snapshot: Snapshot, now: dt.datetime) -> Taken | Unequal:
        from kiosk.store.catalog_build import BuildJob, build_aside

        old = self.path if self.path.exists() else None
        build = self._build or build_aside
        with self._new_file() as new:
            built = build(
                BuildJob(old=old, new=new, migrations=self._migrations, shards=snapshot.shards)
            )
            if built.fault is not None:
                raise Unavailable(*built.fault)
            if built.file is None:
                return Unequal(codes=built.unequal)
            digest = _digest(snapshot)
            mark = mark_of(built.file, self._schema, snapshot.edition, digest, now)
            self._cache.put(new, replace(mark, shards=tuple(map(_here, snapshot.shards))))
        return Taken()

    def _locked(self) -> InstanceLock:
        return InstanceLock(self._data / LOCK_FILE, wait=True)

    @contextmanager
    def _new_file(self) -> Iterator[Path]:
        """Give a place for a new file, and remove what is left there."""
        new = self._data / f".{CACHE_FILE}.new"
        try:
            _remove(new)
            yield new
        except OSError as error:
            raise Unavailable("store.unreadable", file_error(self.path, error).message) from error
        finally:
            _remove(new)


def _here(shard: ShardPack) -> ShardHere:
    return ShardHere(code=shard.code, version=shard.version, digest=shard.digest)


def _digest(snapshot: Snapshot) -> str:
    """Return the digest of a catalogue of shards."""
    said = "".join(f"{one.code} {one.version} {one.digest}\n" for one in snapshot.shards)
    return hashlib.sha256(said.encode()).hexdigest()


def _state(mark: CacheMark, rebuilt: str | None) -> CatalogState:
    """Return the mark as the port speaks it."""
    return CatalogState(
        edition=mark.edition,
        digest=mark.digest,
        applied_at=mark.applied_at,
        checked_at=mark.checked_at,
        rebuilt=rebuilt,
    )


def _remove(path: Path) -> None:
    """Remove a database file with what SQLite may have left beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
