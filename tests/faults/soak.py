"""A kiosk that lives through weeks in minutes: files, lists, syncs, forgets; its clock is advanced.

Usage: python -m tests.faults.soak FOLDER ORIGIN TOKEN DAYS PASSES [BUG]
At the end of each day it writes one line of JSON (`Weight`) and waits for a line before the next.
"""

import os
import resource
import sqlite3
import sys
import threading
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.domain.errors import KioskError
from kiosk.hub_link import HubLink
from kiosk.journal.author import EntryDraft
from kiosk.ports.clock import Readings
from kiosk.store.catalog_intake import CatalogIntake
from kiosk.sync.clock import RELEASED_MS
from tests.faults.office import FaultOffice
from tests.journals import MIGRATIONS, TODAY

DAY_MS = 86_400_000
FILINGS = 12
LISTS = 60
BUGS = ("descriptors", "memory", "reader")
"""What a planted bug keeps for ever: files, memory, an old view of the journal."""


class Weight(Struct, frozen=True, kw_only=True):
    """What a process holds at the end of a day: bytes, counts, filings that wait."""

    day: int
    rss_bytes: int
    wal_bytes: int
    descriptors: int
    threads: int
    waiting: int
    failed: int


class FastClock:
    """Clocks that run as fast as somebody turns them."""

    def __init__(self, wall_ms: int) -> None:
        self._wall_ms, self._mono_ms = wall_ms, 60_000

    def turn(self, passed_ms: int) -> None:
        self._wall_ms += passed_ms
        self._mono_ms += passed_ms

    def read(self) -> Readings:
        return Readings(wall_ms=self._wall_ms, mono_ms=self._mono_ms, boot_id="5a" * 16)


class Soaked:
    """One kiosk, wired as the product's, on one clock."""

    def __init__(self, folder: Path, origin: str, wall_ms: int) -> None:
        self.clock = FastClock(wall_ms)
        self.folder, self.failed = folder, 0
        self.office = FaultOffice(folder, clock=self.clock)
        self.records = self.office.records
        intake = CatalogIntake(folder, folder / "no-starter", MIGRATIONS)
        self.link = HubLink(folder, self.records, intake, origin, None)

    def live(self, passes: int) -> None:
        """One day."""
        for number in range(passes):
            self.clock.turn(DAY_MS // passes)
            for _ in range(LISTS // passes):
                self._list()
            for at in range(number * FILINGS // passes, (number + 1) * FILINGS // passes):
                kept = self.office.submit(bytes(40_000) if at % 3 == 0 else None)
                self.office.filing.mark_shown(kept.receipt)
            self._sync()
        author = self.records.author()
        assert author is not None
        draft = EntryDraft(type="stats.day", body=b"{}")
        self.records.journal.write(lambda tx: author.append(tx, draft))
        self.records.housekeeping.tidy()

    def _list(self) -> None:
        guidance = self.office.guidance
        guidance.checklist(guidance.enquiry("elder-allowance", "341602", TODAY, {}))

    def _sync(self) -> None:
        try:
            self.link.run_pass()
        except KioskError:
            self.failed += 1

    def weight(self, day: int) -> Weight:
        fields = Path("/proc/self/statm").read_text("ascii").split()
        return Weight(
            day=day,
            rss_bytes=int(fields[1]) * resource.getpagesize(),
            wal_bytes=(self.folder / "journal.db-wal").stat().st_size,
            descriptors=len(list(Path("/proc/self/fd").iterdir())),
            threads=threading.active_count(),
            waiting=self.records.journal.waiting(),
            failed=self.failed,
        )


def main(folder: str, origin: str, token: str, days: str, passes: str, bug: str = "") -> None:
    soaked = Soaked(Path(folder), origin, RELEASED_MS + DAY_MS)
    soaked.link.enrol(token)
    kept: list[object] = []
    for day in range(1, int(days) + 1):
        soaked.live(int(passes))
        kept += _bug(bug, Path(folder))
        sys.stdout.write(msgspec.json.encode(soaked.weight(day)).decode() + "\n")
        sys.stdout.flush()
        sys.stdin.readline()
    soaked.link.close()
    soaked.office.close()


def _bug(bug: str, folder: Path) -> list[object]:
    if bug == "descriptors":
        return [os.open(folder, os.O_RDONLY)]
    if bug == "memory":
        return [b"x" * 3_000_000]
    if bug == "reader":
        db = sqlite3.connect(folder / "journal.db", isolation_level=None)
        db.execute("BEGIN")
        return [db, db.execute("SELECT count(*) FROM entry").fetchall()]
    return []


if __name__ == "__main__":
    main(*sys.argv[1:])
