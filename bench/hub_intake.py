"""Taking deliveries in, against a loop that only verifies and inserts the same.

Usage: bench/hub_intake.py [KIOSKS] [ENTRIES]   (entries per kiosk, one in ten a filing). Both sides
run in the same number of processes, on SQLite and on PostgreSQL, in turn, each from an empty
database; the median over the rounds counts, by the clock and by the CPU time of the processes. The
hub does all that a request costs but HTTP: its signature, decompression, hashes, headers, chain,
transaction, signed acknowledgement.
"""

import json
import multiprocessing
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import create_engine, make_url, select, text

from hub.assembly import HubAssembly, found
from hub.config import HubConfig
from hub.store.tables import body, entry, filing, hub_outbox, metadata, status_event
from kiosk.sealing.suites import SUITES
from tests.fleets import BatchPlan, Fleet, add_fleet, make_fleet

PROCESSES, ROUNDS, BATCH = 2, 5, 50
WARM = 4
"""Batches of each process before the clock starts: connections, statements, pages of the file."""
ORIGIN = "http://hub.bench"
TABLES = (entry, body, filing, status_event, hub_outbox)
Rows = dict[str, list[dict[str, Any]]]


def hub_side(data: str, url: str, plans: list[BatchPlan], barrier: Any, out: Any) -> None:
    """Take every batch in, as a worker does."""
    hub = HubAssembly(Path(data), HubConfig(origin=ORIGIN, database=url, requests_per_minute=10**9))
    parts = hub.edge()
    barrier.wait()
    for number, plan in enumerate(plans):
        if number == WARM:
            barrier.wait()
            began, used = time.perf_counter(), time.process_time()
        known = parts.access.caller("POST", "/v1/journal", plan.packed, plan.headers, 1)
        outcome = parts.intake.deliver(known.with_own_key(), plan.packed)
        if outcome.http_status != 200:
            raise SystemExit("a delivery was refused")
    out.put((began, time.perf_counter(), time.process_time() - used))
    hub.engine.dispose()


def bare_side(
    target: str, plans: list[BatchPlan], rows: list[Rows], barrier: Any, out: Any
) -> None:
    """Verify the same signatures and insert the same rows with the bare driver."""
    write, close = _postgres(target) if target.startswith("postgresql") else _sqlite(target)
    verify = SUITES[1].verify
    barrier.wait()
    for number, (plan, mine) in enumerate(zip(plans, rows, strict=True)):
        if number == WARM:
            barrier.wait()
            began, used = time.perf_counter(), time.process_time()
        for key, sig, signed in plan.signatures:
            if not verify(key, sig, signed):
                raise SystemExit("a signature was wrong")
        write(mine, plan)
    out.put((began, time.perf_counter(), time.process_time() - used))
    close()


def _statements(mark: str) -> dict[str, str]:
    found = {}
    for table in TABLES:
        names = [column.name for column in table.columns if column.name not in ("id", "done_at")]
        marks = ", ".join(mark.format(name) for name in names)
        found[table.name] = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
    return found


def _sqlite(path: str) -> tuple[Callable[[Rows, BatchPlan], None], Callable[[], None]]:
    db = sqlite3.connect(path, isolation_level=None, timeout=60)
    db.execute("PRAGMA synchronous = full")
    statements = _statements(":{}")

    def write(rows: Rows, plan: BatchPlan) -> None:
        db.execute("BEGIN IMMEDIATE")
        for name, statement in statements.items():
            db.executemany(statement, rows[name])
        db.execute(
            "UPDATE kiosk SET through = ?, head = ? WHERE kiosk_no = ?",
            (plan.through, plan.head, plan.kiosk_no),
        )
        db.execute("COMMIT")

    return write, db.close


def _postgres(url: str) -> tuple[Callable[[Rows, BatchPlan], None], Callable[[], None]]:
    import psycopg

    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    db = psycopg.connect(plain)
    statements = _statements("%({})s")

    def write(rows: Rows, plan: BatchPlan) -> None:
        with db.cursor() as cursor:
            for name, statement in statements.items():
                if rows[name]:
                    cursor.executemany(statement, rows[name])
            cursor.execute(
                "UPDATE kiosk SET through = %s, head = %s WHERE kiosk_no = %s",
                (plan.through, plan.head, plan.kiosk_no),
            )
        db.commit()

    return write, db.close


def together(target: Callable[..., None], jobs: list[tuple[Any, ...]]) -> tuple[float, float]:
    """Run one process per job; return seconds from the first start to the last end, and of CPU."""
    spawn = multiprocessing.get_context("spawn")
    barrier, out = spawn.Barrier(len(jobs)), spawn.Queue()
    processes = [spawn.Process(target=target, args=(*job, barrier, out)) for job in jobs]
    for process in processes:
        process.start()
    times = [out.get(timeout=600) for _ in jobs]
    for process in processes:
        process.join()
    return max(end for _, end, _ in times) - min(begin for begin, _, _ in times), sum(
        cpu for _, _, cpu in times
    )


def fresh(folder: Path, url: str, fleet: Fleet) -> HubAssembly:
    """Return a new hub that knows the fleet and has nothing of it yet."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    if url:
        engine = create_engine(url)
        with engine.begin() as db:
            metadata.drop_all(db)
            db.execute(text("DROP TABLE IF EXISTS alembic_version"))
        engine.dispose()
    hub = found(folder, HubConfig(origin=ORIGIN, database=url))
    add_fleet(hub.engine, fleet)
    return hub


def rows_of(hub: HubAssembly, plans: list[BatchPlan]) -> list[Rows]:
    """Return what the hub inserted for each batch."""
    with hub.engine.connect() as db:
        read = {t.name: [dict(r) for r in db.execute(select(t)).mappings()] for t in TABLES}
    by_key: dict[str, dict[Any, dict[str, Any]]] = {
        "entry": {(r["kiosk_no"], r["seq"]): r for r in read["entry"]},
        "filing": {(r["kiosk_no"], r["seq"]): r for r in read["filing"]},
        "body": {bytes(r["sha256"]): r for r in read["body"]},
        "status_event": {r["receipt"]: r for r in read["status_event"]},
        "hub_outbox": {r["ref"]: r for r in read["hub_outbox"]},
    }
    found = []
    for plan in plans:
        keys = [(plan.kiosk_no, seq) for seq in plan.seqs]
        filings = [by_key["filing"][key] for key in keys if key in by_key["filing"]]
        receipts = [row["receipt"] for row in filings]
        found.append(
            {
                "entry": [by_key["entry"][key] for key in keys],
                "body": [by_key["body"][digest] for digest in plan.bodies],
                "filing": filings,
                "status_event": [by_key["status_event"][receipt] for receipt in receipts],
                "hub_outbox": [by_key["hub_outbox"][receipt] for receipt in receipts],
            }
        )
    return found


def measure(name: str, url: str, fleet: Fleet, folder: Path) -> dict[str, object]:
    shares = [list(fleet.plans[number::PROCESSES]) for number in range(PROCESSES)]
    taken: dict[str, list[tuple[float, float]]] = {"hub": [], "bare": []}
    rows: list[list[Rows]] = []
    for _ in range(ROUNDS):
        hub = fresh(folder, url, fleet)
        taken["hub"].append(together(hub_side, [(str(folder), url, share) for share in shares]))
        rows = rows or [rows_of(hub, share) for share in shares]
        hub.engine.dispose()
        hub = fresh(folder, url, fleet)
        target = url or str(folder / "hub.db")
        jobs = [(target, share, mine) for share, mine in zip(shares, rows, strict=True)]
        taken["bare"].append(together(bare_side, jobs))
        hub.engine.dispose()
    turns = list(zip(taken["hub"], taken["bare"], strict=True))
    ratio = median(bare[0] / hub[0] for hub, bare in turns)
    cpu = median(bare[1] / hub[1] for hub, bare in turns)
    timed = fleet.entries - PROCESSES * WARM * BATCH
    rate = {side: timed / median(t for t, _ in times) for side, times in taken.items()}
    return {
        "what": f"hub intake on {name}, {PROCESSES} processes, {fleet.entries} entries in "
        f"batches of {BATCH}",
        "measured": f"{rate['hub']:,.0f} entries/s, {100 * ratio:.0f} % ({100 * cpu:.0f} % by CPU)",
        "peer": f"verifying and inserting alone {rate['bare']:,.0f} entries/s",
        "goal": "≥ 50 %",
        "holds": min(ratio, cpu) >= 0.5,
    }


@contextmanager
def postgres_url() -> Iterator[str]:
    import pgserver

    folder = Path(tempfile.mkdtemp(prefix="bench-pg-"))
    folder.chmod(0o755)
    server = pgserver.get_server(folder / "data", cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    yield url.render_as_string(hide_password=False)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def main(kiosks: int = 20, entries: int = 200) -> None:
    fleet = make_fleet(kiosks, entries, BATCH, ORIGIN)
    with tempfile.TemporaryDirectory() as place, postgres_url() as url:
        folder = Path(place) / "hub"
        rows = [measure("SQLite", "", fleet, folder), measure("PostgreSQL", url, fleet, folder)]
    print(json.dumps({"rows": rows}, ensure_ascii=False))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
