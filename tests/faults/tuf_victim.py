"""The process that follows a hub's signed files while it is traced: one publication, then the next.

Usage: python -m tests.faults.tuf_victim FOLDER PUBLISHED [BUG]
PUBLISHED holds a copy of the public files for each publication, `1`, `2`, …. It says `seen N` when
publication N was read and may be used.
"""

import datetime as dt
import sys
from pathlib import Path

from kiosk.domain.errors import Unavailable
from kiosk.ports.journal import JournalStore
from kiosk.sync import tuf_client
from kiosk.sync.public_files import FolderFetcher
from kiosk.sync.tuf_client import TufTargets
from tests.faults.victim import say
from tests.journals import open_journal

TARGET = "catalog/341600/341600.index.json"


def read(folder: Path, journal: JournalStore, published: Path) -> bytes | None:
    """Return what a kiosk believes of one publication; None when it refuses it."""
    client = TufTargets(
        folder, journal, lambda: dt.datetime.now(dt.UTC), "folder:///", FolderFetcher(published)
    )
    root = (published / "tuf" / "1.root.json").read_bytes()
    try:
        return client.get(root, (TARGET,))[1].get(TARGET)
    except Unavailable:
        return None


def without_floors() -> None:
    """Believe what the client's own files say alone."""
    TufTargets._hold_floors = lambda *_given: None  # type: ignore[method-assign]


def _unsynced() -> None:
    tuf_client._sync = lambda _folder: None


BUGS = {"without floors": without_floors, "unsynced": _unsynced}


def main(folder: str, published: str, *bugs: str) -> None:
    for bug in bugs:
        BUGS[bug]()
    journal = open_journal(Path(folder))
    for number in sorted(path.name for path in Path(published).iterdir()):
        content = read(Path(folder), journal, Path(published, number))
        assert content == number.encode(), content
        say("seen", number)
    journal.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
