"""T5: whatever the clocks show, entries stay in order, receipts are unique, floors never sink.

The clocks of the machine are replaced at their port; the host's own are never touched.
KIOSK_CLOCK_FAULTS says how many steps are made, 500 in each life: a journal that is opened is
verified, so one life without end would only measure that.
"""

import hashlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.journal.audit import journal_flaws
from kiosk.journal.entry import Header, read_header
from kiosk.ports.clock import Readings
from kiosk.sealing.suites import SUITES
from kiosk.sync.clock import RELEASED_MS
from tests.faults.office import FaultOffice
from tests.faults.recovered import Told, found_in, violations
from tests.journals import DEVICE, ROOT

STEPS = int(os.environ.get("KIOSK_CLOCK_FAULTS", "300"))
PER_LIFE = min(STEPS, 500)
SEEDS = range(5, 5 + STEPS // PER_LIFE)
DAY_MS = 86_400_000
YEAR_MS = 365 * DAY_MS
YEARS = ("1970-01-02", "2036-06-01", "2026-11-22", "2001-01-01", "2025-12-31 23:59:59")
TRUE_START = RELEASED_MS + 30 * DAY_MS

pytestmark = pytest.mark.crash


class WildClock:
    """Clocks that go wrong: the wall shows anything, at every single look if it must.

    Args:
        dice: what happens.
    """

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self.true_ms, self._mono, self._offset, self._boots = TRUE_START, 0, 0, 0
        self.is_restless = False

    def read(self) -> Readings:
        if self.is_restless:
            self.step()
        self.true_ms += 7
        self._mono += 7
        boot_id = hashlib.sha256(b"%d" % self._boots).hexdigest()[:32]
        return Readings(
            wall_ms=max(0, self.true_ms + self._offset), mono_ms=self._mono, boot_id=boot_id
        )

    def step(self) -> None:
        """The wall clock jumps: to 1970, ten years, an hour, half a second, or to the truth."""
        jumps = (-self.true_ms, -10 * YEAR_MS, 10 * YEAR_MS, 3_600_000, -3_600_000, -500, 0)
        self._offset = self._dice.choice(jumps)

    def wait(self, passed_ms: int) -> None:
        self.true_ms += passed_ms
        self._mono += passed_ms

    def restart(self) -> None:
        self.wait(self._dice.randrange(3 * DAY_MS))
        self._mono = self._dice.randrange(60_000)
        self._boots += 1


class LongLife:
    """One kiosk whose clocks go wrong for months, and what must hold all the while."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - a seed to repeat, no secret
        self.clock = WildClock(self.dice)
        self.folder, self.receipts = folder, set[str]()
        self.floor = 0
        self.office = self._started()

    def _started(self) -> FaultOffice:
        office = FaultOffice(self.folder, clock=self.clock)
        office.enrol()
        return office

    def file(self) -> None:
        kept = self.office.submit()
        assert kept.receipt not in self.receipts
        self.receipts.add(kept.receipt)
        assert self.office.records.receipts.unshown() is not None or self.clock.is_restless
        self.office.filing.mark_shown(kept.receipt)

    def hear_hub(self) -> None:
        """A hub acknowledges and says what time it is; it is kept as journal_up.py keeps it."""
        floor = self.office.records.time.heard(self.clock.true_ms)
        journal = self.office.records.journal
        through = journal.tip()[0]

        def work(tx):  # type: ignore[no-untyped-def]
            tx.acknowledge(through, floor)
            tx.set_meta("time_floor", str(floor))

        journal.write(work)

    def forget(self) -> None:
        self.office.records.housekeeping.tidy()

    def restart(self) -> None:
        kept = int(self.office.records.journal.meta("time_floor") or 0)
        self.office.close()
        self.clock.restart()
        self.office = self._started()
        self.floor = max(kept, RELEASED_MS)  # what was not persisted is not known any more

    def live(self) -> None:
        """One step."""
        steps: tuple[Callable[[], None], ...] = (
            *(self.file, self.file, self.clock.step, self.clock.step, self.hear_hub, self.restart),
            *(self.forget, lambda: self.clock.wait(self.dice.randrange(DAY_MS))),
        )
        self.clock.is_restless = self.dice.random() < 0.2
        self.dice.choice(steps)()
        self.clock.is_restless = False
        floor = self.office.records.time.floor_ms()
        assert self.floor <= floor <= self.clock.true_ms, "a floor sank, or rose by a wall clock"
        self.floor = floor


def headers(life: LongLife) -> list[Header]:
    entries = life.office.records.journal.entries(0, 100_000)
    return [read_header(entry.header) for entry in entries]


@pytest.mark.parametrize("seed", SEEDS)
def test_order_and_floors_hold(
    memory_folder: Path, seed: int, report: Callable[[str], None]
) -> None:
    life = LongLife(memory_folder, seed)
    for _ in range(PER_LIFE):
        life.live()
    records, read = life.office.records, headers(life)
    assert [one.seq for one in read] == list(range(1, len(read) + 1))
    assert len(life.receipts) == len(read)
    assert all(one.t_wall >= RELEASED_MS for one in read)
    for one, two in pairwise(read):
        assert two.t_mono >= one.t_mono or two.boot_id != one.boot_id
    flaws = journal_flaws(records.journal, records.attachments, DEVICE.public_key, SUITES[1])
    assert not list(flaws)
    waits = {entry.seq for entry in records.journal.entries(0, 100_000) if entry.state == "kept"}
    gone = [entry.seq for entry in records.journal.entries(0, 100_000) if entry.body is None]
    assert not waits & set(gone), "a body went that no hub acknowledged"
    qualities = {one.t_q for one in read}
    report(f"{PER_LIFE} steps, {len(read)} filings, {len(gone)} bodies gone, t_q {qualities}")
    assert qualities == {0, 1, 2}
    life.office.close()


def test_a_year_too_far_forgets_nothing(memory_folder: Path) -> None:
    """Bodies are kept 30 days by what hubs signed; a wall clock of 2036 changes nothing."""
    life = LongLife(memory_folder, 6)
    life.file()
    life.hear_hub()
    life.clock._offset = 10 * YEAR_MS
    life.restart()
    life.forget()
    assert life.office.records.journal.entries(0, 1)[0].body is not None
    life.clock.wait(31 * DAY_MS)
    life.hear_hub()
    life.forget()
    assert life.office.records.journal.entries(0, 1)[0].body is None
    life.office.close()


@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is missing")
def test_processes_whose_clock_is_years_off(memory_folder: Path) -> None:
    """The real clocks of real processes: each starts in another year, on one disk."""
    told = Told()
    for number, date in enumerate(YEARS):
        words = ["faketime", date, sys.executable, "-m", "tests.faults.victim"]
        done = subprocess.run(
            [*words, str(memory_folder), str(number), "3"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        before = len(told.kept)
        for line in done.stdout.splitlines():
            told = told.after(line)
        assert len(told.kept) == before + 3, "a receipt was given twice"
    found = found_in(memory_folder)
    assert not list(violations(found, told))
    assert told.kept == found.receipts


def test_a_floor_that_follows_the_wall_is_found(
    memory_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kiosk.journal.clock import TrustedTime

    monkeypatch.setattr(TrustedTime, "floor", lambda self, now: max(self.floor_ms, now.wall_ms))
    life = LongLife(memory_folder, 5)
    with pytest.raises(AssertionError, match="floor"):
        for _ in range(PER_LIFE):
            life.live()
    life.office.close()
