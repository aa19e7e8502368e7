"""T2: killed at every system call and at any moment, the kiosk keeps what it confirmed.

KIOSK_KILLS says how many processes are killed at least. A folder lives on through many kills, as
a disk does.
"""

import os
import random
import signal
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.faults.nursery import Life, Nursery
from tests.faults.recovered import Told, found_in, violations

KILLS = int(os.environ.get("KIOSK_KILLS", "40"))
CALLS = [
    "pwrite64",
    "fdatasync",
    "fsync",
    "openat",
    "rename",
    "ftruncate",
    "unlink",
    "close",
    "mkdir",
    "write",
]
LIVES = 12
"""How often one folder is killed before a new one begins."""

pytestmark = [pytest.mark.crash, pytest.mark.usefixtures("strace")]


class Disk:
    """One folder through many lives, and what they told."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._count = 0
        self.broken: list[str] = []
        self.offered = 0
        self._fresh()

    def _fresh(self) -> None:
        self._count += 1
        self.folder = self._root / f"kiosk{self._count}"
        self.folder.mkdir()
        self.told, self._lives = Told(), 0

    def check(self, life: Life) -> None:
        """Start once more and compare with everything that was ever told here."""
        assert life.code != 99, life.said
        for line in life.said.splitlines():
            self.told = self.told.after(line)
        found = found_in(self.folder)
        self.broken += violations(found, self.told)
        self.offered += found.offered is not None
        self.told = self.told.started(found.through)
        self._lives += 1
        if self._lives == LIVES or self.broken:
            self._fresh()


def _sweep(disk: Disk, nursery: Nursery, call: str) -> Iterator[int]:
    """Kill at the first, second, third … call until a child comes to its end; yield 1 a kill."""
    for number in count(1):
        inject = f"inject={call}:signal=KILL:when={number}"
        life = nursery.live(disk.folder, number, 3, trace=("/dev/null", "-e", inject))
        disk.check(life)
        if life.signal != signal.SIGKILL:
            return
        yield 1


def _kills(disk: Disk, nursery: Nursery, wanted: int) -> int:
    dice, done = random.Random(1), 0  # noqa: S311 - a seed to repeat, no secret
    for call in CALLS if wanted > 1_000 else ():
        done += sum(_sweep(disk, nursery, call))
    while done < wanted:
        if dice.random() < 0.5:
            seconds = dice.uniform(0, 0.2 if wanted > 1_000 else 0.05)
            life = nursery.live_for(disk.folder, dice.randrange(10**6), 400, seconds=seconds)
        else:
            inject = f"inject={dice.choice(CALLS)}:signal=KILL:when={dice.randint(1, 60)}"
            options = ("/dev/null", "-e", inject)
            life = nursery.live(disk.folder, dice.randrange(10**6), 8, trace=options)
        disk.check(life)
        done += life.signal == signal.SIGKILL
    return done


def test_nothing_confirmed_is_lost(memory_folder: Path, report: Callable[[str], None]) -> None:
    disk = Disk(memory_folder)
    with Nursery("file") as nursery:
        done = _kills(disk, nursery, KILLS)
    report(f"{done} kills, {disk.offered} unshown receipts offered, {len(disk.broken)} violations")
    assert not disk.broken, disk.broken
    assert disk.offered


def test_a_receipt_before_its_commit_is_found(memory_folder: Path) -> None:
    disk = Disk(memory_folder)
    with Nursery("file", "receipt before commit") as nursery:
        for number in range(60, 90, 3):
            inject = f"inject=pwrite64:signal=KILL:when={number}"
            disk.check(nursery.live(disk.folder, number, 4, trace=("/dev/null", "-e", inject)))
    assert any(line.startswith("I1") for line in disk.broken)
