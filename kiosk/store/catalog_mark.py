"""The mark beside the catalogue cache: it names the bytes of the file, and what they hold.

Whatever happened to the file (cut, altered, swapped, written by a newer version), the mark no
longer fits. To put a new file in its place is one step for whoever looks at both: a crash in
between leaves a mark that names the old file and the new one. What is to be put there is
`catalog_intake.py`.
"""

import datetime as dt
import hashlib
import sqlite3
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kiosk.domain.errors import Unavailable
from kiosk.files import file_error, replace_durably, write_atomic
from kiosk.ports.packs import ShardHere

CACHE_FILE = "catalog.db"
MARK_FILE = "catalog.json"


class FileMark(Struct, frozen=True, kw_only=True):
    """The bytes of a file; `size` is their number."""

    size: int
    sha256: str


class CacheMark(Struct, frozen=True, kw_only=True):
    """What the cache file must be: `schema` is its number of migrations, `size` is in bytes.

    `shards` is empty for a starter. `following` names the file that was about to take the place.
    """

    schema: int
    edition: str
    digest: str
    size: int
    sha256: str
    applied_at: dt.datetime
    checked_at: dt.datetime
    shards: tuple[ShardHere, ...] = ()
    following: "CacheMark | None" = None


class MarkedCache:
    """The cache file of a data folder with its mark.

    Args:
        data: the data folder.
        schema: the number of migrations that this program has.
    """

    def __init__(self, data: Path, schema: int) -> None:
        self.path = data / CACHE_FILE
        self.mark_path = data / MARK_FILE
        self._schema = schema

    def mark(self) -> CacheMark | None:
        """Return the mark as it is, without looking at the file; None when it cannot be read."""
        try:
            return msgspec.json.decode(self.mark_path.read_bytes(), type=CacheMark)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def is_settled(self) -> bool:
        """Tell whether no file was about to take the place when the mark was written."""
        mark = self.mark()
        return mark is not None and mark.following is None

    def inspect(self) -> tuple[CacheMark | None, str | None]:
        """Return the mark when the cache is exactly what it says, else why it cannot be used.

        A folder that never had a cache gives no reason; a mark of an older schema is returned
        when the file is sound, and its caller decides.
        """
        try:
            mark = msgspec.json.decode(self.mark_path.read_bytes(), type=CacheMark)
        except FileNotFoundError:
            return None, "缓存的目录不完整" if self.path.exists() else None
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None, "缓存的目录坏了"
        if mark.schema > self._schema:
            return None, "缓存的目录来自更新的版本"
        for known in (mark, mark.following):
            if known is not None and self._fits(known):
                return replace(known, following=None), None
        return None, self._damage()

    def put(self, new: Path, mark: CacheMark) -> None:
        """Put a complete new file in the place of the old one.

        Raises:
            Unavailable: the disk is full or does not answer; the old one is still there.
        """
        try:
            before = self.mark()
            if before is not None:
                self.write(replace(before, following=mark))
            for suffix in ("-wal", "-shm"):
                self.path.with_name(CACHE_FILE + suffix).unlink(missing_ok=True)
            replace_durably(new, self.path)
            self.write(mark)
        except OSError as error:
            raise Unavailable("store.unreadable", file_error(self.path, error).message) from error

    def write(self, mark: CacheMark) -> None:
        """Write the mark."""
        write_atomic(self.mark_path, msgspec.json.encode(mark))

    def _fits(self, mark: CacheMark) -> bool:
        """Compare the file with a mark, byte for byte by size and hash."""
        try:
            with self.path.open("rb") as file:
                if file.seek(0, 2) != mark.size:
                    return False
                file.seek(0)
                return hashlib.file_digest(file, "sha256").hexdigest() == mark.sha256
        except OSError:
            return False

    def _damage(self) -> str:
        """Say what is wrong with a file that does not fit its mark."""
        if not self.path.exists():
            return "缓存的目录不见了"
        try:
            connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True)
            try:
                version = connection.execute("PRAGMA user_version").fetchone()[0]
            finally:
                connection.close()
        except sqlite3.Error:
            return "缓存的目录坏了"
        return "缓存的目录来自更新的版本" if version > self._schema else "缓存的目录被改动过"


def file_mark(new: Path) -> FileMark:
    """Return size and hash of a complete file. Raises OSError."""
    with new.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return FileMark(size=new.stat().st_size, sha256=sha256)


def mark_of(file: FileMark, schema: int, edition: str, digest: str, now: dt.datetime) -> CacheMark:
    """Return the mark of a new file."""
    return CacheMark(
        schema=schema,
        edition=edition,
        digest=digest,
        size=file.size,
        sha256=file.sha256,
        applied_at=now,
        checked_at=now,
    )
