"""Each fault of an A4 printer, provoked in real CUPS: what is told, what is cancelled, recovery."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from kiosk.devices.printer.page_printer import PagePrinter
from kiosk.ports.devices import NotPrinted, Printed, PrinterFault, PrinterPrinting, PrinterReady
from tests.devices.a4.conftest import Queue
from tests.devices.a4.pages import list_of, text_of
from tests.devices.a4.print_service import PrintService
from tests.devices.a4.programs import free_port, until

A4 = Callable[..., PagePrinter]
NO_PAPER = PrinterFault(code="E-PR-01", trouble="no_paper")
JAM = PrinterFault(code="E-PR-02", trouble="jam")
COVER = PrinterFault(code="E-PR-04", trouble="cover_open")
PAUSED = PrinterFault(code="E-PR-03", trouble="paused")
UNREACHABLE = PrinterFault(code="E-PR-03", trouble="unreachable")
JOB = list_of("赵六六")
NEXT = list_of("下一位")


@pytest.mark.parametrize(
    ("reasons", "fault"),
    [
        ("media-empty-error,media-needed", NO_PAPER),
        ("media-jam-error", JAM),
        ("cover-open-error", COVER),
    ],
)
def test_a_fault_in_the_middle_is_told_cancelled_and_never_comes_out_later(
    a4: A4, queue: Queue, reasons: str, fault: PrinterFault
) -> None:
    printer = a4(queue.name, deadline_s=2.5)
    queue.printer.set_fault(reasons)

    assert printer.print(JOB) == NotPrinted(fault=fault)
    assert queue.unfinished() == ""
    assert printer.status() == fault, "the printer still reports it"
    assert printer.condition().state == "fault"

    queue.printer.mend()
    queue.printer.restart()
    assert printer.print(NEXT) == Printed(sure=True)
    assert [text_of(page) for page in queue.printer.pages] == [text_of(NEXT.pdf)]
    assert printer.condition().state == "ok"


# A back end that finds no paper at the first job and says nothing at all at the second.
TACITURN = """#!/bin/sh
[ $# = 0 ] && exit 0
if [ -e "$TMPDIR/told" ]; then sleep 1.5; exit 0; fi
touch "$TMPDIR/told"
echo "STATE: +media-empty-warning" >&2
sleep 60
"""


def test_the_reasons_of_an_earlier_job_do_not_count(
    a4: A4, service: PrintService, aside: ThreadPoolExecutor
) -> None:
    service.add_backend("taciturn", TACITURN)
    service.add_queue("taciturn", "taciturn:/x", model="raw")
    printer = a4("taciturn", deadline_s=2)
    assert printer.print(JOB) == NotPrinted(fault=NO_PAPER)

    waiting, seen = aside.submit(printer.print, NEXT), set()
    until(lambda: printer.status() == PrinterPrinting())
    while not waiting.done():
        seen.add(printer.status())
        time.sleep(0.01)

    assert waiting.result() == Printed(sure=False)
    assert seen <= {PrinterPrinting(), PrinterReady(can_tell=False)}
    assert "media-empty" in service.call("lpoptions", "-p", "taciturn"), "CUPS repeats it"
    service.call("lpadmin", "-x", "taciturn")


def test_paper_that_is_added_in_time_lets_the_job_go_on(
    a4: A4, queue: Queue, aside: ThreadPoolExecutor
) -> None:
    printer = a4(queue.name)
    queue.printer.set_fault("media-empty-error")
    waiting = aside.submit(printer.print, JOB)
    until(lambda: printer.status() == NO_PAPER)

    queue.printer.mend()

    assert waiting.result(10) == Printed(sure=True)
    assert len(queue.printer.pages) == 1


def test_while_a_page_is_printed_that_is_the_status(
    a4: A4, queue: Queue, aside: ThreadPoolExecutor
) -> None:
    printer = a4(queue.name)
    until(lambda: isinstance(printer.status(), PrinterReady))
    waiting = aside.submit(printer.print, JOB)
    until(lambda: printer.status() == PrinterPrinting())
    assert waiting.result(10) == Printed(sure=True)


def test_a_paused_queue_is_seen_before_anything_is_queued(a4: A4, queue: Queue) -> None:
    printer = a4(queue.name)
    queue.service.call("cupsdisable", queue.name)

    assert printer.print(JOB) == NotPrinted(fault=PAUSED)
    assert printer.status() == PAUSED
    assert queue.unfinished() == ""

    queue.service.call("cupsenable", queue.name)
    assert printer.print(NEXT) == Printed(sure=True)
    assert len(queue.printer.pages) == 1


def test_a_queue_that_is_paused_while_it_prints_gives_the_job_up(
    a4: A4, queue: Queue, aside: ThreadPoolExecutor
) -> None:
    printer = a4(queue.name, deadline_s=3)
    queue.printer.set_fault("media-empty-error")
    waiting = aside.submit(printer.print, JOB)
    until(lambda: printer.status() == NO_PAPER)
    queue.service.call("cupsdisable", queue.name)

    assert waiting.result(20) == NotPrinted(fault=PAUSED)
    assert queue.unfinished() == ""


def test_a_queue_that_takes_no_jobs_counts_as_paused(a4: A4, queue: Queue) -> None:
    printer = a4(queue.name)
    queue.service.call("cupsreject", queue.name)
    assert printer.print(JOB) == NotPrinted(fault=PAUSED)
    queue.service.call("cupsaccept", queue.name)
    assert printer.print(JOB) == Printed(sure=True)


def test_a_printer_that_was_switched_off_is_found_out_before_anything_is_queued(
    a4: A4, queue: Queue
) -> None:
    printer = a4(queue.name)
    queue.printer.stop()

    assert printer.print(JOB) == NotPrinted(fault=UNREACHABLE)
    assert queue.unfinished() == ""

    queue.printer.start()
    assert printer.print(NEXT) == Printed(sure=True)
    assert len(queue.printer.pages) == 1


def test_a_printer_behind_a_closed_port_ends_at_our_deadline(a4: A4, service: PrintService) -> None:
    service.add_queue("closed", f"socket://127.0.0.1:{free_port()}", model="raw")
    printer = a4("closed", deadline_s=1.5)

    assert printer.print(JOB) == NotPrinted(fault=UNREACHABLE)
    assert "closed-" not in service.call("lpstat", "-o")
    service.call("lpadmin", "-x", "closed")


def test_a_queue_may_appear_after_the_start(a4: A4, service: PrintService, queue: Queue) -> None:
    printer = a4("later")
    until(lambda: printer.condition().state == "absent")
    service.add_queue("later", queue.printer.uri, model="everywhere")

    until(lambda: isinstance(printer.status(), PrinterReady), 4)

    service.call("lpadmin", "-x", "later")


def test_two_prints_at_once_come_out_one_after_the_other(a4: A4, queue: Queue) -> None:
    printer = a4(queue.name)
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(printer.print, [JOB, NEXT]))
    assert ends == [Printed(sure=True)] * 2
    assert {text_of(page) for page in queue.printer.pages} == {
        text_of(JOB.pdf),
        text_of(NEXT.pdf),
    }
