"""A kiosk's reader while something else goes on, and the memory that is taken meanwhile."""

import gc
import os
import random
import resource
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import psutil

from kiosk.store.catalog_connections import CatalogConnections
from kiosk.store.search_index import SqliteSearchIndex

SEED = 20261121
WORDS = ("身份证", "登记", "养老", "执照", "补贴", "shb", "残疾")


class Wait(NamedTuple):
    """How long a reader waited for an answer; `off_ms` of it the machine gave it no core."""

    ms: float
    off_ms: float


class Watched:
    """A kiosk's reader, and the memory of this process and its children, meanwhile."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ending = threading.Event()
        self.waits: list[Wait] = []
        self.peak_mb = 0.0
        self.child_mb = 0.0

    def __enter__(self) -> "Watched":
        gc.collect()
        gc.freeze()  # as a kiosk does: what the program itself needs is not walked again
        self._threads = [threading.Thread(target=job) for job in (self._read, self._weigh)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        for thread in self._threads:
            thread.join()

    def longest(self) -> Wait:
        """Return the longest wait."""
        return max(self.waits)

    def _read(self) -> None:
        connections = CatalogConnections(self._path)
        index = SqliteSearchIndex(connections)
        chance = random.Random(SEED)  # noqa: S311  not a secret
        sql = "SELECT id FROM document WHERE kind = 'service' LIMIT 5000"
        ids = [key for (key,) in connections.rows(sql)]
        sql = "SELECT doc FROM document WHERE kind = 'service' AND id = ?"
        index.search("身份证", 20)
        told = os.open(f"/proc/self/task/{threading.get_native_id()}/schedstat", os.O_RDONLY)
        while not self._ending.wait(0.005):
            self._ask(told, lambda: connections.rows(sql, (chance.choice(ids),)))
            self._ask(told, lambda: index.search(chance.choice(WORDS), 20))
        os.close(told)
        connections.close()

    def _ask(self, told: int, question: Callable[[], object]) -> None:
        off, began = off_core_ms(told), time.perf_counter()
        question()
        took = (time.perf_counter() - began) * 1000
        self.waits.append(Wait(took, off_core_ms(told) - off))

    def _weigh(self) -> None:
        """Count what the processes have of their own: mapped files are the machine's to drop.

        To look for the process that builds holds the interpreter, and the reader is in it: once.
        """
        building: list[int] = []
        while not self._ending.wait(0.2):
            building = building or [one.pid for one in psutil.Process().children()]
            child = sum(map(own_mb, building))
            self.child_mb = max(self.child_mb, child)
            self.peak_mb = max(self.peak_mb, child + own_mb(os.getpid()))


def off_core_ms(told: int) -> float:
    """Return how long a thread was ready and had no core, from its open `schedstat`."""
    return int(os.pread(told, 100, 0).split()[1]) / 1e6


def own_mb(pid: int) -> float:
    """Return the memory that a process shares with no file; 0 when it has ended."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text().split()
    except OSError:
        return 0.0
    return (int(resident) - int(shared)) * resource.getpagesize() / 1e6
