"""All kiosks of a city come back at once; and what one pass costs as the fleet grows.

Usage: bench/sync_storm.py [KIOSKS] [BACKLOG]   (the whole city: 1200 200). A hub with two workers
listens on the loopback; clients send signed deliveries over HTTP until nothing is left. The cost of
a pass is counted on hubs that know 1,200, 12,000 and 120,000 kiosks: the same passes of 400 kiosks
spread among all numbers, on each hub in turn.
"""

import json
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import urllib3
from sqlalchemy import event

from hub.assembly import found
from hub.config import HubConfig
from hub.store.database import writing
from hub.store.tables import kiosk
from tests.faults.served import ServedHub, found_hub
from tests.fleets import FIRST, SITE, BatchPlan, Fleet, add_fleet, make_fleet

WORKERS, CLIENTS, BATCH, GOAL_S = 2, 8, 50, 300
FLEETS, CALLERS, PASSES = (1_200, 12_000, 120_000), 400, 6
STRIDE = FLEETS[-1] // CALLERS
COSTS = (("cpu_ms", "CPU ms"), ("rows", "rows read"), ("statements", "statements"))


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


class Crowded:
    """A hub that knows so many kiosks; statements and the rows that they bring are counted.

    Args:
        folder: where it lives.
        fleet: those that call, evenly among the numbers.
        size: how many it knows altogether.
    """

    def __init__(self, folder: Path, fleet: Fleet, size: int) -> None:
        config = HubConfig(origin="http://hub.bench", requests_per_minute=10**9)
        self._hub = found(folder, config)
        add_fleet(self._hub.engine, fleet)
        self._crowd(size)
        self._hub.engine.dispose()  # connect anew, counted
        self.statements = self.rows = 0
        self.taken_s: list[float] = []
        event.listen(self._hub.engine, "before_cursor_execute", self._count)
        event.listen(self._hub.engine, "connect", self._count_rows)
        self._parts = self._hub.edge()

    def turn(self, plan: BatchPlan) -> None:
        """Deliver a few entries, then look at the feed: what a kiosk does in a pass."""
        parts, began = self._parts, time.process_time()
        known = parts.access.caller("POST", "/v1/journal", plan.packed, plan.headers, 1)
        caller = known.with_own_key()
        parts.intake.deliver(caller, plan.packed)
        parts.status.page(caller, 0)
        parts.status.highs(frozenset([caller.kiosk_no]))
        self.taken_s.append(time.process_time() - began)

    def start(self) -> None:
        """Count from here on: everything is loaded and compiled."""
        self.taken_s, self.statements, self.rows = [], 0, 0

    def cost(self) -> dict[str, float]:
        """Return the median CPU ms, statements and rows of a pass."""
        number = len(self.taken_s)
        return {
            "cpu_ms": 1000 * median(self.taken_s),
            "rows": self.rows / number,
            "statements": self.statements / number,
        }

    def close(self) -> None:
        self._hub.engine.dispose()

    def _count(self, *_: Any) -> None:
        self.statements += 1

    def _count_rows(self, connection: Any, _record: object) -> None:
        def counted(_cursor: object, row: tuple[object, ...]) -> tuple[object, ...]:
            self.rows += 1
            return row

        connection.row_factory = counted

    def _crowd(self, size: int) -> None:
        """Add kiosks that are only there, between those that call."""
        whole: dict[str, object] = {"site_id": SITE, "suite": 1, "status": "active", "through": 0}
        whole |= {"head": bytes(32), "feed_high": 0, "enrolled_at": 1, "answer": b""}
        numbers = [
            FIRST + caller * STRIDE + n
            for n in range(1, size // CALLERS)
            for caller in range(CALLERS)
        ]
        with writing(self._hub.engine) as db:
            for start in range(0, len(numbers), 5_000):
                some = numbers[start : start + 5_000]
                rows = [whole | {"kiosk_no": n, "pubkey": b"%032d" % n} for n in some]
                db.execute(kiosk.insert(), rows)


def fleets() -> list[dict[str, object]]:
    """Compare the cost of a pass in small and large fleets: the same passes, one hub after another.

    The first two deliveries of every kiosk are not counted: by then all is loaded and compiled.
    """
    fleet = make_fleet(CALLERS, 3 * PASSES, 3, "http://hub.bench", STRIDE)
    with tempfile.TemporaryDirectory() as place:
        hubs = [Crowded(Path(place) / str(size), fleet, size) for size in FLEETS]
        for number, plan in enumerate(fleet.plans):
            for turn in range(len(hubs)):  # nobody is always the first
                hubs[(number + turn) % len(hubs)].turn(plan)
            if number == 2 * CALLERS:
                for one in hubs:
                    one.start()
        costs = [one.cost() for one in hubs]
        for one in hubs:
            one.close()
    return [_compared(costs, *what) for what in COSTS]


def _compared(costs: list[dict[str, float]], name: str, unit: str) -> dict[str, object]:
    values = [cost[name] for cost in costs]
    return {
        "what": f"{unit} per kiosk and pass, fleets of 1,200 / 12,000 / 120,000",
        "measured": " / ".join(f"{value:.2f}" for value in values),
        "peer": "–",
        "goal": "within ±10 %",
        "holds": max(abs(value / values[0] - 1) for value in values) <= 0.1,
    }


def main(kiosks: int = 30, backlog: int = 200) -> None:
    rows = [drain(kiosks, backlog), *fleets()]
    print(json.dumps({"rows": rows}, ensure_ascii=False))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
