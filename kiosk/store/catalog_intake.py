"""Taking a catalogue in: catalog.db is kept when it is sound, else built anew from the starter.

The cache is disposable. It is one file plus a small mark that names its bytes (size, SHA-256):
whatever happened to the file (cut, altered, swapped, written by a newer version), the mark no
longer fits and the file is built again (`catalog_fill.py`). Reading it is `catalog_db.py`.
"""

import datetime as dt
import hashlib
import sqlite3
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.domain.errors import Unavailable
from kiosk.files import file_error, replace_durably, write_atomic
from kiosk.ports.menu import CatalogState
from kiosk.store.database import migrations_of
from kiosk.store.instance_lock import InstanceLock
from kiosk.store.starter import Starter

CACHE_FILE = "catalog.db"
MARK_FILE = "catalog.json"
LOCK_FILE = "catalog.lock"


class CacheMark(Struct, frozen=True, kw_only=True):
    """What the cache file must be: `schema` is its number of migrations, `size` is in bytes."""

    schema: int
    edition: str
    digest: str
    size: int
    sha256: str
    applied_at: dt.datetime
    checked_at: dt.datetime


class CatalogIntake:
    """Brings catalog.db of one data folder into a sound state.

    Args:
        data: the data folder, writable.
        starter: the packaged starter catalogue.
        migrations: `db/kiosk`.
    """

    def __init__(self, data: Path, starter: Path, migrations: Path) -> None:
        self.path = data / CACHE_FILE
        self._data = data
        self._mark_path = data / MARK_FILE
        self._starter = Starter(starter)
        self._migrations = migrations
        self._schema = len(migrations_of(migrations, "catalog"))

    def ensure(self, now: dt.datetime) -> CatalogState:
        """Return the state of a sound catalog.db, building it when it is missing, damaged or old.

        A sound cache of a newer edition than the starter's is kept.

        Raises:
            Unavailable: neither cache nor starter can be used, or the disk is full.
        """
        mark, reason = self._inspect()
        if mark and not self._starter_is_newer(mark):
            return _state(mark, None)
        with InstanceLock(self._data / LOCK_FILE, wait=True):
            mark, reason = self._inspect()  # another process may have built it meanwhile
            if mark and not self._starter_is_newer(mark):
                return _state(mark, None)
            return _state(self._build(now), reason)

    def _inspect(self) -> tuple[CacheMark | None, str | None]:
        """Return the mark when the cache is exactly what it says, else why it cannot be used.

        A folder that never had a cache gives no reason.
        """
        try:
            mark = msgspec.json.decode(self._mark_path.read_bytes(), type=CacheMark)
        except FileNotFoundError:
            return None, "缓存的目录不完整" if self.path.exists() else None
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None, "缓存的目录坏了"
        if mark.schema > self._schema:
            return None, "缓存的目录来自更新的版本"
        if mark.schema < self._schema:
            return None, None
        return self._compare(mark)

    def _compare(self, mark: CacheMark) -> tuple[CacheMark | None, str | None]:
        """Compare the file with its mark, byte for byte by size and hash."""
        try:
            with self.path.open("rb") as file:
                if file.seek(0, 2) != mark.size:
                    return None, self._damage()
                file.seek(0)
                same = hashlib.file_digest(file, "sha256").hexdigest() == mark.sha256
        except FileNotFoundError:
            return None, "缓存的目录不见了"
        except OSError:
            return None, "缓存的目录读不了"
        return (mark, None) if same else (None, self._damage())

    def _damage(self) -> str:
        """Say what is wrong with a file that does not fit its mark."""
        try:
            connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True)
            try:
                version = connection.execute("PRAGMA user_version").fetchone()[0]
            finally:
                connection.close()
        except sqlite3.Error:
            return "缓存的目录坏了"
        return "缓存的目录来自更新的版本" if version > self._schema else "缓存的目录被改动过"

    def _starter_is_newer(self, mark: CacheMark) -> bool:
        """Tell whether the starter should replace a sound cache; a damaged one never does."""
        try:
            head = self._starter.head()
        except Unavailable:
            return False
        return head.digest != mark.digest and int(head.edition) >= int(mark.edition)

    def _build(self, now: dt.datetime) -> CacheMark:
        """Build the cache next to its place, put it there in one step, and write its mark."""
        from kiosk.store.catalog_fill import fill  # with every type of document; rarely needed

        head, lines = self._starter.head(), self._starter.lines()
        new = self._data / f".{CACHE_FILE}.new"
        try:
            _remove(new)
            fill(new, lines, self._migrations)
            with new.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            mark = CacheMark(
                schema=self._schema,
                edition=head.edition,
                digest=head.digest,
                size=new.stat().st_size,
                sha256=sha256,
                applied_at=now,
                checked_at=now,
            )
            for suffix in ("-wal", "-shm"):
                self.path.with_name(CACHE_FILE + suffix).unlink(missing_ok=True)
            replace_durably(new, self.path)
            write_atomic(self._mark_path, msgspec.json.encode(mark))
        except OSError as error:
            raise Unavailable("store.unreadable", file_error(self.path, error).message) from error
        finally:
            _remove(new)
        return mark


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
