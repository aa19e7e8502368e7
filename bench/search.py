"""Search over an invented province on every key: Chinese, initials, pinyin, everyday words.

Times are processor time of this process, for one query. A class of queries is as slow as the
slowest of its lengths, 1 to 6 characters. Usage: bench/search.py [--services N …]
"""

import argparse
import gc
import json
import multiprocessing
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path

from msgspec.json import Decoder
from search_peers import Ask, with_like, with_tantivy, with_trigrams
from timing import percentile, summary

from kiosk.domain.search import is_generic
from kiosk.domain.tokens import clean
from kiosk.store.catalog_connections import CatalogConnections
from kiosk.store.catalog_fill import fill
from kiosk.store.search_index import SqliteSearchIndex
from kiosk.wire.pack import PackLine
from kiosk.workshop.build import compile_starter
from kiosk.workshop.load import load
from kiosk.workshop.readings import readings
from kiosk.workshop.synth import synthesize

HERE = Path(__file__).resolve().parent
SEED = 20261121
LENGTHS = range(1, 7)
QUERIES = 200
"""Per class and length."""

GOALS_MS = {
    "Chinese": 5,
    "initials": 5,
    "full pinyin": 15,
    "everyday words": 5,
    "absent Chinese": 5,
    "absent pinyin": 15,
}
Row = dict[str, object]
Queries = dict[tuple[str, int], list[str]]


def timed(job: Callable[[], object]) -> float:
    """Return the processor seconds of a job."""
    start = time.process_time()
    job()
    return time.process_time() - start


def queries(names: list[str], everyday: list[str], chance: random.Random) -> Queries:
    """Return queries by class and length in characters; the first three hold what is there.

    Generic endings (登记, 证) are left out: they are no answer by design.
    """
    spoken = readings(["".join(set("".join(names)))])
    characters = sorted(spoken)

    def typed(part: str, letters: int | None) -> str:
        return "".join(spoken.get(char, (char,))[0][:letters] for char in part)

    found: Queries = {}
    for length in LENGTHS:
        parts: list[str] = []
        while len(parts) < QUERIES:
            name = chance.choice(names)
            start = chance.randrange(len(name) - length + 1)
            if not is_generic(name[start : start + length]):
                parts.append(name[start : start + length])
        strangers = ["".join(chance.choices(characters, k=length)) for _ in range(QUERIES)]
        found["Chinese", length] = parts
        found["initials", length] = [typed(part, 1) for part in parts]
        found["full pinyin", length] = [typed(part, None) for part in parts]
        found["everyday words", length] = [chance.choice(everyday) for _ in range(QUERIES)]
        if length > 1:  # a single character is never absent
            found["absent Chinese", length] = strangers
            found["absent pinyin", length] = [typed(part, None) for part in strangers]
    return found


def our_rows(index: SqliteSearchIndex, asked: Queries, figures: dict[str, object]) -> list[Row]:
    """Ask everything once; return a line per class, and how much of what is there was found."""
    missed = {kind: 0 for kind in ("Chinese", "initials", "full pinyin")}
    seconds: dict[str, list[list[float]]] = {}
    for (kind, length), some in asked.items():
        took = [timed(lambda query=query: index.search(query, 20)) for query in some]
        seconds.setdefault(kind, []).append(took)
        figures[f"{kind} {length}"] = summary(took)
        if kind in missed:
            missed[kind] += sum(not index.search(query, 20).results for query in some)
    rows = [row_of(f"search, {kind}", seconds[kind], "–", goal) for kind, goal in GOALS_MS.items()]
    true_parts = QUERIES * len(LENGTHS)
    shares = {kind: 1 - count / true_parts for kind, count in missed.items()}
    rows.append(
        {
            "what": "parts of titles that are found by " + ", ".join(shares),
            "measured": ", ".join(f"{share * 100:.1f} %" for share in shares.values()),
            "peer": "LIKE scan 100 %, Chinese only",
            "goal": "≥ 99 %",
            "holds": min(shares.values()) >= 0.99,
        }
    )
    return rows


def row_of(what: str, by_length: Iterable[list[float]], peer: str, goal_ms: float) -> Row:
    """Return the line of one class: the slowest of its lengths."""
    p50, p99 = (max(percentile(s, share) * 1000 for s in by_length) for share in (0.5, 0.99))
    return {
        "what": what,
        "measured": f"p50 {p50:.2f} ms, p99 {p99:.1f} ms",
        "peer": peer,
        "goal": f"p99 < {goal_ms:g} ms",
        "holds": p99 < goal_ms,
    }


def peer_rows(
    index: SqliteSearchIndex, peers: Mapping[str, Ask], asked: Queries, figures: dict[str, object]
) -> list[Row]:
    """Ask ours and the peers in turn, in Chinese of each length; return a line per length."""
    jobs: dict[str, Callable[[str], object]] = {"ours": lambda q: index.search(q, 20), **peers}
    rows = []
    for length in LENGTHS:
        seconds: dict[str, list[float]] = {name: [] for name in jobs}
        for query in asked["Chinese", length]:
            for name, job in jobs.items():
                seconds[name].append(timed(lambda job=job, query=query: job(query)))
        figures[f"peers {length}"] = {name: summary(took) for name, took in seconds.items()}
        if length < 3:
            del seconds["FTS5 trigram bm25"]  # finds nothing
        rows.append(
            {
                "what": f"Chinese, length {length}, p50 / p99",
                "measured": _both(seconds["ours"]),
                "peer": ", ".join(f"{n} {_both(t)}" for n, t in seconds.items() if n != "ours"),
                "goal": "p99 < LIKE and tantivy",
                "holds": all(
                    percentile(seconds["ours"], 0.99) < percentile(seconds[name], 0.99)
                    for name in ("LIKE scan", "tantivy")
                ),
            }
        )
    return rows


def _both(seconds: list[float]) -> str:
    """Return the median and the 99th percentile as text."""
    p50, p99 = (percentile(seconds, share) * 1000 for share in (0.5, 0.99))
    return f"{p50:.2f} / {p99:.2f} ms"


def anonymous_mb() -> float:
    """Return the memory of this process that is not a mapped file."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon"))


def growth_mb(path: Path, some: list[str]) -> float:
    """Return how much a process grows that opens the index and answers queries."""
    before = anonymous_mb()
    index = SqliteSearchIndex(CatalogConnections(path))
    for query in some:
        index.search(query, 20)
    return anonymous_mb() - before


def built(path: Path, lines: bytes, count: int) -> Row:
    """Build the catalogue of a kiosk from the lines of a starter; return the line about it."""
    documents = Decoder(PackLine).decode_lines(lines)
    goal = max(2, 60 * count / 400_000)
    seconds = timed(lambda: fill(path, documents, HERE.parent / "db" / "kiosk"))
    size_mb = path.stat().st_size / 1e6
    with closing(sqlite3.connect(path)) as connection:
        sql = "SELECT sum(length(block)) FROM search_key_data"
        index_mb = connection.execute(sql).fetchone()[0] / 1e6
        sql = "SELECT sum(length(word) + length(hits)) FROM search_top"
        stored_mb = (connection.execute(sql).fetchone()[0] or 0) / 1e6
    return {
        "what": "catalogue with its search, built from a starter",
        "measured": f"{seconds:.1f} s, {size_mb:.0f} MB; of them tokens {index_mb:.0f} MB, "
        f"stored answers {stored_mb:.0f} MB",
        "peer": "–",
        "goal": f"≤ {goal:g} s (60 s for 400,000)",
        "holds": seconds <= goal,
    }


def province(count: int) -> tuple[bytes, list[str], list[str]]:
    """Return the lines of an invented province, its titles and its everyday words."""
    base = load(HERE.parent / "db" / "catalog", HERE.parent / "db" / "divisions.csv")
    made = synthesize(base, count, SEED)
    own = made.of("service").keys() - base.of("service").keys()
    names = [clean(made.service(key).name[0].value) for key in sorted(own)]
    return compile_starter(made).lines, names, list(base.synonyms)


def rows_of(count: int, figures: dict[str, object]) -> list[Row]:
    """Build a province of so many services, ask it and the peers, and return the lines."""
    chance = random.Random(SEED)  # noqa: S311  not a secret
    lines, names, everyday = province(count)
    gc.freeze()
    path = Path(tempfile.mkdtemp(prefix="bench-")) / "catalog.db"
    rows = [built(path, lines, count)]
    del lines
    asked = queries(names, everyday, chance)
    flat = [query for some in asked.values() for query in some]
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as other:
        grown = other.submit(growth_mb, path, flat[:: len(flat) // 500]).result()
    peers = {
        "LIKE scan": with_like(names),
        "FTS5 trigram bm25": with_trigrams(names),
        "tantivy": with_tantivy(names),
    }
    index = SqliteSearchIndex(CatalogConnections(path))
    index.search("身份证", 20)
    gc.collect()
    gc.freeze()
    rows += our_rows(index, asked, figures)
    letters = [query[:end] for query in asked["full pinyin", 6] for end in (1, 2, 4)]
    took = [timed(lambda query=query: index.words(query, 6)) for query in letters]
    rows.append(row_of("words for the letter pad", [took], "–", 5))
    rows += peer_rows(index, peers, asked, figures)
    rows.append(
        {
            "what": "memory that searching takes, the mapped file apart",
            "measured": f"{grown:.0f} MB",
            "peer": "–",
            "goal": "≤ 30 MB",
            "holds": grown <= 30,
        }
    )
    return [{**row, "what": f"{count:,} services: {row['what']}"} for row in rows]


def main(counts: list[int]) -> None:
    """Measure each size and print one JSON line."""
    figures: dict[str, dict[str, object]] = {f"{count} services": {} for count in counts}
    rows = [row for count in counts for row in rows_of(count, figures[f"{count} services"])]
    print(json.dumps({"bench": "search", "figures": figures, "rows": rows}, ensure_ascii=False))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--services", type=int, nargs="+", default=[2_000, 400_000])
    main(parser.parse_args().services)
