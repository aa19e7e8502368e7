"""The data folder of one kiosk: made when missing, held by one kiosk at a time.

What lies in it is the business of those who write it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.domain.errors import InputError, Refused, Unavailable
from kiosk.store.instance_lock import InstanceLock

LOCK_FILE = "kiosk.lock"
JOURNAL_FILE = "journal.db"
RUNNING_FILE = "kiosk.running"


class DataFolder:
    """One data folder.

    Args:
        path: where it is or shall be.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_ours = False
        """Whether the kiosk of this process runs on it."""

    def made(self) -> Path:
        """Return the folder, made when missing.

        Raises:
            InputError: its name belongs to a file.
            Unavailable: it cannot be made or written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise InputError(
                "data.no_folder", f"--data {self.path} 不是文件夹：请给出一个文件夹"
            ) from error
        except OSError as error:
            raise self._unwritable() from error
        if not os.access(self.path, os.W_OK | os.X_OK):
            raise self._unwritable()
        return self.path

    @contextmanager
    def running(self) -> Iterator[bool]:
        """Hold the folder for a kiosk on a screen.

        Yields:
            Whether the last run never came to its end: a power cut or a kill.

        Raises:
            Refused: another kiosk runs on it.
        """
        with InstanceLock(self.made() / LOCK_FILE):
            mark = self.path / RUNNING_FILE
            was_cut = mark.exists()
            try:
                mark.touch()
            except OSError as error:
                raise self._unwritable() from error
            self.is_ours = True
            try:
                yield was_cut
            finally:
                self.is_ours = False
                mark.unlink(missing_ok=True)

    def is_held_by_other(self) -> bool:
        """Tell whether another kiosk runs on it at this moment."""
        if self.is_ours:
            return False
        try:
            with InstanceLock(self.made() / LOCK_FILE):
                return False
        except Refused:
            return True

    def _unwritable(self) -> Unavailable:
        """Return the error for a folder that cannot be written."""
        return Unavailable(
            "data.unwritable",
            f"数据文件夹 {self.path} 写不了：请检查磁盘和权限，或用 --data 换一个",
        )
