"""Taking a published province in: seconds, memory, a reader's waits meanwhile; size of deltas.

A province of 400,000 invented services is one shard. It is taken whole, then by a delta of 1,000
changed documents, while a reader asks the catalogue in use every few milliseconds. The same reader
on an idle machine says what is the machine's own. Usage: bench/apply.py [--services N]
[--starter FOLDER: a starter made before]
"""

import argparse
import datetime as dt
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import zstandard
from msgspec import Raw
from timing import percentile
from watched import SEED, Watched

from kiosk.files import bundled
from kiosk.ports.packs import ShardPack, Snapshot, Taken
from kiosk.store.catalog_intake import CatalogIntake
from kiosk.store.starter import Starter
from kiosk.wire.shard import Op, PackHead, Put, ShardDigest, pack_lines

HERE = Path(__file__).resolve().parent
CODE = "341600000000"
CHANGED = 1_000
LEVEL = 19
GOALS = {"seconds": 90.0, "block_ms": 20.0, "mb": 300.0, "ratio": 1.2}
Docs = dict[str, bytes]
Row = dict[str, object]


def documents(starter: Path) -> Docs:
    """Return the documents of a starter by `kind/id`, in the order of a pack."""
    lines = Starter(starter).lines()
    docs = {f"{line.kind}/{line.id}": bytes(line.doc) for line in lines}
    return dict(sorted(docs.items(), key=lambda item: item[0].encode()))


def digest_of(docs: Docs) -> str:
    """Return the digest of a shard."""
    digest = ShardDigest()
    for name, doc in docs.items():
        digest.add(name, hashlib.sha256(doc).digest())
    return digest.hex()


def packed(folder: Path, head: PackHead, docs: Docs, level: int) -> Path:
    """Write a pack and return its file."""

    def ops() -> Iterator[Op]:
        for name, doc in docs.items():
            yield Put(id=name, row_version=head.version, doc=Raw(doc))

    path = folder / f"{head.base}-{head.version}.zst"
    size = sum(map(len, pack_lines(head, ops())))
    compressor = zstandard.ZstdCompressor(level=level)
    with path.open("wb") as file, compressor.stream_writer(file, size=size) as stream:
        for line in pack_lines(head, ops()):
            stream.write(line)
    return path


def changed(docs: Docs, count: int) -> Docs:
    """Return documents with another text in each of so many services."""
    chance = random.Random(SEED)  # noqa: S311  not a secret
    services = [name for name in docs if name.startswith("service/")]
    new = {}
    for name in sorted(chance.sample(services, min(count, len(services))), key=str.encode):
        document = json.loads(docs[name])
        document["plain"] = f"{document.get('plain') or '办事'}{chance.randrange(1000)}"
        new[name] = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return new


def ratio_rows(docs: Docs, folder: Path) -> list[Row]:
    """Compare deltas with the bare changed rows, both by zstd-19."""
    rows: list[Row] = []
    for count in (30, 1_000, 4_000):
        new = changed(docs, count)
        head = PackHead(format=1, code=CODE, base=1, version=2)
        delta = packed(folder, head, new, LEVEL).stat().st_size
        bare = len(zstandard.ZstdCompressor(level=LEVEL).compress(b"\n".join(new.values())))
        ratio = delta / bare
        rows.append(
            {
                "what": f"delta of {len(new):,} changed documents",
                "measured": f"{delta / 1000:.1f} kB, {delta / len(new):.0f} B each ({ratio:.2f}×)",
                "peer": f"zstd-19 of the changed rows {bare / 1000:.1f} kB",
                "goal": f"≤ {GOALS['ratio']}×",
                "holds": ratio <= GOALS["ratio"],
            }
        )
    return rows


def processor_s() -> float:
    """Return the processor seconds of processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def applied(
    intake: CatalogIntake, shard: ShardPack, edition: str
) -> tuple[tuple[float, float], Watched]:
    """Take a shard; return seconds by the clock and of the processor, and what a reader saw."""
    with Watched(intake.path) as watched:
        began, used = time.perf_counter(), processor_s()
        found = intake.take(Snapshot(edition=edition, shards=(shard,)), dt.datetime.now(dt.UTC))
        seconds = time.perf_counter() - began, processor_s() - used
    if not isinstance(found, Taken):
        raise SystemExit("the shard did not come out right")
    return seconds, watched


def measured(what: str, seconds: tuple[float, float], watched: Watched, idle: Watched) -> list[Row]:
    """Return the lines of one application."""
    longest, own = watched.longest(), idle.longest()
    p99 = percentile([wait.ms for wait in watched.waits], 0.99)
    return [
        {
            "what": f"{what}, taken in",
            "measured": f"{seconds[0]:.1f} s, of the processor {seconds[1]:.1f} s",
            "peer": "–",
            "goal": f"≤ {GOALS['seconds']:g} s",
            "holds": seconds[0] <= GOALS["seconds"],
        },
        {
            "what": f"{what}: longest answer to a reader meanwhile, of {len(watched.waits)}",
            "measured": f"{longest.ms:.1f} ms, {longest.off_ms:.1f} ms of it without a core "
            f"(p99 {p99:.1f} ms)",
            "peer": f"the same reader on its own {own.ms:.1f} ms",
            "goal": f"≤ {GOALS['block_ms']:g} ms",
            "holds": longest.ms <= GOALS["block_ms"],
        },
        {
            "what": f"{what}: memory, mapped files apart",
            "measured": f"{watched.peak_mb:.0f} MB; of them the process that builds "
            f"{watched.child_mb:.0f} MB",
            "peer": "–",
            "goal": f"≤ {GOALS['mb']:g} MB",
            "holds": watched.peak_mb <= GOALS["mb"],
        },
    ]


def take(folder: Path) -> None:
    """Take in what `main` laid ready and print the lines: in a process that holds nothing else."""
    plan = json.loads((folder / "plan.json").read_text("utf-8"))
    data = folder / "data"
    data.mkdir(exist_ok=True)
    intake = CatalogIntake(data, HERE.parent / "build" / "starter", bundled("db", "kiosk"))
    intake.ensure(dt.datetime.now(dt.UTC))
    rows: list[Row] = []
    for step in plan:
        with Watched(intake.path) as idle:
            time.sleep(10)
        shard = ShardPack(
            code=CODE,
            version=step["version"],
            digest=step["digest"],
            base=step["base"],
            file=Path(step["file"]),
        )
        seconds, watched = applied(intake, shard, str(1_000 + step["version"]))
        rows += measured(step["what"], seconds, watched, idle)
        print(json.dumps(rows, ensure_ascii=False), file=sys.stderr, flush=True)
    print(json.dumps(rows, ensure_ascii=False))


def main(count: int, starter: Path | None) -> None:
    """Lay packs ready, take them in in a process of its own, and print one JSON line."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    docs = documents(starter or province(count, folder / "starter"))
    new = changed(docs, CHANGED)
    after = {**docs, **new}
    whole = PackHead(format=1, code=CODE, base=0, version=1)
    delta = PackHead(format=1, code=CODE, base=1, version=2)
    plan = [
        {
            "what": f"shard of {len(docs):,} documents",
            "version": 1,
            "base": 0,
            "digest": digest_of(docs),
            "file": str(packed(folder, whole, docs, 9)),
        },
        {
            "what": f"delta of {len(new):,} documents on it",
            "version": 2,
            "base": 1,
            "digest": digest_of(after),
            "file": str(packed(folder, delta, new, LEVEL)),
        },
    ]
    (folder / "plan.json").write_text(json.dumps(plan), "utf-8")
    (folder / "ratio").mkdir()
    rows = ratio_rows(docs, folder / "ratio")
    del docs, after
    job = [sys.executable, __file__, "--take", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    done = subprocess.run(job, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    rows = json.loads(done.stdout.splitlines()[-1]) + rows
    print(json.dumps({"bench": "apply", "figures": {}, "rows": rows}, ensure_ascii=False))


def province(count: int, folder: Path) -> Path:
    """Write the starter of an invented province."""
    from kiosk.workshop.build import compile_starter, write_starter
    from kiosk.workshop.load import load
    from kiosk.workshop.synth import synthesize

    base = load(HERE.parent / "db" / "catalog", HERE.parent / "db" / "divisions.csv")
    write_starter(compile_starter(synthesize(base, count, SEED)), folder)
    return folder


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--services", type=int, default=400_000)
    parser.add_argument("--starter", type=Path)
    parser.add_argument("--take", type=Path)
    given = parser.parse_args()
    if given.take:
        take(given.take)
    else:
        main(given.services, given.starter)
