"""What a page printer answers when its print service behaves in ways that CUPS cannot be made to.

The service is a script; everything else is real: the thread, the deadlines, the clock.
"""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.devices.clock import SystemClock
from kiosk.devices.printer import page_printer
from kiosk.devices.printer.ipp_reasons import UNREACHABLE, trouble_of
from kiosk.devices.printer.page_printer import PagePrinter
from kiosk.devices.printer.page_queue import JobState, QueueState, Unsent
from kiosk.devices.registry import DeviceTools
from kiosk.domain.errors import Unavailable
from kiosk.ports.devices import NotPrinted, PdfJob, Printed, PrinterFault, PrinterReady

JOB = PdfJob(pdf=b"%PDF", title="清单")
FAILED = NotPrinted(fault=UNREACHABLE.fault)
EMPTY = trouble_of(("media-empty",))


class ScriptedQueue:
    """A print service that does what the test says."""

    label = "script"

    def __init__(self) -> None:
        self.state = QueueState()
        self.where: JobState = "done"
        self.unsent: Unsent | None = None
        self.silent = False
        self.sent = 0
        self.cancelled: list[int] = []
        self.forgotten: list[int] = []
        self.left: tuple[int, ...] = ()

    def look(self) -> QueueState:
        if self.silent:
            raise Unavailable("cups.no_answer", "打印服务没有应答")
        return self.state

    def send(self, pdf: bytes, title: str) -> int:
        self.sent += 1
        if self.unsent is not None:
            raise self.unsent
        return 7

    def job(self, job: int) -> JobState:
        self.look()
        return self.where

    def cancel(self, job: int) -> None:
        self.cancelled.append(job)
        self.look()

    def forget(self, job: int) -> None:
        self.forgotten.append(job)

    def recall(self) -> None:
        pass

    def leftovers(self, older_than_s: float) -> tuple[int, ...]:
        return self.left


@pytest.fixture
def queue() -> ScriptedQueue:
    return ScriptedQueue()


@pytest.fixture
def printer(
    queue: ScriptedQueue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PagePrinter]:
    monkeypatch.setattr(page_printer, "ANSWER_WITHIN_S", 3.0)
    monkeypatch.setattr(page_printer, "CANCEL_FOR_S", 1.5)
    monkeypatch.setattr(page_printer, "LOOK_EVERY_S", 0.1)
    monkeypatch.setattr(page_printer, "LOOK_AGAIN_S", 0.1)
    tools = DeviceTools(clock=SystemClock(), log=lambda *_, **__: None, paper_folder=tmp_path)
    made = PagePrinter("a4", queue, tools, deadline_s=1)
    made.start()
    yield made
    made.close()


def test_a_job_that_cannot_be_seen_cancelled_blocks_the_next_until_it_is(
    printer: PagePrinter, queue: ScriptedQueue
) -> None:
    queue.where = "stopping"
    begun = time.monotonic()
    assert printer.print(JOB) == FAILED
    assert time.monotonic() - begun < 15

    assert printer.print(JOB) == FAILED
    assert queue.sent == 1, "nothing goes out behind a job that may still come out"
    assert printer.status() == UNREACHABLE.fault
    assert printer.condition().message.startswith("有一份任务取消不掉")

    queue.where = "stopped"
    until(lambda: isinstance(printer.status(), PrinterReady))
    assert queue.forgotten == [7]
    queue.where = "done"
    assert printer.print(JOB) == Printed(sure=True)


def test_the_answer_comes_while_the_service_is_silent(
    printer: PagePrinter, queue: ScriptedQueue
) -> None:
    queue.where = "waiting"
    threading.Timer(0.3, lambda: setattr(queue, "silent", True)).start()
    begun = time.monotonic()

    assert printer.print(JOB) == FAILED

    assert time.monotonic() - begun < 15
    assert printer.condition().message.startswith("打印服务没有应答")
    queue.silent, queue.where = False, "stopped"
    until(lambda: isinstance(printer.status(), PrinterReady))
    assert 7 in queue.cancelled


def test_a_service_without_a_history_is_asked_about_by_a_person(
    printer: PagePrinter, queue: ScriptedQueue
) -> None:
    queue.where = "gone"
    assert printer.print(JOB) == Printed(sure=False)


def test_a_document_that_did_not_arrive_whole_is_cancelled(
    printer: PagePrinter, queue: ScriptedQueue
) -> None:
    queue.unsent, queue.where = Unsent(7), "stopped"
    assert printer.print(JOB) == FAILED
    assert queue.cancelled == [7]
    assert queue.forgotten == [7]


def test_a_job_that_never_began_leaves_nothing_to_cancel(
    printer: PagePrinter, queue: ScriptedQueue
) -> None:
    queue.unsent = Unsent(None)
    assert printer.print(JOB) == FAILED
    assert queue.cancelled == []


def test_leftovers_are_cancelled_before_anything_is_sent(
    printer: PagePrinter, queue: ScriptedQueue
) -> None:
    queue.left, queue.where = (3, 4), "stopped"
    until(lambda: set(queue.forgotten) == {3, 4})
    assert {3, 4} <= set(queue.cancelled)


def test_a_hint_counts_when_the_last_job_failed_for_it(
    printer: PagePrinter, queue: ScriptedQueue
) -> None:
    queue.state = QueueState(hint=EMPTY)
    until(lambda: isinstance(printer.status(), PrinterReady))
    queue.state, queue.where = QueueState(hint=EMPTY, trouble=EMPTY, busy=True), "stopped"
    no_paper = PrinterFault(code="E-PR-01", trouble="no_paper")
    assert printer.print(JOB) == NotPrinted(fault=no_paper)

    queue.state = QueueState(hint=EMPTY)
    until(lambda: printer.status() == no_paper)
    assert printer.print(JOB) == NotPrinted(fault=no_paper)
    assert queue.sent == 1

    queue.state, queue.where = QueueState(), "done"
    assert printer.print(JOB) == Printed(sure=True)


def test_low_paper_and_toner_are_for_staff(printer: PagePrinter, queue: ScriptedQueue) -> None:
    queue.state = QueueState(paper_low=True)
    until(lambda: printer.status() == PrinterReady(paper_low=True))
    assert printer.condition().state == "warn"
    queue.state = replace(QueueState(), note="墨粉快用完了")
    until(lambda: printer.condition().message.startswith("墨粉快用完了"))
    assert printer.status() == PrinterReady()


def test_a_printer_that_is_closed_prints_nothing(
    printer: PagePrinter, queue: ScriptedQueue
) -> None:
    printer.close()
    assert printer.print(JOB) == FAILED
    assert queue.sent == 0


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)
