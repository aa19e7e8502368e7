"""The status board of a running kiosk and `kiosk doctor` beside it say the same of every device.

The devices are our drivers at real ptys and emulators, so that every state is one that happens. The
pictures of the board are tests/qml.
"""

import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.cli.context import Launch
from kiosk.devices.idcard.emulator import CardEmulator
from kiosk.devices.idcard.emulator_faults import Spoiler
from kiosk.devices.idcard.emulator_port import EmulatedPort
from kiosk.devices.printer.emulator_ports import PtyCable
from kiosk.devices.printer.escpos_emulator import PrinterEmulator, Trouble
from kiosk.services.health import DEVICE, DEVICE_WORDS, HealthReport
from kiosk.ui.device_cards import DeviceRow, rows_of
from tests.cli.conftest import Outcome

SEEN_WITHIN_S = 15.0
NAMES = "|".join(DEVICE_WORDS.values())
LINE = re.compile(rf"^\[(.+?)\] (?:{NAMES})：(.+?)。(?:  办法.*)?$", re.MULTILINE)
"""A line of `kiosk doctor` for people."""
NOT_THERE = "/dev/no-such-port"
A4 = {
    "ok": 'driver = "file"\nfolder = "out"',
    "fault": 'driver = "cups"\nqueue = "a4"\nserver = "/no/such/socket"',
}
STATES: tuple[tuple[str, Trouble | None, str, str], ...] = (
    ("ok", "ok", "ok", "ok"),
    ("fault", "near", "absent", "fault"),
    ("ok", "out", "ok", "absent"),
    ("ok", "cover", "absent", "ok"),
    ("ok", "silent", "ok", "ok"),
    ("ok", None, "ok", "ok"),
)
"""A4, what the receipt printer suffers (None: it is not plugged in), card reader, scanner."""
RECEIPT = {"ok": "ok", "near": "warn", "silent": "warn", None: "absent"}


@pytest.fixture
def reader() -> Iterator[str]:
    """The port of a card reader that answers."""
    port = EmulatedPort(CardEmulator(Spoiler(random.Random(1))), time.monotonic)  # noqa: S311
    over = threading.Event()

    def answer() -> None:
        while not over.is_set():
            port.turn((), 0.05)

    thread = threading.Thread(target=answer)
    thread.start()
    yield port.path
    over.set()
    thread.join()
    port.unplug()


@pytest.fixture
def scanner() -> Iterator[str]:
    """The port of a scanner that nobody uses."""
    far, near = os.openpty()
    yield os.ttyname(near)
    os.close(far)
    os.close(near)


@pytest.mark.parametrize(("a4", "receipt", "idcard", "scan"), STATES)
def test_the_board_and_doctor_agree(
    a4: str, receipt: Trouble | None, idcard: str, scan: str,
    data: Path, kiosk: Callable[..., Outcome], reader: str, scanner: str,
) -> None:  # fmt: skip
    printer = PrinterEmulator()
    cable = PtyCable(printer, data / "ttyRECEIPT")
    if receipt:
        printer.set_trouble(receipt)
        cable.plug()
    scan_driver = '"none-such"' if scan == "fault" else '"serial-scanner"'
    (data / "config.toml").write_text(
        f'[devices.a4]\n{A4[a4]}\n[devices.receipt]\ndriver = "escpos"\nport = "{cable.port}"\n'
        f'[devices.idcard]\ndriver = "idcard-serial"\n'
        f'port = "{reader if idcard == "ok" else NOT_THERE}"\n'
        f"[devices.scanner]\ndriver = {scan_driver}\n"
        f'port = "{scanner if scan == "ok" else NOT_THERE}"\n',
        "utf-8",
    )
    expected = {"a4": a4, "receipt": RECEIPT.get(receipt, "fault"), "idcard": idcard}
    station = Launch(data, None).station
    try:
        with station.running():
            station.start_devices()
            board, doctor = settled(station.health, kiosk, expected | {"scanner": scan})
            lines = set(LINE.findall(kiosk("doctor").out))
    finally:
        cable.unplug()
    assert [row.state for row in board if row.key == f"{DEVICE}receipt"] == [expected["receipt"]]
    assert {row.key: (row.state, row.message) for row in board} == doctor
    assert lines == {(row.word, row.message) for row in board}


Said = dict[str, tuple[str, str]]


def settled(
    look: Callable[[], HealthReport], kiosk: Callable[..., Outcome], expected: dict[str, str]
) -> tuple[tuple[DeviceRow, ...], Said]:
    """Return what both say once all devices have been looked at and the kiosk has told it."""
    wanted = {f"{DEVICE}{name}": state for name, state in expected.items()}
    end = time.monotonic() + SEEN_WITHIN_S
    while True:
        board = tuple(row for row in rows_of(look()) if row.key.startswith(DEVICE))
        doctor = doctor_said(kiosk)
        states = {key: state for key, (state, _) in doctor.items()}
        if states == wanted == {row.key: row.state for row in board}:
            return board, doctor
        assert time.monotonic() < end, (board, doctor)
        time.sleep(0.2)


def doctor_said(kiosk: Callable[..., Outcome]) -> Said:
    """Return state and message by check; the board leaves out the name, which is its title."""
    checks = [c for c in kiosk("doctor", "--json").json["checks"] if c["id"].startswith(DEVICE)]
    return {
        check["id"]: (check["state"], check["message"].partition("：")[2].removesuffix("。"))
        for check in checks
    }
