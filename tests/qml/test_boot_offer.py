"""A kiosk killed between commit and display starts again: it offers the receipt, once.

Real parts throughout: the journal on the disk, the threads of the link, window, paper process.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk import app
from kiosk.bootstrap import Station
from kiosk.config import Config, Places
from kiosk.devices.clock import SteppedClock
from kiosk.live_link import LiveLink
from kiosk.ports.journal import FilingStub
from kiosk.services.tally import Tally
from kiosk.store.journal_glance import glance
from kiosk.ui.layouts import LAYOUTS
from tests.faults.office import CODE
from tests.qml.conftest import ROOT, SITE
from tests.qml.scene import Scene
from tests.starters import NOW

PATIENCE_MS = 20_000


@pytest.fixture
def killed(tmp_path: Path) -> tuple[Path, str]:
    """A data folder whose kiosk was killed with a receipt that nobody saw; and its number."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    command = [sys.executable, "-m", "tests.qml.filing_kiosk", str(data)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        receipt = process.stdout.readline().strip()
        process.kill()
    assert len(receipt) == 16
    return data, receipt


@contextmanager
def kiosk(data: Path, paper: Path, starter: Path) -> Iterator[Scene]:
    """A kiosk as `kiosk run` makes it, with a printer that prints into a folder."""
    places = Places(data=data, config=None, starter=starter)
    station = Station(places, Config(site=SITE), clock=SteppedClock(NOW), printers_to=paper)
    app.start_qt(station.config.screen)
    link = LiveLink(station, Tally(), every_s=0.1)
    shell = app.make_shell(station, LAYOUTS["landscape"], ticking=False, link=link, shelf=link)
    scene = Scene(shell, station)
    shell.start()
    scene.settle()
    link.begin()
    try:
        yield scene
    finally:
        shell.close()
        link.close()
    assert not scene.bugs


def kept(data: Path, receipt: str) -> FilingStub:
    with glance(data / "journal.db") as journal:
        stub = journal.stub(receipt)
    assert stub is not None
    return stub


def test_it_is_offered_printed_and_then_forgotten(
    killed: tuple[Path, str], station: Station, tmp_path: Path, qtbot: QtBot
) -> None:
    (data, receipt), starter = killed, station.places.starter
    paper = tmp_path / "paper"
    paper.mkdir()
    assert kept(data, receipt).pending_code == CODE
    with kiosk(data, paper, starter) as scene:
        qtbot.waitUntil(lambda: "attract.receipt" in scene.names(), timeout=PATIENCE_MS)
        scene.tap("attract.receipt")
        assert scene.reads(f"{receipt[:4]} {receipt[4:8]} {receipt[8:12]} {receipt[12:]}")
        scene.tap("shell.primary")
        qtbot.waitUntil(lambda: scene.reads("请在下面拿纸"), timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: kept(data, receipt).shown, timeout=PATIENCE_MS)
        scene.tap("shell.primary")
        assert scene.shell.screen() == "attract" and "attract.receipt" not in scene.names()
    assert kept(data, receipt).pending_code is None
    (slip,) = paper.glob("receipt-*.pdf")
    program = shutil.which("pdftotext") or "install poppler-utils"
    read = subprocess.run([program, "-raw", slip, "-"], capture_output=True, check=True)
    text = "".join(read.stdout.decode().split())
    assert receipt in text and CODE in text and "提交回执" in text
    with kiosk(data, paper, starter) as scene:
        link = scene.shell._services.link
        assert isinstance(link, LiveLink)
        qtbot.waitUntil(lambda: link._forgot_on is not None, timeout=PATIENCE_MS)  # it has looked
        scene.look("attract")
        assert "attract.receipt" not in scene.names()


def test_killed_before_the_paper_is_out_it_is_offered_again(
    killed: tuple[Path, str], station: Station, tmp_path: Path, qtbot: QtBot
) -> None:
    data, receipt = killed
    for _ in range(2):
        with kiosk(data, tmp_path, station.places.starter) as scene:
            qtbot.waitUntil(lambda: "attract.receipt" in scene.names(), timeout=PATIENCE_MS)
            scene.tap("attract.receipt")
            assert scene.shell.screen() == "receipt"
    assert not kept(data, receipt).shown
