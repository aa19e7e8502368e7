"""Kiosks in the field: each really files, over a real journal, and writes down what it promised.

The list of promises (`truth`) is kept apart from every product's table: a checker compares it with
what arrived.
"""

from collections.abc import Callable
from pathlib import Path
from random import Random

from kiosk.domain.errors import KioskError
from kiosk.services.filing import Filing, FilingRights, KeptFiling
from kiosk.services.guidance import Guidance
from kiosk.sync.engine import CatalogMoves, SyncEngine
from tests.faults.office import JPEG, OneCode
from tests.journals import SEALER, TODAY, a_form
from tests.live_hub import Listening, LiveKiosk
from tests.starters import memory_store


class FieldKiosk(LiveKiosk):
    """An enrolled kiosk that files and syncs.

    Args:
        folder: its data folder, made here.
        hub: its hub.
        seed: makes its key and decides what it files.
        read_s: how long it waits for an answer.
    """

    def __init__(self, folder: Path, hub: Listening, seed: int, read_s: float) -> None:
        folder.mkdir()
        super().__init__(folder, hub, seed, read_s)
        self.truth: dict[str, KeptFiling] = {}
        self.failed = 0
        self.random = Random(f"field {seed}")  # noqa: S311
        store = memory_store()
        self._filing = Filing(
            journal=self.journal,
            attachments=self.files,
            guidance=Guidance(store),
            catalog=store,
            codes=OneCode(),
            rights=lambda: FilingRights(author=self.author, sealer=SEALER, origin=hub.origin),
            room=lambda: "plenty",
        )
        self.engine = SyncEngine(
            journal_up=self.journal_up(),
            blobs_up=self.blobs_up(),
            feed=self.status_feed(),
            catalog=CatalogMoves,
            remember=lambda: self.enrolment().remember(self.device),
            clock=self.time,
        )

    def submit(self, *, pictures: bool = True) -> None:
        """File once; two in five with an attachment, some of more than one range."""
        size = self.random.choice((0, 0, 0, 300, 300_000)) if pictures else 0
        picture = self.random.randbytes(size)
        form = a_form(signature="sign.jpg" if size else None)
        kept = self._filing.submit(form, TODAY, lambda _path: JPEG + picture)
        self.truth[kept.receipt] = kept

    def sync(self) -> bool:
        """Do one pass; tell whether it went through."""
        try:
            self.engine.run()
        except KioskError:
            self.failed += 1
            return False
        return True

    def work(self, filings: int, between: Callable[[], object] = lambda: None) -> None:
        """File so many, a few at a time, with a pass after each few."""
        while len(self.truth) < filings:
            for _ in range(min(self.random.randint(1, 6), filings - len(self.truth))):
                self.submit()
            self.sync()
            between()

    def settle(self, passes: int) -> int:
        """Sync until nothing is left; return how many passes that took.

        Raises:
            AssertionError: something is left after so many passes.
        """
        for number in range(1, passes + 1):
            if self.sync() and not self.journal.waiting() and not self.journal.blobs(pending=True):
                return number
        raise AssertionError(f"{self.journal.waiting()} filings wait after {passes} passes")
