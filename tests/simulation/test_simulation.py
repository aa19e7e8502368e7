"""Nothing that was confirmed is lost or doubled, whatever happens; and every planted bug shows.

`KIOSK_SIM_FILINGS` says how many filings are simulated; a failure names the seed that repeats it.
"""

import os
from collections import Counter
from collections.abc import Callable

import pytest

from tests.simulation.planted import PLANTED, Planted
from tests.simulation.profile import swarm
from tests.simulation.truth import Violation
from tests.simulation.world import Report, run

SHORT = 900
FILINGS = int(os.environ.get("KIOSK_SIM_FILINGS", SHORT))
PER_WORLD, SHARES = 75, 4
TRIES = 12
Record = Callable[[str, object], None]


@pytest.mark.parametrize("share", range(SHARES))
def test_worlds_of_faults_keep_every_promise(share: int, record_property: Record) -> None:
    seeds = range(share, FILINGS // PER_WORLD, SHARES)
    reports, broken = _lived(seeds)
    assert not broken, broken
    total: Counter[str] = Counter()
    for report in reports:
        total.update(report.events)
    filings, steps = sum(one.filings for one in reports), sum(one.steps for one in reports)
    assert filings >= len(seeds) * PER_WORLD * 0.9  # a world where all are revoked ends early
    assert steps >= 8 * filings
    record_property("simulated", f"seeds {seeds}: {filings} filings, {steps} steps")
    record_property("simulated", f"seeds {seeds}: {_told(total)}")


def test_a_world_of_real_signatures_and_seals(record_property: Record) -> None:
    report = run(7, swarm(7, real_crypto=True), 40)
    assert report.filings >= 40
    record_property("simulated", f"real cryptography: {report.filings} filings")


def test_a_seed_says_everything() -> None:
    def lived(seed: int) -> Report:
        return run(seed, swarm(seed), 30)

    assert lived(3) == lived(3)
    assert lived(3).events != lived(4).events


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: one.name)
def test_a_planted_bug_shows(planted: Planted, record_property: Record) -> None:
    for seed in range(planted.seed, planted.seed + TRIES):
        try:
            with planted.patches():
                run(seed, planted.profile, planted.filings)
        except Violation as violation:
            what = str(violation).partition("filings: ")[2][:70]
            record_property("planted", f"{planted.name:46} {what}")
            return
    pytest.fail(f"{planted.name}: nobody noticed")


@pytest.mark.skipif(FILINGS == SHORT, reason="the long run does it")
@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: one.name)
def test_without_its_bug_the_same_world_is_sound(planted: Planted) -> None:
    for seed in range(planted.seed, planted.seed + TRIES):
        run(seed, planted.profile, planted.filings)


def _lived(seeds: range) -> tuple[list[Report], list[str]]:
    """Run a world of each seed; one that breaks a promise does not hide another."""
    reports, broken = [], []
    for seed in seeds:
        try:
            reports.append(run(seed, swarm(seed), PER_WORLD))
        except (Violation, RuntimeError) as error:
            broken.append(str(error))
    return reports, broken


def _told(events: Counter[str]) -> str:
    """Return what happened, without the kinds of errors that kiosks saw."""
    told = {name: count for name, count in events.items() if not name.startswith("error")}
    return ", ".join(f"{name} {count}" for name, count in sorted(told.items()))
