"""Tap to the next screen painted and memory, on the shipped catalogue and on an invented province.

The demonstration visit with a search in letters. Two kiosks stand side by side, each in a process
of its own, and play one visit in turn, so that a slow moment of the machine hits both.
Usage: bench/scale.py [--services N]
"""

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
from msgspec.structs import replace
from played import a_stage, demo
from taps import Watch
from timing import percentile

from kiosk.domain.hours import CHINA
from kiosk.files import bundled
from kiosk.store.catalog_intake import CatalogIntake
from kiosk.ui.script import Script, Tap

HERE = Path(__file__).resolve().parent
SEED = 20261121
VISITS = 24
PARTS = 4
"""The visits are cut into so many parts to tell the spread of the percentiles."""

WORDS = ("sfz", "shenfen", "yanglao")


def visit() -> Script:
    """Return the demonstration visit, with a search in letters before its first choice."""
    script = demo()
    begin = next(at for at, step in enumerate(script.steps) if isinstance(step, Tap)) + 1
    targets: list[str] = []
    for word in WORDS:
        targets += ["home.find", *(f"search.key.{letter}" for letter in word), "shell.home"]
    typed = tuple(Tap(line=0, target=target) for target in targets)
    return replace(script, steps=(*script.steps[:begin], *typed, *script.steps[begin:]))


def play(folder: str) -> None:
    """Play one visit for every line of the input; print its seconds and the resident size."""
    shell, stage = a_stage(Path(folder) if folder else None)
    watch = Watch(stage, Path(tempfile.mkdtemp()))
    script = visit()
    for _ in sys.stdin:
        watch.samples.clear()
        played = watch.play(script)
        if played.failure:
            raise SystemExit(played.failure.message)
        mb = psutil.Process().memory_info().rss / 1e6
        result = {"seconds": [second for second, _ in watch.samples], "mb": mb}
        print(json.dumps(result), flush=True)
    shell.close()


class Player:
    """A kiosk in a process of its own.

    Args:
        folder: its data folder; empty for a new one, which gets the shipped catalogue.
    """

    def __init__(self, folder: str) -> None:
        job = [sys.executable, __file__, "--play", folder]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(job, stdin=pipe, stdout=pipe, cwd=HERE.parent, text=True)
        self.visits: list[list[float]] = []
        self.mb = 0.0

    def play(self) -> None:
        """Play one visit and keep what was measured."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("a process without pipes")
        print("visit", file=self._process.stdin, flush=True)
        result = json.loads(self._process.stdout.readline())
        self.visits.append(result["seconds"])
        self.mb = max(self.mb, result["mb"])

    def close(self) -> None:
        """End the kiosk."""
        self._process.communicate()

    def percentiles(self, share: float) -> list[float]:
        """Return a percentile in ms of all taps, then those of each part of the visits."""
        warm = self.visits[1:]
        size = len(warm) // PARTS
        parts = [warm, *(warm[at * size : (at + 1) * size] for at in range(PARTS))]
        return [percentile([s for one in part for s in one], share) * 1000 for part in parts]


def province(count: int, folder: Path) -> None:
    """Make a data folder with an invented province, taken in as a kiosk does."""
    from kiosk.workshop.build import compile_starter, write_starter  # not in a kiosk's memory
    from kiosk.workshop.load import load
    from kiosk.workshop.synth import synthesize

    base = load(HERE.parent / "db" / "catalog", HERE.parent / "db" / "divisions.csv")
    write_starter(compile_starter(synthesize(base, count, SEED)), folder / "starter")
    intake = CatalogIntake(folder, folder / "starter", bundled("db", "kiosk"))
    intake.ensure(dt.datetime.now(CHINA))


def main(count: int, ready: Path | None) -> None:
    """Measure both in turn and print one JSON line; `ready` is a data folder made before."""
    folder = ready or Path(tempfile.mkdtemp(prefix="bench-"))
    if ready is None:
        made = [sys.executable, __file__, "--services", str(count), "--make", str(folder)]
        subprocess.run(made, check=True, cwd=HERE.parent)
    players = {"shipped": Player(""), "province": Player(str(folder))}
    for _ in range(VISITS + 1):
        for player in players.values():
            player.play()
    for player in players.values():
        player.close()
    print(json.dumps(report(count, players), ensure_ascii=False))


def report(count: int, players: dict[str, Player]) -> dict[str, object]:
    """Return the lines about both."""
    p50, p99 = ({n: p.percentiles(share) for n, p in players.items()} for share in (0.5, 0.99))
    said = {n: f"{_spread(p50[n])} / {_spread(p99[n])} ms" for n in players}
    large_mb, small_mb = players["province"].mb, players["shipped"].mb
    rows = [
        {
            "what": f"tap to the next screen painted, {count:,} services, p50 / p99 (of parts)",
            "measured": said["province"],
            "peer": f"shipped catalogue {said['shipped']}",
            "goal": "no difference (≤ 1.1×)",
            "holds": p50["province"][0] <= 1.1 * p50["shipped"][0]
            and p99["province"][0] <= 1.1 * p99["shipped"][0],
        },
        {
            "what": f"resident size of a kiosk, {count:,} services",
            "measured": f"{large_mb:.0f} MB",
            "peer": f"shipped catalogue {small_mb:.0f} MB",
            "goal": "≤ 200 MB",
            "holds": large_mb <= 200,
        },
    ]
    first = {n: sum(p.visits[0]) for n, p in players.items()}
    figures = {"p50_ms": p50, "p99_ms": p99, "first_visit_s": first}
    return {"bench": "scale", "figures": figures, "rows": rows}


def _spread(found: list[float]) -> str:
    """Return a percentile of all taps with the least and the most of its parts."""
    return f"{found[0]:.1f} ({min(found[1:]):.1f}–{max(found[1:]):.1f})"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--services", type=int, default=400_000)
    parser.add_argument("--ready", type=Path, help="a data folder of catalog synth")
    parser.add_argument("--play")
    parser.add_argument("--make", type=Path)
    asked = parser.parse_args()
    if asked.make:
        province(asked.services, asked.make)
    elif asked.play is not None:
        play(asked.play)
    else:
        main(asked.services, asked.ready)
