"""The files of a kiosk that got a new number: the old journal frozen, the new one in its place.

Why that happens is `kiosk/renewal.py`. Every rename can be repeated after a power cut.
Source: sync.md §9.3.
"""

from collections.abc import Iterator
from pathlib import Path

from kiosk.files import sync_folder
from kiosk.store.data_folder import JOURNAL_FILE

KEY_FILE = "device.key"
NEXT_JOURNAL, NEXT_KEY = "journal-next.db", "device-next.key"


def frozen_journal(data: Path, number: int) -> Path:
    """Return the file of a frozen journal."""
    return data / f"journal-{number:07}.db"


def frozen_key(data: Path, number: int) -> Path:
    """Return the file of the key that a frozen journal was signed with."""
    return data / f"device-{number:07}.key"


def frozen_numbers(data: Path) -> Iterator[int]:
    """Yield the numbers whose journals are frozen here."""
    for path in sorted(data.glob("journal-[0-9]*.db")):
        yield int(path.stem.removeprefix("journal-"))


def freeze(data: Path, old_number: int) -> None:
    """Freeze the journal and put the next one in its place; both are closed."""
    names = (
        (data / JOURNAL_FILE, frozen_journal(data, old_number)),
        (data / KEY_FILE, frozen_key(data, old_number)),
        (data / NEXT_KEY, data / KEY_FILE),
        (data / NEXT_JOURNAL, data / JOURNAL_FILE),
    )
    for old, new in names:
        if old.exists() and not new.exists():
            old.replace(new)
    sync_folder(data)


def finish_freezing(data: Path) -> None:
    """Go on where a power cut ended `freeze`; does nothing at any other time."""
    if (data / JOURNAL_FILE).exists() or not (data / NEXT_JOURNAL).exists():
        return
    numbers = list(frozen_numbers(data))
    without_key = [number for number in numbers if not frozen_key(data, number).exists()]
    if numbers:
        freeze(data, (without_key or numbers)[-1])
