"""G5: back on a thin line a kiosk gets its first receipts through in seconds, all within a minute.

256 kbit/s, 600 ms there and back, every twentieth segment lost. KIOSK_LINE_FILINGS says how many
filings wait; the clock is the wall's, for the line takes its time and not the processor.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec import structs

from tests.faults.field import FieldKiosk
from tests.faults.thin_line import THIN, ThinLine
from tests.live_hub import listening

FILINGS = int(os.environ.get("KIOSK_LINE_FILINGS", "12"))
LONG = FILINGS >= 200
SEEDS = range(3) if LONG else range(1)
FIRST_S, ALL_S = 10.0, 60.0
READ_S = 30.0

pytestmark = pytest.mark.crash


class Watched:
    """When the first filing was acknowledged."""

    def __init__(self, kiosk: FieldKiosk) -> None:
        self.first_s: float | None = None
        self._began = time.monotonic()
        self._acknowledge = kiosk.journal.write

        def write(work):  # type: ignore[no-untyped-def]
            done = self._acknowledge(work)
            if self.first_s is None and int(kiosk.journal.meta("through") or 0):
                self.first_s = self.passed_s()
            return done

        kiosk.journal.write = write  # type: ignore[method-assign]

    def passed_s(self) -> float:
        return time.monotonic() - self._began


@contextmanager
def waiting_kiosk(folder: Path, line: ThinLine, filings: int) -> Iterator[FieldKiosk]:
    """A kiosk that filed while it was cut off."""
    (folder / "hub").mkdir()
    with listening(folder / "hub", public=line.origin) as hub:
        line.upstream = hub.port
        kiosk = FieldKiosk(folder / "kiosk", hub, 1, READ_S)
        kiosk.enrolment().enrol(hub.token(), hub.origin, kiosk.device)
        for _ in range(filings):
            kiosk.submit(pictures=False)
        kiosk.http.close()
        yield kiosk
        kiosk.close()


@contextmanager
def thin_line(seed: int, **changed: float) -> Iterator[ThinLine]:
    line = ThinLine(structs.replace(THIN, **changed), seed)
    try:
        yield line
    finally:
        line.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_receipts_get_through_in_time(
    tmp_path: Path, seed: int, report: Callable[[str], None]
) -> None:
    with thin_line(seed) as line, waiting_kiosk(tmp_path, line, FILINGS) as kiosk:
        line.is_thin = True
        watched = Watched(kiosk)
        while not kiosk.sync() or kiosk.journal.waiting():
            assert watched.passed_s() < ALL_S, f"{kiosk.journal.waiting()} wait"
        passed_s = watched.passed_s()
        sizes = [len(one.body or b"") for one in kiosk.journal.entries(0, 1_000)]
        report(
            f"seed {seed}: {FILINGS} filings, bodies of {sum(sizes) // len(sizes)} bytes, first"
            f" after {watched.first_s:.1f} s, all after {passed_s:.1f} s, {line.lost} of"
            f" {line.segments} segments lost, {kiosk.failed} passes failed"
        )
        assert watched.first_s is not None and watched.first_s <= FIRST_S
        assert passed_s <= ALL_S
        assert line.segments > FILINGS


@pytest.mark.skipif(not LONG, reason="the long run does it")
def test_entries_sent_one_by_one_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.journal.outbox.MAX_ENTRIES", 1)
    with thin_line(0) as line, waiting_kiosk(tmp_path, line, 200) as kiosk:
        line.is_thin = True
        watched = Watched(kiosk)
        ending = threading.Thread(target=kiosk.sync)
        ending.start()
        ending.join(ALL_S)
        assert kiosk.journal.waiting() and watched.passed_s() >= ALL_S
        line.is_thin = False
        ending.join()
