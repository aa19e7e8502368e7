"""The files of a kiosk that got a new number: the old journal frozen, the new one in its place.

Why that happens is `kiosk/renewal.py`. Every rename can be repeated after a power cut.
Source: sync.md §9.3.
"""

from collections.abc import Iterator
from pathlib import Path

from kiosk.domain.errors import Unavailable
from kiosk.files import file_error, sync_folder
from kiosk.store.data_folder import JOURNAL_FILE

KEY_FILE = "device.key"
NEXT_JOURNAL, NEXT_KEY = "journal-next.db", "device-next.key"
LOG, LOG_INDEX = "-wal", "-shm"


def frozen_journal(data: Path, number: int) -> Path:
    """Return the file of a frozen journal."""
    return data / f"journal-{number:07}.db"


def frozen_key(data: Path, number: int) -> Path:
    """Return the file of the key that a frozen journal was signed with."""
    return data / f"device-{number:07}.key"


def frozen_numbers(data: Path) -> Iterator[int]:
    """Yield the numbers whose journals are frozen here. Raises Unavailable: the disk fails."""
    try:
        paths = sorted(data.glob("journal-[0-9]*.db"))
    except OSError as error:
        raise Unavailable("store.unreadable", "看不到数据文件夹里有什么：请检查磁盘") from error
    for path in paths:
        yield int(path.stem.removeprefix("journal-"))


def freeze(data: Path, old_number: int) -> None:
    """Freeze the journal and put the next one in its place; both are closed.

    A log that could not be brought into the old file belongs to it, never to the next one: while
    somebody read the file, SQLite leaves its log. Each name reaches the disk before the next.

    Raises:
        Unavailable: the disk does not answer.
    """
    old = frozen_journal(data, old_number)
    names = (
        (data / JOURNAL_FILE, old),
        (beside(data / JOURNAL_FILE, LOG), beside(old, LOG)),
        (data / KEY_FILE, frozen_key(data, old_number)),
        (data / NEXT_KEY, data / KEY_FILE),
        (data / NEXT_JOURNAL, data / JOURNAL_FILE),
    )
    try:
        for before, after in names:
            if before.exists() and not after.exists():
                beside(data / JOURNAL_FILE, LOG_INDEX).unlink(missing_ok=True)
                before.replace(after)
                sync_folder(data)
    except OSError as error:
        raise file_error(old, error) from error


def drop_frozen(data: Path, number: int) -> None:
    """Remove a frozen journal with its first key. Raises Unavailable."""
    path = frozen_journal(data, number)
    try:
        for one in (path, beside(path, LOG), beside(path, LOG_INDEX), frozen_key(data, number)):
            one.unlink(missing_ok=True)
        sync_folder(data)
    except OSError as error:
        raise file_error(path, error) from error


def beside(path: Path, suffix: str) -> Path:
    """Return a file that SQLite keeps beside a database."""
    return path.with_name(path.name + suffix)


def finish_freezing(data: Path) -> None:
    """Go on where a power cut ended `freeze`; does nothing at any other time."""
    if (data / JOURNAL_FILE).exists() or not (data / NEXT_JOURNAL).exists():
        return
    numbers = list(frozen_numbers(data))
    without_key = [number for number in numbers if not frozen_key(data, number).exists()]
    if numbers:
        freeze(data, (without_key or numbers)[-1])
