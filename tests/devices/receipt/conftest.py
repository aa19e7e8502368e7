"""A receipt printer of our driver at one end of a real cable, an emulated one at the other."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from kiosk.devices.clock import SystemClock
from kiosk.devices.port_search import PortSearch
from kiosk.devices.printer import escpos_talk
from kiosk.devices.printer.emulator_ports import PtyCable, TcpCable
from kiosk.devices.printer.escpos_emulator import PrinterEmulator
from kiosk.devices.printer.escpos_printer import EscposPrinter, EscposSettings
from kiosk.devices.registry import DeviceTools
from kiosk.ports.devices import PrintOutcome, SlipJob
from kiosk.ports.slips import Slip, SlipCode, SlipLine

CODE = "K1:" + "6BFOXN*TS0BI$ZD-PHQ7I9AD66V5B22CH9M9ESI9XBHXK" * 8
SLIP = Slip(
    parts=(
        SlipLine(text="办事清单", size="double", bold=True, align="center"),
        SlipLine(text="身份证 原件 复印件4份"),
        SlipCode(text=CODE),
    )
)
QUICK = {"mm_per_s": 10_000.0, "write_timeout_s": 0.5, "baud": 921_600}


class LeapClock(SystemClock):
    """The real clock, with a lever to let time pass at once."""

    ahead_s = 0.0

    def monotonic_s(self) -> float:
        return time.monotonic() + self.ahead_s


class Rig:
    """The driver, the cable and the printer behind it."""

    def __init__(self, port: str, folder: Path) -> None:
        self.clock = LeapClock()
        self.folder = folder
        self.logged: list[tuple[str, dict[str, object]]] = []
        self.tools = DeviceTools(clock=self.clock, log=self._log, paper_folder=folder)
        self.port = port
        self.printers: list[EscposPrinter] = []
        self.printer = self.make()

    def make(self, search: PortSearch | None = None, **settings: object) -> EscposPrinter:
        """Return a driver with other settings, not yet started; the last one is closed."""
        for printer in self.printers:
            printer.close()
        chosen = msgspec.convert({"port": self.port, **QUICK, **settings}, EscposSettings)
        self.printer = EscposPrinter("receipt", chosen, self.tools, search)
        self.printers.append(self.printer)
        return self.printer

    def print(self, slip: Slip = SLIP) -> PrintOutcome:
        """Print and wait."""
        return self.printer.print(SlipJob(slip=slip))

    @contextmanager
    def printing(self, slip: Slip = SLIP) -> Iterator[Callable[[], PrintOutcome]]:
        """Print on a thread meanwhile; ask for the outcome when the block has ended."""
        with ThreadPoolExecutor(1) as thread:
            outcome = thread.submit(self.print, slip)
            yield outcome.result

    def _log(self, event: str, level: str = "info", **facts: object) -> None:
        self.logged.append((event, facts))


def until(is_so: Callable[[], bool], within_s: float = 15.0) -> bool:
    """Wait until something is so; False when it never was."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.01)
    return is_so()


@pytest.fixture(autouse=True)
def _short_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The emulator answers within milliseconds: no need to let a line fall quiet for long."""
    monkeypatch.setattr(escpos_talk, "QUIET_S", 0.15)


@pytest.fixture
def emulator() -> PrinterEmulator:
    return PrinterEmulator()


@pytest.fixture
def cable(emulator: PrinterEmulator, tmp_path: Path) -> Iterator[PtyCable]:
    cable = PtyCable(emulator, tmp_path / "ttyRECEIPT")
    cable.plug()
    yield cable
    cable.unplug()


@pytest.fixture
def rig(cable: PtyCable, tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(str(cable.port), tmp_path)
    rig.printer.start()
    yield rig
    rig.printer.close()


@pytest.fixture
def socket_cable(emulator: PrinterEmulator) -> Iterator[TcpCable]:
    cable = TcpCable(emulator)
    cable.plug()
    yield cable
    cable.unplug()


@pytest.fixture
def network(socket_cable: TcpCable, tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(socket_cable.port, tmp_path)
    rig.printer.start()
    yield rig
    rig.printer.close()
