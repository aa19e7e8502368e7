"""All kiosks of a city come back at once; and what one pass costs as the fleet grows.

Usage: bench/sync_storm.py [KIOSKS] [BACKLOG]   (the whole city: 1200 200). A hub with two workers
listens on the loopback; clients send signed deliveries over HTTP until nothing is left. The cost of
a pass is counted on hubs that know 1,200, 12,000 and 120,000 kiosks, for the same 100 of them.
"""

import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import urllib3
from sqlalchemy import event

from hub.assembly import HubAssembly, found
from hub.config import HubConfig
from hub.store.database import writing
from hub.store.tables import kiosk
from tests.faults.served import ServedHub, found_hub
from tests.fleets import SITE, BatchPlan, Fleet, add_fleet, make_fleet

WORKERS, CLIENTS, BATCH, GOAL_S = 2, 8, 50, 300
FLEETS, ASKED = (1_200, 12_000, 120_000), 100


def drain(kiosks: int, backlog: int) -> dict[str, object]:
    """Deliver the backlog of a city over HTTP."""
    with tempfile.TemporaryDirectory() as place:
        hub = found_hub(Path(place))
        fleet = make_fleet(kiosks, backlog, BATCH, hub.origin)
        add_fleet(hub.assembly.engine, fleet)
        served = ServedHub(hub, WORKERS)
        try:
            seconds = _send(hub.origin, fleet)
        finally:
            served.close()
        stored = hub.assembly.counts().entries
        hub.assembly.engine.dispose()
    if stored != fleet.entries:
        raise SystemExit(f"{stored} of {fleet.entries} entries arrived")
    whole = seconds * 240_000 / fleet.entries
    return {
        "what": f"{kiosks} kiosks × {backlog} entries over HTTP, clients on the same 2 cores",
        "measured": f"{seconds:.0f} s, {fleet.entries / seconds:,.0f} entries/s; "
        f"1,200 × 200 would take {whole:.0f} s",
        "peer": "–",
        "goal": f"1,200 × 200 in ≤ {GOAL_S} s",
        "holds": whole <= GOAL_S,
    }


def _send(origin: str, fleet: Fleet) -> float:
    pool = urllib3.PoolManager(num_pools=1, maxsize=CLIENTS, retries=False)
    shares: list[list[BatchPlan]] = [[] for _ in range(CLIENTS)]
    for plan in fleet.plans:  # a kiosk's deliveries stay in order, with one client
        shares[plan.kiosk_no % CLIENTS].append(plan)
    failed: list[int] = []

    def client(plans: list[BatchPlan]) -> None:
        for plan in plans:
            answer = pool.request(
                "POST", f"{origin}/v1/journal", body=plan.packed, headers=dict(plan.headers)
            )
            if answer.status != 200:
                failed.append(answer.status)

    threads = [threading.Thread(target=client, args=(share,)) for share in shares]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit(f"{len(failed)} deliveries failed: {set(failed)}")
    return time.perf_counter() - began


class Counting:
    """Counts statements and the rows that they bring."""

    def __init__(self, hub: HubAssembly) -> None:
        self.statements = 0
        self.rows = 0
        event.listen(hub.engine, "before_cursor_execute", self._count)
        event.listen(hub.engine, "connect", self._rows)

    def _count(self, *_: Any) -> None:
        self.statements += 1

    def _rows(self, connection: Any, _record: object) -> None:
        def counted(_cursor: object, row: tuple[object, ...]) -> tuple[object, ...]:
            self.rows += 1
            return row

        connection.row_factory = counted


def cost(size: int) -> dict[str, float]:
    """Return CPU ms (of the tenth least disturbed), statements and rows of a pass."""
    with tempfile.TemporaryDirectory() as place:
        hub = found(Path(place), HubConfig(origin="http://hub.bench", requests_per_minute=10**9))
        fleet = make_fleet(ASKED, 6, 3, "http://hub.bench")
        add_fleet(hub.engine, fleet)
        _crowd(hub, size - ASKED)
        counting, parts = Counting(hub), hub.edge()
        hub.engine.dispose()  # connect anew, counted
        first, rest = fleet.plans[:ASKED], fleet.plans[ASKED:]
        for plan in first:
            _pass(parts, plan)
        counting.statements = counting.rows = 0
        used = []
        for plan in rest:
            began = time.process_time()
            _pass(parts, plan)
            used.append(time.process_time() - began)
        hub.engine.dispose()
    used.sort()
    return {
        "cpu_ms": 1000 * used[len(used) // 10],
        "statements": counting.statements / ASKED,
        "rows": counting.rows / ASKED,
    }


def _pass(parts: Any, plan: BatchPlan) -> None:
    """Deliver a few entries, then look at the feed: what a kiosk does in a pass."""
    caller = parts.access.caller("POST", "/v1/journal", plan.packed, plan.headers, 1)
    parts.intake.deliver(caller, plan.packed)
    parts.status.page(caller, 0)
    parts.status.highs(frozenset([caller.kiosk_no]))


def _crowd(hub: HubAssembly, number: int) -> None:
    """Add kiosks that are only there."""
    for rows in _batched(number):
        with writing(hub.engine) as db:
            db.execute(kiosk.insert(), rows)


def _batched(number: int) -> Iterator[list[dict[str, object]]]:
    whole: dict[str, object] = {"site_id": SITE, "suite": 1, "status": "active", "through": 0}
    whole |= {"head": bytes(32), "feed_high": 0, "enrolled_at": 1, "answer": b""}
    for start in range(0, number, 5_000):
        yield [
            whole | {"kiosk_no": 1_000_000 + n, "pubkey": b"%032d" % n}
            for n in range(start, min(number, start + 5_000))
        ]


def fleets() -> list[dict[str, object]]:
    """Compare the cost of a pass in small and large fleets, interleaved, the best of three."""
    taken: dict[int, list[dict[str, float]]] = {size: [] for size in FLEETS}
    for _ in range(3):
        for size in FLEETS:
            taken[size].append(cost(size))
    best = {size: {k: min(one[k] for one in many) for k in many[0]} for size, many in taken.items()}
    rows = []
    for name, unit in (("cpu_ms", "CPU ms"), ("rows", "rows read"), ("statements", "statements")):
        values = [best[size][name] for size in FLEETS]
        span = max(abs(value / values[0] - 1) for value in values)
        rows.append(
            {
                "what": f"{unit} per kiosk and pass, fleets of 1,200 / 12,000 / 120,000",
                "measured": " / ".join(f"{value:.2f}" for value in values),
                "peer": "–",
                "goal": "within ±10 %",
                "holds": span <= 0.1,
            }
        )
    return rows


def main(kiosks: int = 30, backlog: int = 200) -> None:
    rows = [drain(kiosks, backlog), *fleets()]
    print(json.dumps({"rows": rows}, ensure_ascii=False))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
