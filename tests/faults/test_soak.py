"""A month of a kiosk: memory, log and descriptors stay what they were in its first days.

Kiosk and hub are processes apart, so what grows is the kiosk's own. KIOSK_SOAK_DAYS says how long.
"""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

import hub.assembly
from hub.services.tuf_keys import RoleKeys
from hub.services.tuf_repository import TufRepository
from kiosk.sync.clock import RELEASED_MS
from tests.faults.soak import DAY_MS, Weight
from tests.journals import ROOT
from tests.live_hub import Listening, listening

DAYS = int(os.environ.get("KIOSK_SOAK_DAYS", "3"))
LONG = DAYS >= 30
PASSES = 24 if LONG else 4
WARM_DAYS = 5 if LONG else 1
"""After so many days every cache is full."""
GROWTH = 0.05
MOST_WAL_BYTES = 4 * 1024 * 1024
"""Several times 200 pages, after which the log is written back, and the largest filing."""

pytestmark = pytest.mark.crash


class Town:
    """A hub whose clock is the days that have passed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now_ms = RELEASED_MS + DAY_MS
        self.hub: Listening

    def sign(self) -> None:
        """What `hub publish --refresh` does daily."""
        paths = self.hub.assembly.paths
        now = dt.datetime.fromtimestamp(self.now_ms / 1000, dt.UTC)
        tuf = TufRepository(paths.published / "tuf", RoleKeys(paths.keys), "341600", now)
        tuf.refresh()

    def soak(self, days: int, passes: int, bug: str = "") -> list[Weight]:
        """Let a kiosk live for days; return what it held at the end of each."""
        kiosk = self.folder / f"kiosk {bug}"
        kiosk.mkdir()
        words = [str(kiosk), self.hub.origin, self.hub.typed_token(), str(days), str(passes), bug]
        with subprocess.Popen(
            [sys.executable, "-m", "tests.faults.soak", *words],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdin is not None and process.stdout is not None
            weights = []
            for line in process.stdout:
                weights.append(msgspec.json.decode(line, type=Weight))
                self.now_ms += DAY_MS
                self.sign()
                process.stdin.write("\n")
                process.stdin.flush()
        assert process.returncode == 0 and len(weights) == days
        return weights


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    made = Town(tmp_path)
    monkeypatch.setattr(hub.assembly, "now_ms", lambda: made.now_ms)
    (tmp_path / "hub").mkdir()
    with listening(tmp_path / "hub") as made.hub:
        made.sign()
        yield made


def grown(weights: list[Weight]) -> list[str]:
    """Return what grew after the first days."""
    first, later = weights[WARM_DAYS - 1], weights[WARM_DAYS:]
    found = {
        "memory": any(one.rss_bytes > first.rss_bytes * (1 + GROWTH) for one in later),
        "log": any(one.wal_bytes > MOST_WAL_BYTES for one in weights),
        "descriptors": any(one.descriptors > first.descriptors for one in later),
        "threads": any(one.threads > first.threads for one in later),
        "what waits": any(one.waiting or one.failed for one in weights),
    }
    return [name for name, is_so in found.items() if is_so]


def test_nothing_grows(town: Town, report: Callable[[str], None]) -> None:
    weights = town.soak(DAYS, PASSES)
    first, last = weights[WARM_DAYS - 1], weights[-1]
    report(f"{DAYS} days: {first} … {last}, log at most {max(w.wal_bytes for w in weights)} bytes")
    assert not grown(weights), weights


@pytest.mark.parametrize(
    ("bug", "what"), [("descriptors", "descriptors"), ("memory", "memory"), ("reader", "log")]
)
@pytest.mark.skipif(not LONG, reason="the long run does it")
def test_what_is_kept_for_ever_is_found(town: Town, bug: str, what: str) -> None:
    assert what in grown(town.soak(WARM_DAYS + 12, 4, bug))
