"""How long a sync takes while all kiosks of a city hold a feed request open.

Usage: bench/hub_waiting.py [KIOSKS] [SECONDS]   (1200 20). A hub with two workers listens on the
loopback, on SQLite and on PostgreSQL in turn. Every kiosk keeps one signed `GET /v1/feed?wait=25`
open and asks again when it ends; they begin one after the other, as kiosks do. Meanwhile 50 kiosks
a second connect, deliver three entries and leave. A delivery counts from the moment when it was
due, not from when the client came to it.
"""

import asyncio
import hashlib
import json
import resource
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.hub_intake import postgres_url
from kiosk.sealing.suites import Ed25519Signer
from kiosk.wire.request_signature import Sender, sign_request
from tests.faults.served import ServedHub, found_hub
from tests.fleets import BatchPlan, Fleet, add_fleet, make_fleet

WORKERS, PER_SECOND, WAIT_S, GOAL_MS = 2, 50, 25, 300


class City:
    """Kiosks that wait and kiosks that deliver, in one event loop.

    Args:
        origin: the hub.
        fleet: the kiosks.
    """

    def __init__(self, origin: str, fleet: Fleet) -> None:
        self._origin = origin
        self._fleet = fleet
        self.open = 0
        self.fewest_open = len(fleet.keys)
        self.took_ms: list[float] = []
        self.failed: list[str] = []

    async def live(self, seconds: float) -> None:
        """Let every kiosk wait; when all do, deliver for so many seconds."""
        apart_s = WAIT_S / len(self._fleet.keys)
        waiting = [
            asyncio.create_task(self._wait(number, place * apart_s))
            for place, number in enumerate(self._fleet.keys)
        ]
        while self.open < len(waiting):
            for task in waiting:
                if task.done():
                    task.result()
            await asyncio.sleep(0.05)
        await self._deliver(int(seconds * PER_SECOND))
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    async def _deliver(self, number: int) -> None:
        began, sent = time.perf_counter(), []
        for turn, plan in enumerate(self._fleet.plans[:number]):
            due = began + turn / PER_SECOND
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self.fewest_open = min(self.fewest_open, self.open)
            sent.append(asyncio.create_task(self._sync(plan, due)))
        await asyncio.gather(*sent)

    async def _sync(self, plan: BatchPlan, due: float) -> None:
        line = await self._ask("POST", "/v1/journal", dict(plan.headers), plan.packed)
        self.took_ms.append(1000 * (time.perf_counter() - due))
        if " 200 " not in line:
            self.failed.append(line)

    async def _wait(self, number: int, later_s: float) -> None:
        device = Ed25519Signer(hashlib.sha256(b"fleet %d" % number).digest())
        sender = Sender(kiosk_no=number, public_key=device.public_key, sign=device.sign)
        target = f"/v1/feed?after=0&wait={WAIT_S}"
        headers = sign_request("GET", self._origin + target, None, sender, 1)
        await asyncio.sleep(later_s)
        reader, writer = await self._connect()
        with closing(writer):
            while True:
                _send(writer, "GET", target, headers, None)
                self.open += 1
                try:
                    line = await _answer(reader)
                finally:
                    self.open -= 1
                if " 200 " not in line:
                    raise SystemExit(f"a waiting kiosk was answered {line}")

    async def _ask(self, method: str, target: str, headers: dict[str, str], body: bytes) -> str:
        reader, writer = await self._connect()
        with closing(writer):
            _send(writer, method, target, headers, body)
            return await _answer(reader)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        at = urlsplit(self._origin)
        return await asyncio.open_connection(at.hostname, at.port)


def _send(
    writer: asyncio.StreamWriter,
    method: str,
    target: str,
    headers: dict[str, str],
    body: bytes | None,
) -> None:
    lines = [f"{method} {target} HTTP/1.1", "Host: hub"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    writer.write("\r\n".join([*lines, "", ""]).encode() + (body or b""))


async def _answer(reader: asyncio.StreamReader) -> str:
    """Read one answer to its end; return its first line."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    await reader.readexactly(int(head.partition("content-length:")[2].partition("\r\n")[0]))
    return head.partition("\r\n")[0]


def measure(name: str, database: str, kiosks: int, seconds: float) -> dict[str, object]:
    """Let a city wait and deliver on one database."""
    with tempfile.TemporaryDirectory() as place:
        hub = found_hub(Path(place), database)
        each = -(-int(seconds * PER_SECOND) // kiosks)
        fleet = make_fleet(kiosks, 3 * each, 3, hub.origin)
        add_fleet(hub.assembly.engine, fleet)
        served = ServedHub(hub, WORKERS)
        try:
            city = City(hub.origin, fleet)
            asyncio.run(city.live(seconds))
        finally:
            served.close()
            hub.assembly.engine.dispose()
    took = sorted(city.took_ms)
    p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
    if city.failed:
        raise SystemExit(f"{len(city.failed)} of {len(took)} deliveries failed: {city.failed[0]}")
    return {
        "what": f"a sync on {name}, {PER_SECOND} a second, {kiosks} kiosks waiting "
        f"(at least {city.fewest_open} at any moment), p99 of {len(took)}",
        "measured": f"{p99:.0f} ms (p50 {p50:.0f} ms)",
        "peer": "–",
        "goal": f"≤ {GOAL_MS} ms",
        "holds": p99 <= GOAL_MS,
    }


def main(kiosks: int = 1_200, seconds: int = 20) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))
    rows = [measure("SQLite", "", kiosks, seconds)]
    with postgres_url() as url:
        rows.append(measure("PostgreSQL", url, kiosks, seconds))
    print(json.dumps({"rows": rows}, ensure_ascii=False))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
