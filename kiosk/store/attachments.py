"""Sealed attachments as files beside the journal, on the disk before an entry names them.

Sealing is `sealing/seal.py`, which files an entry names is `journal_db.py`. Names are hashes of
sealed bytes, so they say nothing and no two files collide.
"""

import hashlib
from pathlib import Path

from kiosk.domain.errors import Unavailable
from kiosk.files import file_error, make_folder, write_atomic

FOLDER = "attachments"


class SealedFiles:
    """The port `Attachments`.

    Args:
        data: the data folder.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._folder = data / FOLDER
        self._is_made = False

    def keep(self, sealed: bytes) -> str:
        """Write a sealed file, reach the disk, and return its path inside the data folder."""
        name = hashlib.sha256(sealed).hexdigest()
        if not self._is_made:
            self._make()
        write_atomic(self._folder / name, sealed, mode=0o600)
        return f"{FOLDER}/{name}"

    def _make(self) -> None:
        """Make the folder durable, once: an entry whose folder vanishes has lost its files."""
        try:
            make_folder(self._folder)
        except OSError as error:
            raise file_error(self._folder, error) from error
        self._is_made = True

    def read(self, path: str, offset: int, size: int) -> bytes:
        """Return a range of a file. Raises Unavailable when it is gone or cut."""
        try:
            with (self._data / path).open("rb") as stream:
                stream.seek(offset)
                data = stream.read(size)
        except OSError as error:
            raise Unavailable("attachment.unreadable", "一个附件读不了：请检查磁盘") from error
        if len(data) != size:
            raise Unavailable("attachment.unreadable", "一个附件不完整：请检查磁盘")
        return data

    def drop(self, path: str) -> None:
        """Remove a file that no entry names any more; again does nothing."""
        try:
            (self._data / path).unlink(missing_ok=True)
        except OSError as error:
            raise file_error(self._data / path, error) from error

    def drop_all_but(self, paths: frozenset[str]) -> int:
        """Remove files that no entry names; return how many. Raises Unavailable: the disk fails."""
        try:
            gone = [
                file
                for file in (self._folder.iterdir() if self._folder.is_dir() else ())
                if f"{FOLDER}/{file.name}" not in paths
            ]
            for file in gone:
                file.unlink(missing_ok=True)
        except OSError as error:
            raise file_error(self._folder, error) from error
        return len(gone)
