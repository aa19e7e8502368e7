"""A receipt printer is watched from the start; what draws for it is loaded by the first print."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.devices.clock import SystemClock
from kiosk.devices.printer import escpos_printer
from kiosk.devices.registry import DeviceTools, make_device

WATCHES = """
import sys
from pathlib import Path
from kiosk.devices.clock import SystemClock
from kiosk.devices.registry import DeviceTools, make_device
tools = DeviceTools(clock=SystemClock(), log=lambda *_, **facts: None, paper_folder=Path("."))
printer = make_device("receipt", {"driver": "escpos", "port": "/dev/no-such-port"}, tools)
printer.start()
printer.close()
print(printer.condition().state, *sorted({"escpos", "PIL", "qrcode", "numpy"} & set(sys.modules)))
"""


def test_watching_a_printer_loads_nothing_that_draws() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHES], capture_output=True, text=True, check=True
    )
    assert done.stdout == "absent\n"


def test_a_library_that_only_printing_needs_is_missed_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        escpos_printer, "find_spec", lambda name: None if name == "qrcode" else object()
    )
    tools = DeviceTools(clock=SystemClock(), log=lambda *_, **__: None, paper_folder=tmp_path)
    settings = {"driver": "escpos", "port": "/dev/no-such-port"}
    found = make_device("receipt", settings, tools).condition()
    assert (found.state, found.message) == ("fault", "驱动 escpos 缺少程序库 qrcode。")
