"""Ballast: a file whose only use is to be deleted when the disk is full.

When that happens, and what else is let go of, is `services/housekeeping.py`. Source: sync.md §16.
"""

import errno
import os
from pathlib import Path

from kiosk.domain.errors import Unavailable
from kiosk.files import file_error

FILE = "ballast"
SIZE_BYTES = 64 * 1024 * 1024
_BLOCK = bytes(1024 * 1024)


class BallastFile:
    """The port `Ballast`.

    Args:
        data: the data folder.
        size_bytes: how much room it holds back.
    """

    def __init__(self, data: Path, size_bytes: int = SIZE_BYTES) -> None:
        self._path = data / FILE
        self.size_bytes = size_bytes

    def is_kept(self) -> bool:
        """Tell whether the room is held back."""
        try:
            return self._path.stat().st_size >= self.size_bytes
        except OSError:
            return False

    def keep(self) -> None:
        """Hold the room back, as far as there is any; nothing is left half."""
        if self.is_kept():
            return
        try:
            with self._path.open("wb") as stream:
                _fill(stream.fileno(), self.size_bytes)
        except OSError as error:
            self.release()
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise file_error(self._path, error) from error

    def release(self) -> None:
        """Give the room to who needs it. Raises Unavailable when the disk does not answer."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise Unavailable("store.unreadable", "备用空间放不出来：请检查磁盘") from error


def _fill(handle: int, size_bytes: int) -> None:
    """Take blocks of the disk: an empty file of that length would hold nothing back."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(handle, 0, size_bytes)
        return
    for _ in range(0, size_bytes, len(_BLOCK)):
        os.write(handle, _BLOCK)
