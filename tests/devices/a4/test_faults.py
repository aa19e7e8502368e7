"""Each fault of an A4 printer, provoked in real CUPS: what is told, what is cancelled, recovery."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from kiosk.devices.printer.page_printer import PagePrinter
from kiosk.ports.devices import NotPrinted, Printed, PrinterFault, PrinterPrinting, PrinterReady
from tests.devices.a4.conftest import Queue
from tests.devices.a4.pages import list_of, text_of
from tests.devices.a4.print_service import PrintService
from tests.devices.a4.programs import free_port, programs, until

A4 = Callable[..., PagePrinter]
NO_PAPER = PrinterFault(code="E-PR-01", trouble="no_paper")
JAM = PrinterFault(code="E-PR-02", trouble="jam")
COVER = PrinterFault(code="E-PR-04", trouble="cover_open")
PAUSED = PrinterFault(code="E-PR-03", trouble="paused")
UNREACHABLE = PrinterFault(code="E-PR-03", trouble="unreachable")
JOB = list_of("赵六六")
NEXT = list_of("下一位")


@pytest.fixture
def aside() -> Iterator[ThreadPoolExecutor]:
    """A thread that waits for the end of a print, as the screen's work thread does."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


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
    assert unfinished(queue) == ""
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
    assert unfinished(queue) == ""

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
    assert unfinished(queue) == ""


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
    assert unfinished(queue) == ""

    queue.printer.start()
    assert printer.print(NEXT) == Printed(sure=True)
    assert len(queue.printer.pages) == 1


def test_a_printer_behind_a_closed_port_ends_at_our_deadline(a4: A4, service: PrintService) -> None:
    service.add_queue("closed", f"socket://127.0.0.1:{free_port()}", model="raw")
    printer = a4("closed", deadline_s=1.5)

    assert printer.print(JOB) == NotPrinted(fault=UNREACHABLE)
    assert "closed-" not in service.call("lpstat", "-o")
    service.call("lpadmin", "-x", "closed")


def test_a_queue_that_is_deleted_while_it_prints(
    a4: A4, queue: Queue, aside: ThreadPoolExecutor
) -> None:
    printer = a4(queue.name)
    queue.printer.set_fault("media-empty-error")
    waiting = aside.submit(printer.print, JOB)
    until(lambda: printer.status() == NO_PAPER)

    queue.service.call("lpadmin", "-x", queue.name)

    result = waiting.result(20)
    assert isinstance(result, NotPrinted)
    assert printer.condition().state == "absent"
    told = (queue.printer.folder / "printer.log").read_text()
    assert "Cancel-Job successful-ok" in told, "the printer would print it later"
    queue.printer.mend()
    queue.printer.restart()
    queue.service.add_queue(queue.name, queue.printer.uri, model="everywhere")
    assert printer.print(NEXT) == Printed(sure=True)
    assert [text_of(page) for page in queue.printer.pages] == [text_of(NEXT.pdf)]


def test_a_queue_may_appear_after_the_start(a4: A4, service: PrintService, queue: Queue) -> None:
    printer = a4("later")
    until(lambda: printer.condition().state == "absent")
    service.add_queue("later", queue.printer.uri, model="everywhere")

    until(lambda: isinstance(printer.status(), PrinterReady), 4)

    service.call("lpadmin", "-x", "later")


def test_a_print_service_that_stops_and_comes_back_prints_once_or_not_at_all(
    a4: A4, queue: Queue, aside: ThreadPoolExecutor
) -> None:
    """CUPS 2.4 goes on with the job, or leaves it waiting until another one wakes it up."""
    printer = a4(queue.name, deadline_s=4)
    queue.printer.set_fault("media-empty-error")
    waiting = aside.submit(printer.print, JOB)
    until(lambda: printer.status() == NO_PAPER)

    queue.service.stop()
    until(lambda: printer.condition().message.startswith("打印服务没有应答"))
    queue.printer.mend()
    queue.printer.restart()
    queue.service.start()

    result = waiting.result(60)
    assert result in (Printed(sure=True), NotPrinted(fault=UNREACHABLE))
    assert unfinished(queue) == ""
    assert printer.print(NEXT) == Printed(sure=True)
    expected = [JOB, NEXT] if isinstance(result, Printed) else [NEXT]
    assert [text_of(page) for page in queue.printer.pages] == [text_of(j.pdf) for j in expected]


# A back end that takes the job and never prints it, deaf to the polite request to end.
DEAF = """#!/bin/sh
[ $# = 0 ] && exit 0
trap "" TERM
while :; do sleep 0.2; done
"""


def test_a_back_end_that_hangs_is_killed_before_the_answer(a4: A4, service: PrintService) -> None:
    service.add_backend("deaf", DEAF)
    service.add_queue("deaf", "deaf:/x", model="raw")
    printer = a4("deaf", deadline_s=1)

    assert printer.print(JOB) == NotPrinted(fault=UNREACHABLE)

    assert programs(f"{service.folder}/bin/backend/deaf") == []
    assert "deaf-" not in service.call("lpstat", "-o")
    service.call("lpadmin", "-x", "deaf")


def test_what_a_kiosk_left_behind_that_was_cut_off_never_comes_out(
    a4: A4, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.devices.printer.page_printer.LEFTOVER_AFTER_S", 0.5)
    call = queue.service.call
    call("cupsdisable", queue.name)
    call("lp", "-d", queue.name, "-t", "办事亭·办事清单", str(queue.service.folder / "cupsd.conf"))
    call("lp", "-d", queue.name, "-t", "别人的", str(queue.service.folder / "cupsd.conf"))
    time.sleep(2)  # the scheduler counts whole seconds

    a4(queue.name)

    until(lambda: unfinished(queue).count(queue.name) == 1, 5)
    call("cancel", "-a", "-x", queue.name)


def test_closing_in_the_middle_cancels_and_ends_within_two_seconds(
    a4: A4, queue: Queue, aside: ThreadPoolExecutor
) -> None:
    printer = a4(queue.name)
    queue.printer.set_fault("media-empty-error")
    waiting = aside.submit(printer.print, JOB)
    until(lambda: printer.status() == NO_PAPER)

    begun = time.monotonic()
    printer.close()

    assert time.monotonic() - begun < 2
    assert isinstance(waiting.result(2), NotPrinted)
    assert unfinished(queue) == ""
    assert "device-a4" not in {thread.name for thread in threading.enumerate()}


def test_two_prints_at_once_come_out_one_after_the_other(a4: A4, queue: Queue) -> None:
    printer = a4(queue.name)
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(printer.print, [JOB, NEXT]))
    assert ends == [Printed(sure=True)] * 2
    assert {text_of(page) for page in queue.printer.pages} == {
        text_of(JOB.pdf),
        text_of(NEXT.pdf),
    }


def unfinished(queue: Queue) -> str:
    """The jobs that still wait, as CUPS itself lists them."""
    return queue.service.call("lpstat", "-o", queue.name)
