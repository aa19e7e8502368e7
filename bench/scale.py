"""Tap to the next screen painted and memory, on the shipped catalogue and on an invented province.

The demonstration visit with a search in letters, played on both in turn, each in a process of its
own. Usage: bench/scale.py [--services N]
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
ROUNDS = 2
VISITS = 5
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
    """Play on one data folder and print seconds of all touches and the resident size."""
    shell, stage = a_stage(Path(folder) if folder else None)
    watch = Watch(stage, Path(tempfile.mkdtemp()))
    script = visit()
    for number in range(VISITS + 1):
        played = watch.play(script)
        if played.failure:
            raise SystemExit(played.failure.message)
        if number == 0:
            watch.samples.clear()
    mb = psutil.Process().memory_info().rss / 1e6
    print(json.dumps({"seconds": [second for second, _ in watch.samples], "mb": mb}))
    shell.close()


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
    names = {"shipped": "", "province": str(folder)}
    seconds: dict[str, list[float]] = {name: [] for name in names}
    sizes: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name, place in names.items():
            job = [sys.executable, __file__, "--play", place]
            done = subprocess.run(job, check=True, capture_output=True, cwd=HERE.parent, text=True)
            result = json.loads(done.stdout.splitlines()[-1])
            seconds[name] += result["seconds"]
            sizes[name].append(result["mb"])
    p50, p99 = ({n: percentile(s, q) * 1000 for n, s in seconds.items()} for q in (0.5, 0.99))
    large_mb, small_mb = max(sizes["province"]), max(sizes["shipped"])
    rows = [
        {
            "what": f"tap to the next screen painted, {count:,} services, p50 / p99",
            "measured": f"{p50['province']:.1f} / {p99['province']:.1f} ms",
            "peer": f"shipped catalogue {p50['shipped']:.1f} / {p99['shipped']:.1f} ms",
            "goal": "no difference (≤ 1.1×)",
            "holds": p50["province"] <= 1.1 * p50["shipped"]
            and p99["province"] <= 1.1 * p99["shipped"],
        },
        {
            "what": f"resident size of a kiosk, {count:,} services",
            "measured": f"{large_mb:.0f} MB",
            "peer": f"shipped catalogue {small_mb:.0f} MB",
            "goal": "≤ 200 MB",
            "holds": large_mb <= 200,
        },
    ]
    figures = {"p50_ms": p50, "p99_ms": p99, "mb": sizes, "taps": len(seconds["shipped"])}
    print(json.dumps({"bench": "scale", "figures": figures, "rows": rows}, ensure_ascii=False))


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
