"""R9 on the real window, with a printer that takes its time: nobody is held up, nothing is lost."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from kiosk.ports.devices import (
    NotPrinted,
    Printed,
    PrinterFault,
    PrinterPrinting,
    PrinterReady,
    PrinterStatus,
    PrintJob,
    PrintOutcome,
)
from tests.qml.flow_stops import begin
from tests.qml.scene import Scene

NO_PAPER = PrinterFault(code="E-PR-01", trouble="no_paper")
PATIENCE_MS = 20_000
"""The paper is laid out by a process of its own, which a busy machine starts slowly."""


class SlowPrinter:
    """Prints when the test lets it, and says what the test wants."""

    def __init__(self) -> None:
        self.state: PrinterStatus = PrinterPrinting()
        self.outcome: PrintOutcome = Printed()
        self.may_end = threading.Event()
        self.begun = 0

    def status(self) -> PrinterStatus:
        return self.state

    def print(self, job: PrintJob) -> PrintOutcome:
        self.begun += 1
        self.may_end.wait(60)
        return self.outcome


@pytest.fixture
def slow(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowPrinter]:
    """The receipt printer in the test's hand, with a complete list on screen."""
    slow = SlowPrinter()
    printer = next(p for p in scene.station.devices.printers if p.paper == "receipt")
    monkeypatch.setattr(printer, "status", slow.status)
    monkeypatch.setattr(printer, "print", slow.print)
    begin(scene)
    scene.go("checklist")
    yield slow
    slow.may_end.set()


def start(scene: Scene, qtbot: QtBot, says: str) -> None:
    """Touch 打印清单 and wait until R9 says something."""
    press(scene, "shell.primary")
    qtbot.waitUntil(lambda: scene.reads(says), timeout=PATIENCE_MS)


def press(scene: Scene, name: str) -> None:
    """Touch something without waiting for the work that it causes."""
    scene.picture()
    scene.clock.pass_time(1)
    item = scene.control(name)
    at = item.mapToScene(item.boundingRect().center())
    scene.press_at(at)
    scene.release_at(at)


def touch(scene: Scene, name: str, qtbot: QtBot, screen: str) -> None:
    """Touch something while a job is under way, and wait for the screen it leads to."""
    press(scene, name)
    qtbot.waitUntil(
        lambda: scene.shell.screen() == screen and not scene.shell.router.busy,
        timeout=PATIENCE_MS,
    )


def test_the_paper_is_on_its_way_and_then_out(
    scene: Scene, slow: SlowPrinter, qtbot: QtBot
) -> None:
    start(scene, qtbot, "正在打印，请等一下")
    slow.may_end.set()
    qtbot.waitUntil(lambda: scene.reads("请在下面拿纸"), timeout=PATIENCE_MS)


def test_screens_go_on_while_the_printer_waits_for_paper(
    scene: Scene, slow: SlowPrinter, qtbot: QtBot
) -> None:
    slow.state = NO_PAPER
    slow.outcome = NotPrinted(fault=NO_PAPER)
    start(scene, qtbot, "打印纸用完了")
    touch(scene, "printing.scan", qtbot, "takeaway")
    touch(scene, "shell.home", qtbot, "home")
    slow.may_end.set()
    scene.settle()
    assert scene.shell.screen() == "home"  # no fault jumps at whoever has gone on


def test_paper_that_was_added_lets_it_go_on(scene: Scene, slow: SlowPrinter, qtbot: QtBot) -> None:
    slow.state = NO_PAPER
    start(scene, qtbot, "打印纸用完了")
    slow.state = PrinterPrinting()
    qtbot.waitUntil(lambda: scene.reads("正在打印，请等一下"), timeout=PATIENCE_MS)
    slow.may_end.set()
    qtbot.waitUntil(lambda: scene.reads("请在下面拿纸"), timeout=PATIENCE_MS)


def test_no_reprint_is_offered_before_the_job_is_over(
    scene: Scene, slow: SlowPrinter, qtbot: QtBot
) -> None:
    slow.state = NO_PAPER
    slow.outcome = NotPrinted(fault=PrinterFault(code="E-PR-03"))
    start(scene, qtbot, "打印纸用完了")
    assert not {"printing.again", "fault.way.retry"} & scene.names()
    slow.may_end.set()
    qtbot.waitUntil(lambda: scene.shell.screen() == "fault", timeout=PATIENCE_MS)
    assert "fault.way.retry" in scene.names()
    slow.state, slow.outcome = PrinterReady(), Printed()
    touch(scene, "fault.way.retry", qtbot, "printing")
    qtbot.waitUntil(lambda: scene.reads("请在下面拿纸"), timeout=PATIENCE_MS)
    assert slow.begun == 2


def test_a_printer_that_cannot_tell_is_asked_about_once(
    scene: Scene, slow: SlowPrinter, qtbot: QtBot
) -> None:
    slow.outcome = Printed(sure=False)
    slow.may_end.set()
    start(scene, qtbot, "打印出来了吗？")
    touch(scene, "printing.no", qtbot, "fault")
    assert scene.reads("纸没有打出来")
    touch(scene, "fault.way.retry", qtbot, "printing")
    qtbot.waitUntil(lambda: scene.reads("打印出来了吗？"), timeout=PATIENCE_MS)
    scene.tap("shell.primary")
    assert scene.reads("请在下面拿纸")


def test_a_wipe_while_it_prints_ends_the_visit_at_once(
    scene: Scene, slow: SlowPrinter, qtbot: QtBot
) -> None:
    slow.outcome = NotPrinted(fault=NO_PAPER)
    start(scene, qtbot, "正在打印，请等一下")
    scene.shell.frame.finish()
    qtbot.waitUntil(lambda: scene.shell.screen() == "attract", timeout=PATIENCE_MS)
    slow.may_end.set()
    scene.settle()
    QCoreApplication.processEvents()
    assert scene.shell.screen() == "attract"
