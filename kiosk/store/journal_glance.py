"""A look into journal.db beside the one who writes it: for `kiosk doctor` and the status board.

Nothing is repaired, migrated or verified here; opening for writing is `journal_db.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.ports.journal import JournalReader
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
            yield JournalRows(connection)
    finally:
        connection.close()
