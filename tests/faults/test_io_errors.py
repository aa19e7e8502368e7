"""T4: any read, write or sync may fail once, or from then on for ever: it surfaces or is harmless.

After a fault the journal refuses until it was opened and verified again. KIOSK_IO_FAULTS says how
many faults are tried at least. Linux forgets pages whose sync failed: the last test cuts the power
after such a fault.
"""

import itertools
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from tests.faults.crash_replay import Replay, replay
from tests.faults.disk_model import read_image
from tests.faults.nursery import Life, Nursery
from tests.faults.office import FaultOffice
from tests.faults.recovered import Told, found_in, violations
from tests.faults.strace_log import CALLS as TRACED
from tests.faults.strace_log import steps

FAULTS = int(os.environ.get("KIOSK_IO_FAULTS", "24"))
LONG = FAULTS > 1_000
CALLS = {
    "pwrite64": 90,
    "pread64": 15,
    "fdatasync": 9,
    "ftruncate": 2,
    "fsync": 6,
    "write": 3,
    "openat": 12,
    "rename": 3,
}
"""System calls that may fail, and about how often a child makes each in a thread."""
WAYS = tuple(itertools.product(("", "+"), (True, False)))
"""Whether a call fails from then on for ever, and whether in a new kiosk."""

pytestmark = [pytest.mark.crash, pytest.mark.usefixtures("strace")]


class Fault(Struct, frozen=True, kw_only=True):
    """A call, when it fails, and in which life."""

    call: str
    when: str
    is_new: bool
    seed: int = 1


def broken_by(folder: Path, life: Life) -> list[str]:
    """Return what is wrong after a life with faults, on a disk that is well again."""
    told = Told()
    for line in life.said.splitlines():
        told = told.after(line)
    wrong = [line for line in life.said.splitlines() if line.startswith(("broke", "wrote"))]
    found = found_in(folder)
    if found.problem is None and found.through <= found.last:
        told = told.started(found.through)  # what failed, or could not be said, may have happened
    return wrong + list(violations(found, told))


def an_old_kiosk(folder: Path) -> None:
    """Make a folder on which a kiosk was enrolled: its next start makes no table."""
    folder.mkdir()
    office = FaultOffice(folder)
    office.enrol()
    office.close()


def trial(nursery: Nursery, folder: Path, fault: Fault) -> tuple[bool, Life, list[str]]:
    """Return whether a call was made to fail, how it went, and what is wrong."""
    folder.mkdir() if fault.is_new else an_old_kiosk(folder)
    trace, call = folder.with_suffix(".trace"), fault.call
    when = f"inject={call}:error=EIO:when={fault.when}"
    options = (str(trace), "-e", f"trace={call}", "-e", when)
    life = nursery.live(folder, fault.seed, 3, trace=options)
    return "INJECTED" in trace.read_text("ascii"), life, broken_by(folder, life)


class Tally:
    """Counts what came of faults."""

    def __init__(self, nursery: Nursery, memory: Path) -> None:
        self._nursery = nursery
        self._memory = memory
        self.met: Counter[str] = Counter()
        self.done, self.broken = 0, list[str]()

    def add(self, fault: Fault) -> bool:
        """Let one call fail; tell whether it was made at all."""
        folder = self._memory / "kiosk"
        failed, life, wrong = trial(self._nursery, folder, fault)
        shutil.rmtree(folder)
        self.done += failed
        self.broken += [f"{fault}: {line}" for line in wrong]
        self.met.update({line.split()[0] for line in life.said.splitlines()})
        return failed

    def sweep(self, call: str, seed: int) -> None:
        """Let the first, second, third … call fail, each way, until there is none so late."""
        for ever, is_new in WAYS:
            whens = (f"{number}{ever}" for number in itertools.count(1))
            faults = (Fault(call=call, when=when, is_new=is_new, seed=seed) for when in whens)
            while self.add(next(faults)):
                pass

    def told(self) -> str:
        return f"{self.done} faults, {dict(self.met)}, {len(self.broken)} violations"


def test_it_surfaces_or_is_harmless(memory_folder: Path, report: Callable[[str], None]) -> None:
    dice = random.Random(4)  # noqa: S311 - a seed to repeat, no secret
    with Nursery("persist") as nursery:
        tally = Tally(nursery, memory_folder)
        for _ in range(min(FAULTS, 100)):
            call = dice.choice(list(CALLS))
            when = f"{dice.randint(1, CALLS[call])}{dice.choice(('', '', '+'))}"
            tally.add(Fault(call=call, when=when, is_new=dice.random() < 0.2))
    report(tally.told())
    assert not tally.broken, tally.broken
    assert tally.done > min(FAULTS, 100) / 2
    assert all(tally.met[word] for word in ("failed", "refused", "reopened", "kept"))


@pytest.mark.skipif(not LONG, reason="the long run does it")
@pytest.mark.parametrize("call", CALLS)
def test_every_call_of_a_kind(
    memory_folder: Path, call: str, report: Callable[[str], None]
) -> None:
    wanted, seeds = FAULTS * CALLS[call] / sum(CALLS.values()), itertools.count(1)
    with Nursery("persist") as nursery:
        tally = Tally(nursery, memory_folder)
        while tally.done < wanted:
            tally.sweep(call, next(seeds))
    report(f"{call}: {tally.told()}")
    assert not tally.broken, tally.broken


def test_power_fails_after_a_sync_that_failed(
    memory_folder: Path, report: Callable[[str], None]
) -> None:
    total = Replay(broken=Counter())
    cases = itertools.product(range(1, 20), range(1, 6)) if LONG else ((2, 5), (7, 1))
    with Nursery("persist") as nursery:
        for number, seed in cases:
            total.add(_after_failed_sync(nursery, memory_folder, number, seed))
    report(f"{total.states} states after a failed sync, {dict(total.broken)}")
    assert not total.broken, total.broken


def test_trusting_what_could_not_be_synced_is_found(memory_folder: Path) -> None:
    """SQLite goes on when its folder cannot be synced; the log then has no name on the disk."""
    with Nursery("persist", "trusting what could not be synced") as nursery:
        result = _after_failed_sync(nursery, memory_folder, 2, 5)
    assert "I1: confirmed receipts are lost" in "".join(result.broken).replace("I#", "I1")


def _after_failed_sync(nursery: Nursery, memory: Path, number: int, seed: int) -> Replay:
    name = f"{number}-{seed}"
    folder, image = memory / f"kiosk{name}", memory / f"image{name}"
    an_old_kiosk(folder)
    image.mkdir()
    trace = memory / f"{name}.trace"
    inject = f"inject=fdatasync,fsync:error=EIO:when={number}"
    traced = (str(trace), "-xx", "-s", "9000000", "-e", f"trace={TRACED}", "-e", inject)
    before = read_image(folder)
    nursery.live(folder, seed, 3, trace=traced)
    done = steps(trace, folder, frozenset(before))
    return replay(done, image, number, 1.0 if LONG else 0.3, before)


def test_going_on_after_a_fault_is_found(memory_folder: Path) -> None:
    """A journal that writes on without being verified is a bug that this harness sees."""
    fault = Fault(call="fdatasync", when="7", is_new=False)
    with Nursery("persist", "going on after a fault") as nursery:
        _, life, wrong = trial(nursery, memory_folder / "kiosk", fault)
    assert "wrote although broken" in wrong, life.said
