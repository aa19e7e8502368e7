"""The example driver of docs/devices.md, installed as anybody's package and used by name."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.devices.clock import SystemClock
from kiosk.devices.registry import Devices, DeviceTools, make_device
from kiosk.ports.devices import NotPrinted, PdfJob, Printed, Printer, PrinterFault

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "raw-pdf-printer"
PDF = PdfJob(pdf=b"%PDF-1.7 " + bytes(200_000), title="清单")


class OfficePrinter:
    """A printer on port 9100 of this machine: keeps what was sent, connection by connection."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.jobs: list[bytes] = []
        self.came = threading.Semaphore(0)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                link, _ = self.socket.accept()
            except OSError:
                return
            with link, link.makefile("rb") as stream:
                content = stream.read()
            if content:
                self.jobs.append(content)
                self.came.release()


@pytest.fixture
def office() -> Iterator[OfficePrinter]:
    printer = OfficePrinter()
    yield printer
    printer.socket.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which pip has installed the example, and nothing else."""
    folder = tmp_path_factory.mktemp("site")
    source = tmp_path_factory.mktemp("source")
    for path in EXAMPLE.iterdir():
        if path.is_file():  # a build of our own must leave nothing in the tree
            (source / path.name).write_bytes(path.read_bytes())
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-q"),
            *("--no-deps", "--no-build-isolation", "--no-index", "--target", str(folder)),
            str(source),
        ],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture
def tools(tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> DeviceTools:
    monkeypatch.syspath_prepend(str(site))
    return DeviceTools(clock=SystemClock(), log=lambda *_, **__: None, paper_folder=tmp_path)


def until_ok(devices: Devices) -> None:
    end = time.monotonic() + 20
    while devices.states()[0].condition.state != "ok":
        assert time.monotonic() < end, devices.states()
        time.sleep(0.01)


def test_a_list_is_printed_by_a_driver_of_somebody_else(
    tools: DeviceTools, office: OfficePrinter
) -> None:
    table = {"driver": "raw-pdf", "host": "127.0.0.1", "port": office.port}
    devices = Devices({"a4": table}, tools)
    devices.start()
    until_ok(devices)
    [printer] = devices.printers
    assert printer.print(PDF) == Printed(sure=False)
    assert office.came.acquire(timeout=20)
    assert office.jobs == [PDF.pdf]
    devices.close()


def test_it_says_when_the_printer_is_away_and_when_it_is_back(
    tools: DeviceTools, office: OfficePrinter
) -> None:
    office.socket.close()
    table = {"driver": "raw-pdf", "host": "127.0.0.1", "port": office.port}
    device = make_device("a4", table, tools)
    assert isinstance(device, Printer)
    assert device.condition().state == "absent"
    device.start()
    assert device.print(PDF) == NotPrinted(fault=PrinterFault(code="E-PR-03"))
    assert device.condition().state == "fault"
    device.close()
    assert isinstance(device.print(PDF), NotPrinted)


def test_its_settings_are_explained_like_ours(tools: DeviceTools) -> None:
    found = make_device("a4", {"driver": "raw-pdf", "hots": "x"}, tools).condition()
    assert "没有 hots 这个设置，可以写 host、port" in found.message


def test_the_documentation_shows_the_example_as_it_is() -> None:
    shown = (ROOT / "docs" / "devices.md").read_text("utf-8")
    program = (EXAMPLE / "banshiting_raw_pdf.py").read_text("utf-8")
    metadata = (EXAMPLE / "pyproject.toml").read_text("utf-8")
    blocks = [part.partition("\n")[2] for part in shown.split("```")[1::2]]
    driver = [b for b in blocks if "banshiting_raw_pdf" in b or "RawPdfPrinter" in b]
    assert len(driver) == 2
    assert all(block.strip() in metadata + program for block in driver)
