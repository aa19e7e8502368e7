"""Many prints with trouble in between: nothing is lost, nothing leaks.

20 prints in `make test`, KIOSK_SOAK_PRINTS of them in `make faults`.
"""

import gc
import os
import random
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from kiosk.devices.printer.emulator_ports import PtyCable
from kiosk.devices.printer.escpos_emulator import PrinterEmulator, Trouble
from kiosk.documents.slip_lines import list_slip
from kiosk.ports.devices import NotPrinted, Printed
from tests.devices.receipt.conftest import Rig
from tests.devices.receipt.thermal_paper import ThermalPaper
from tests.unit.documents.sample import a_checklist, a_sheet

PRINTS = int(os.environ.get("KIOSK_SOAK_PRINTS", "20"))
WARM_UP = 3
STOPS: tuple[Trouble, ...] = ("out", "cover", "offline")


def open_things() -> tuple[int, int]:
    """Return how many files and threads this process has."""
    return len(list(Path("/proc/self/fd").iterdir())), threading.active_count()


def allocated_blocks() -> int:
    """Return how many pieces of memory Python objects hold."""
    gc.collect()
    return sys.getallocatedblocks()


def resident_bytes() -> int:
    """Return how much memory this process really has."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def one_in(many: int, chance: random.Random) -> bool:
    return chance.randrange(many) == 0


def prints(rig: Rig, emulator: PrinterEmulator, cable: PtyCable, count: int) -> Iterator[None]:
    """Print lists of different people; every fourth meets trouble, and is printed again."""
    chance = random.Random(count)  # noqa: S311 - the same troubles in every run
    for number in range(count):
        code = f"K1:{number:04}" + "6BFOXN*TS0BI$ZD-PHQ7I9AD66V5B22CH9M" * chance.randrange(1, 6)
        sheet = replace(a_sheet(checklist=a_checklist(name=f"事{number}𠮷")), code=code)
        slip = list_slip(sheet, rig.printer.columns)
        emulator.clear()
        if one_in(4, chance):
            emulator.stop_after(chance.randrange(1, 3000), chance.choice(STOPS))
            assert isinstance(rig.print(slip), NotPrinted)
            emulator.set_trouble("ok")
            emulator.clear()
        elif one_in(8, chance):
            cable.unplug()
            assert isinstance(rig.print(slip), NotPrinted)
            cable.plug()
            rig.clock.ahead_s += 31
        assert rig.print(slip) == Printed()
        assert ThermalPaper(emulator.printed).codes() == [code], f"print {number}"
        yield


def test_many_prints_leak_nothing(rig: Rig, emulator: PrinterEmulator, cable: PtyCable) -> None:
    for _ in prints(rig, emulator, cable, WARM_UP):
        pass
    rig.logged.clear()
    before, blocks, memory = open_things(), allocated_blocks(), resident_bytes()
    for _ in prints(rig, emulator, cable, PRINTS):
        rig.logged.clear()
    assert open_things() == before
    assert allocated_blocks() - blocks < 2_000
    assert resident_bytes() - memory < 40_000_000
