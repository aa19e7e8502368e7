"""A lock on a file that vanishes with its process, however that ends.

What the lock protects is its caller's business: the data folder, or one rebuild of the cache.
"""

import os
import sys
from pathlib import Path
from types import TracebackType

from kiosk.domain.errors import Refused, Unavailable

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, wait: bool) -> None:
        """Lock the first byte or raise OSError; waiting ends after ten seconds."""
        msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int, wait: bool) -> None:
        """Lock the file or raise OSError."""
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


class InstanceLock:
    """An exclusive lock, held from entering to leaving the block or to the end of the process.

    Args:
        path: the lock file; made when missing, never removed (removing it would let two hold it).
        wait: wait for another holder instead of refusing.
    """

    def __init__(self, path: Path, *, wait: bool = False) -> None:
        self._path = path
        self._wait = wait
        self._handle: int | None = None

    def __enter__(self) -> "InstanceLock":
        """Take the lock.

        Raises:
            Refused: another process holds it.
            Unavailable: the file cannot be made.
        """
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise Unavailable(
                "data.unwritable",
                f"数据文件夹 {self._path.parent} 写不了：请检查磁盘和权限，或用 --data 换一个",
            ) from error
        try:
            _lock(handle, self._wait)
        except OSError as error:
            os.close(handle)
            raise Refused(
                "data.in_use",
                f"数据文件夹 {self._path.parent} 正被另一个办事亭使用："
                "请先关掉它，或用 --data 换一个",
            ) from error
        self._handle = handle
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the lock go."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
