"""A look into journal.db beside the one who writes it: for `kiosk doctor` and the status board.

Nothing is repaired, migrated or verified here; opening for writing is `journal_db.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.domain.errors import KioskError
from kiosk.ports.journal import JournalReader
from kiosk.store.data_folder import JOURNAL_FILE
from kiosk.store.database import open_read_only, translated
from kiosk.store.journal_rows import JournalRows


@contextmanager
def glance(path: Path) -> Iterator[JournalReader]:
    """Yield what can be read in a journal; it may be open in another process.

    Raises:
        Unavailable: the file is missing, damaged or not readable.
    """
    connection = open_read_only(path)
    try:
        with translated(path):
            connection.execute("BEGIN")  # all that is read is of one moment
            yield JournalRows(connection)
    finally:
        connection.close()


def is_enrolled(data: Path) -> bool:
    """Tell whether a data folder with a journal is that of an enrolled kiosk, sound or not."""
    try:
        with glance(data / JOURNAL_FILE) as journal:
            return journal.meta("kiosk_no") is not None
    except KioskError:
        return True
