"""The process that is traced, killed and starved: files, delivers, forgets, and says what is kept.

Usage: python -m tests.faults.victim FOLDER SEED FILINGS SYNCHRONOUS [BUG]
Lines on its output: `kept RECEIPT HASH` after a filing was confirmed, `shown RECEIPT` when its
paper is there, `asks THROUGH` before and `through THROUGH` after an acknowledgement was taken in.
SYNCHRONOUS 1 and 0 and the bugs are the controls: with each of them the harness must find
violations.
"""

import os
import random
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kiosk import files
from kiosk.domain.errors import KioskError
from kiosk.services import filing
from kiosk.store import attachments, journal_db
from kiosk.store.database import translate
from kiosk.store.journal_rows import JournalRows
from tests.faults.office import FaultOffice

OUT = 1
FLOOR_MS = 1_795_219_200_000
DAY_MS = 86_400_000


def say(*words: object) -> bool:
    """Write one line in one call, so that a trace shows when it was said; tell whether it was.

    What cannot be written was told to nobody.
    """
    with suppress(OSError):
        os.write(OUT, (" ".join(map(str, words)) + "\n").encode())
        return True
    return False


class Working:
    """A day of a kiosk, drawn from a seed.

    Args:
        office: what works.
        seed: what happens, and how large everything is.
    """

    def __init__(self, office: FaultOffice, seed: int) -> None:
        self.office = office
        self.journal = office.records.journal
        self.random = random.Random(seed)  # noqa: S311 - a seed to repeat, no secret
        self.shown: list[str] = []

    def file(self) -> None:
        """A resident files, sometimes with a picture, and mostly sees the receipt."""
        dice = self.random
        size = dice.choice([300, 700, 4096, 9000])
        picture = dice.randbytes(size) if dice.random() < 0.7 else None
        kept = self.office.submit(picture)
        say("kept", kept.receipt, kept.hash)
        if dice.random() < 0.8 and say("shown", kept.receipt):
            self.office.filing.mark_shown(kept.receipt)

    def acknowledge(self) -> None:
        """A hub has everything."""
        self._through(self.journal.tip()[0], lambda tx, n: tx.acknowledge(n, FLOOR_MS))

    def rewind(self) -> None:
        """A hub was restored from an older copy."""
        before = int(self.journal.meta("through") or 0)
        self._through(self.random.randint(0, before), lambda tx, n: tx.rewind(n))

    def purge(self) -> None:
        """Old bodies are forgotten."""
        self.journal.write(lambda tx: tx.purge(FLOOR_MS + DAY_MS))

    def restart(self) -> None:
        """The program ends and starts again."""
        self.office.close()
        self.office = FaultOffice(self.office.folder)
        self.office.enrol()
        self.journal = self.office.records.journal

    def _through(self, number: int, work: Callable[[JournalRows, int], None]) -> None:
        say("asks", number)
        self.journal.write(lambda tx: work(tx, number))  # type: ignore[arg-type]
        say("through", number)

    def work(self, filings: int) -> None:
        """File so often, with everything else in between."""
        others = (self.acknowledge, self.acknowledge, self.rewind, self.purge, self.restart)
        for _ in range(filings):
            self.file()
            if self.random.random() < 0.5:
                self.random.choice(others)()


def plant(bug: str) -> None:
    """Break the program in one place."""
    _BUGS[bug]()


def _no_sync(new: Path, path: Path) -> None:
    new.replace(path)


def _unsynced_attachments() -> None:
    files.replace_durably = _no_sync


def _unsynced_folder() -> None:
    attachments.make_folder = lambda path: path.mkdir(mode=0o700, exist_ok=True)


def _receipt_before_commit() -> None:
    keep = filing._keep

    def hasty(*given):  # type: ignore[no-untyped-def]
        kept = keep(*given)
        say("kept", kept.receipt, kept.hash)
        return kept

    filing._keep = hasty


def _purge_unacknowledged() -> None:
    def purge(self: JournalRows, before_ms: int) -> int:
        return self._db.execute("UPDATE entry SET body = NULL, state = 2").rowcount

    JournalRows.purge = purge  # type: ignore[method-assign]


def _going_on() -> None:
    def failed(self: journal_db.SqliteJournalStore, error: sqlite3.Error) -> KioskError:
        self._roll_back()
        return translate(error, self._path)

    journal_db.SqliteJournalStore._failed = failed  # type: ignore[method-assign]


def _unsettled() -> None:
    journal_db.SqliteJournalStore._settle = lambda *_given: None  # type: ignore[method-assign]


_BUGS: dict[str, Callable[[], None]] = {
    "unsynced attachments": _unsynced_attachments,
    "unsynced folder": _unsynced_folder,
    "receipt before commit": _receipt_before_commit,
    "purge of what nobody acknowledged": _purge_unacknowledged,
    "going on after a fault": _going_on,
    "trusting what could not be synced": _unsettled,
}
POWER_BUGS = tuple(_BUGS)[:4]
"""Those that a power cut shows; the others need a fault of the disk."""


def weaken(synchronous: int) -> None:
    """Set what SQLite waits for: 2 as the product, 1 NORMAL, 0 OFF."""
    kept = [pair for pair in journal_db.PRAGMAS if pair[0] != "synchronous"]
    journal_db.PRAGMAS = (*kept, ("synchronous", synchronous))


def main(folder: str, seed: str, filings: str, synchronous: str = "2", bug: str = "") -> None:
    weaken(int(synchronous))
    if bug:
        plant(bug)
    office = FaultOffice(Path(folder))
    office.enrol()
    working = Working(office, int(seed))
    working.work(int(filings))
    working.office.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
