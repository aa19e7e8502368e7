"""A machine whose journal is gone: how that is seen, and where what is left of it is put.

An empty journal beside a key would pass for a machine that never had a number, and the first thing
done on it would be to remove every attachment that no entry names. Nothing here opens a database.
Source: sync.md §2.1 F8, §9.3.
"""

from collections.abc import Iterator
from pathlib import Path

from kiosk.files import file_error, make_folder, sync_folder
from kiosk.store.attachments import FOLDER
from kiosk.store.data_folder import JOURNAL_FILE
from kiosk.store.frozen_journals import KEY_FILE, LOG, LOG_INDEX, NEXT_JOURNAL, beside

LOST = "lost-{}"


def is_journal_lost(data: Path) -> bool:
    """Tell whether this machine had a key and so a journal, of which nothing is left.

    Raises:
        Unavailable: the disk does not answer.
    """
    journal = data / JOURNAL_FILE
    try:
        is_there = journal.exists() and journal.stat().st_size > 0
    except OSError as error:
        raise file_error(journal, error) from error
    return not is_there and (data / KEY_FILE).exists() and not (data / NEXT_JOURNAL).exists()


def put_aside(data: Path) -> Path | None:
    """Move journal, keys and attachments into a folder of their own; return it, None: no need.

    They keep their names, so that a person can put them back. Done again after a power cut, the
    rest follows into the same folder.

    Raises:
        Unavailable: the disk does not answer.
    """
    left = [path for path in _what_is_lost(data) if path.exists()]
    if not left:
        return None
    aside = next(
        folder
        for folder in map(data.joinpath, _names())
        if not any((folder / path.name).exists() for path in left)
    )
    try:
        make_folder(aside)
        for path in left:
            path.replace(aside / path.name)
            sync_folder(data)
        sync_folder(aside)
    except OSError as error:
        raise file_error(aside, error) from error
    return aside


def _what_is_lost(data: Path) -> Iterator[Path]:
    """Yield the log first: beside another journal SQLite would take it for that one's."""
    journal = data / JOURNAL_FILE
    yield from (beside(journal, LOG), beside(journal, LOG_INDEX), journal, data / FOLDER)
    yield from sorted(data.glob("device-key-*.key"))
    yield data / KEY_FILE


def _names() -> Iterator[str]:
    number = 1
    while True:
        yield LOST.format(number)
        number += 1
