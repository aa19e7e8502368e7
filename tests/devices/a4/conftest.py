"""A private print service for the tests of A4 printing, and our printers that print through it."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.devices.clock import SystemClock
from kiosk.devices.printer.cups_printer import make
from kiosk.devices.printer.page_printer import PagePrinter
from kiosk.devices.registry import DeviceTools
from tests.devices.a4.driverless_printer import DriverlessPrinter
from tests.devices.a4.print_service import CUPSD, PrintService, print_service

_NUMBERS = itertools.count(1)


class Queue:
    """A driverless printer of a test and the queue in front of it."""

    def __init__(self, service: PrintService) -> None:
        self.service = service
        self.name = f"a4_{next(_NUMBERS)}"
        self.printer: DriverlessPrinter = service.printer(self.name)
        service.add_queue(self.name, self.printer.uri, model="everywhere")

    def unfinished(self) -> str:
        """The jobs that still wait, as CUPS itself lists them."""
        return self.service.call("lpstat", "-o", self.name)


@pytest.fixture(scope="session")
def shared_service() -> Iterator[PrintService]:
    if not Path(CUPSD).exists() or shutil.which("ippeveprinter") is None:
        pytest.skip("no CUPS here: scripts/system_packages.sh test")
    with print_service() as service:
        yield service


@pytest.fixture
def service(shared_service: PrintService) -> Iterator[PrintService]:
    """The print service; what a test leaves in its spool is the test's failure."""
    before = shared_service.documents()
    yield shared_service
    assert shared_service.documents() == before


@pytest.fixture
def queue(service: PrintService) -> Iterator[Queue]:
    """A queue of its own for each test."""
    made = Queue(service)
    yield made
    made.printer.mend()
    service.call("lpadmin", "-x", made.name)
    made.printer.stop()


@pytest.fixture
def events() -> list[tuple[str, dict[str, object]]]:
    """What the devices of a test logged."""
    return []


@pytest.fixture
def a4(
    service: PrintService, events: list[tuple[str, dict[str, object]]], tmp_path: Path
) -> Iterator[Callable[..., PagePrinter]]:
    """Printers of ours; they are closed when the test ends."""
    tools = DeviceTools(
        clock=SystemClock(),
        log=lambda event, *_, **facts: events.append((event, facts)),
        paper_folder=tmp_path,
    )
    made: list[PagePrinter] = []

    def start(queue: str, *, deadline_s: float = 30, sides: str = "one-sided") -> PagePrinter:
        settings = {
            "queue": queue,
            "server": str(service.socket),
            "deadline_s": deadline_s,
            "sides": sides,
        }
        printer = make("a4", settings, tools)
        printer.start()
        made.append(printer)
        return printer

    yield start
    for printer in made:
        printer.close()


@pytest.fixture
def aside() -> Iterator[ThreadPoolExecutor]:
    """A thread that waits for the end of a print, as the screen's work thread does."""
    with ThreadPoolExecutor(1) as pool:
        yield pool
