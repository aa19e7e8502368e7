"""Many prints one after the other leave nothing behind: no thread, file, memory or document."""

import gc
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.devices.printer.page_printer import PagePrinter
from kiosk.ports.devices import Printed
from tests.devices.a4.conftest import Queue
from tests.devices.a4.pages import list_of

PRINTS = int(os.environ.get("KIOSK_SOAK_PRINTS", "20"))
GROWTH_KIB = 4096
"""A leak of one document a print would be 12 KiB, of one answer 1 KiB."""


def test_prints_leave_nothing_behind(a4: Callable[..., PagePrinter], queue: Queue) -> None:
    printer = a4(queue.name)
    job = list_of("孙七七")
    for _ in range(5):
        assert printer.print(job) == Printed(sure=True)
    before = traces()

    for _ in range(PRINTS):
        assert printer.print(job) == Printed(sure=True)

    after = traces()
    assert after[:2] == before[:2], "threads, open files"
    assert after[2] - before[2] < GROWTH_KIB, "memory in KiB"
    assert queue.service.documents() == []
    assert queue.service.call("lpstat", "-W", "all", "-o", queue.name).strip() == ""
    assert len(queue.printer.pages) == 5 + PRINTS


def traces() -> tuple[int, int, int]:
    """Threads, open files and resident KiB of this process.

    The device looks at its queue meanwhile and has a connection open then: the least files count.
    """
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    files = min(open_files() for _ in range(20))
    return threading.active_count(), files, pages * os.sysconf("SC_PAGE_SIZE") // 1024


def open_files() -> int:
    time.sleep(0.02)
    return len(list(Path("/proc/self/fd").iterdir()))
