"""T4: any read, write or sync may fail once, or from then on for ever: it surfaces or is harmless.

After a fault the journal refuses until it was opened and verified again. KIOSK_IO_FAULTS says how
many faults are tried at least. Linux forgets pages whose sync failed: the last test cuts the power
after such a fault.
"""

import itertools
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

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
"""System calls that may fail, and about how often a child makes each."""

pytestmark = [pytest.mark.crash, pytest.mark.usefixtures("strace")]


def faults() -> Iterator[tuple[str, str, bool]]:
    """Yield a call, when it fails, and whether in a new kiosk; all of them in a long run.

    Calls are counted in each thread of the child.
    """
    if LONG:
        ways = [(ever, is_new) for ever in ("", "+") for is_new in (True, False)]
        for call in CALLS:
            yield from (
                (call, f"{n}{ever}", is_new) for n in itertools.count(1) for ever, is_new in ways
            )
    dice = random.Random(4)  # noqa: S311 - a seed to repeat, no secret
    for _ in range(FAULTS):
        call = dice.choice(list(CALLS))
        when = f"{dice.randint(1, CALLS[call])}{dice.choice(['', '', '+'])}"
        yield call, when, dice.random() < 0.2


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


def trial(
    nursery: Nursery, folder: Path, call: str, when: str, *, is_new: bool = False
) -> tuple[bool, Life, list[str]]:
    """Return whether a call was made to fail, how it went, and what is wrong."""
    folder.mkdir() if is_new else an_old_kiosk(folder)
    trace = folder.with_suffix(".trace")
    options = (str(trace), "-e", f"trace={call}", "-e", f"inject={call}:error=EIO:when={when}")
    life = nursery.live(folder, 1, 3, trace=options)
    return "INJECTED" in trace.read_text("ascii"), life, broken_by(folder, life)


def test_it_surfaces_or_is_harmless(memory_folder: Path, report: Callable[[str], None]) -> None:
    met: Counter[str] = Counter()
    done, over, broken = 0, set[tuple[str, bool]](), list[str]()
    with Nursery("persist") as nursery:
        for number, (call, when, is_new) in enumerate(faults()):
            if (call, is_new) in over:
                continue
            folder = memory_folder / f"kiosk{number}"
            failed, life, wrong = trial(nursery, folder, call, when, is_new=is_new)
            if not failed and LONG:
                over.add((call, is_new))
            done += failed
            broken += [f"{call} {when}: {line}" for line in wrong]
            met.update({line.split()[0] for line in life.said.splitlines()})
            if len(over) == 2 * len(CALLS):
                break
    report(f"{done} faults, {dict(met)}, {len(broken)} violations")
    assert not broken, broken
    assert done > FAULTS / 2
    assert met["failed"] and met["refused"] and met["reopened"] and met["kept"]


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
    with Nursery("persist", "going on after a fault") as nursery:
        _, life, wrong = trial(nursery, memory_folder / "kiosk", "fdatasync", "7")
    assert "wrote although broken" in wrong, life.said
