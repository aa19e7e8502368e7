"""Turns of processes at one thing: a lock on a file, which vanishes with its holder.

What is done in a turn is its caller's. Transactions have the locks of the database.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.domain.errors import Refused
from kiosk.files import file_error


@contextmanager
def turn(path: Path, busy: str | None = None) -> Iterator[None]:
    """Run a block while no other process, and no other thread, is in a turn of the same file.

    Args:
        path: the lock file; made when missing, never removed (removing it would let two hold it).
        busy: what is said when it is held: then nobody waits. None: wait.

    Raises:
        Refused: it is held, and nobody waits.
        InputError: the place cannot be written.
        Unavailable: the disk is full or does not answer.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise file_error(path, error) from error
    try:
        _take(handle, busy)
        yield
    finally:
        os.close(handle)


def _take(handle: int, busy: str | None) -> None:
    if busy is None:
        fcntl.flock(handle, fcntl.LOCK_EX)
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Refused("hub.busy", busy) from error
