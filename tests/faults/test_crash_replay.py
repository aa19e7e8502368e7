"""T1: a confirmed filing survives a power cut at every step; weaker settings are found out.

KIOSK_CRASH_STATES says how many states are checked at least.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import count, islice
from pathlib import Path

import pytest

from tests.faults.crash_replay import Replay, replay
from tests.faults.strace_log import Step, traced
from tests.faults.victim import POWER_BUGS

STATES = int(os.environ.get("KIOSK_CRASH_STATES", "400"))
LONG = STATES > 10_000
Report = Callable[[str], None]
FILINGS = "8" if LONG else "4"

pytestmark = [pytest.mark.crash, pytest.mark.usefixtures("strace")]


def trace(folder: Path, seed: int, *words: str) -> list[Step]:
    work = folder / "work"
    work.mkdir()
    return traced(work, folder / "trace", ["tests.faults.victim", str(work), str(seed), *words])


def checked(memory: Path, seed: int, share: float, *words: str) -> Replay:
    with tempfile.TemporaryDirectory(dir=memory) as name:
        steps = trace(Path(name), seed, *words)
        image = Path(name, "image")
        image.mkdir()
        return replay(steps, image, seed, share)


def test_nothing_confirmed_is_lost(memory_folder: Path, report: Report) -> None:
    total, seeds = Replay(broken=Counter()), count(1)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        while total.states < STATES:
            some = islice(seeds, os.cpu_count() if LONG else 1)
            share = 1.0 if LONG else 0.12
            runs = [pool.submit(checked, memory_folder, n, share, FILINGS, "2") for n in some]
            for run in runs:
                total.add(run.result())
    report(f"{total.states} states, {total.disks} different disks, {dict(total.broken)}")
    assert not total.broken, total.broken


@pytest.mark.parametrize("synchronous", ["1", "0"], ids=["NORMAL", "OFF"])
def test_a_weaker_setting_is_found_out(
    memory_folder: Path, synchronous: str, report: Report
) -> None:
    result = checked(memory_folder, 2, 0.3 if LONG else 0.06, "4", synchronous)
    lost = [line for line in result.broken if "confirmed receipts are lost" in line]
    report(f"{result.states} states, {dict(result.broken)}")
    assert lost, "a harness that cannot see this cannot see anything"


@pytest.mark.parametrize("bug", POWER_BUGS)
def test_a_planted_bug_is_found(memory_folder: Path, bug: str, report: Report) -> None:
    result = checked(memory_folder, 3, 0.5 if LONG else 0.04, "3", "2", bug)
    report(f"{bug}: {result.states} states, {dict(result.broken)}")
    assert result.broken
