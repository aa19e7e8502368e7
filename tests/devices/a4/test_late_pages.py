"""Nothing comes out later, in front of somebody else: whatever dies, hangs or is deleted."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from kiosk.devices.printer.cups_printer import machine_mark
from kiosk.devices.printer.cups_queue import CupsQueue
from kiosk.devices.printer.ipp_link import target_of
from kiosk.devices.printer.page_printer import PagePrinter
from kiosk.ports.devices import NotPrinted, Printed, PrinterFault
from tests.devices.a4.conftest import Queue
from tests.devices.a4.pages import list_of, text_of
from tests.devices.a4.print_service import PrintService
from tests.devices.a4.programs import programs, until

A4 = Callable[..., PagePrinter]
NO_PAPER = PrinterFault(code="E-PR-01", trouble="no_paper")
UNREACHABLE = PrinterFault(code="E-PR-03", trouble="unreachable")
JOB = list_of("赵六六")
NEXT = list_of("下一位")


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
    assert queue.unfinished() == ""
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
    call(
        "lp",
        "-d",
        queue.name,
        "-t",
        f"{machine_mark()}办事清单",
        str(queue.service.folder / "cupsd.conf"),
    )
    call("lp", "-d", queue.name, "-t", "别人的", str(queue.service.folder / "cupsd.conf"))
    time.sleep(2)  # the scheduler counts whole seconds

    a4(queue.name)

    until(lambda: queue.unfinished().count(queue.name) == 1, 5)
    call("cancel", "-a", "-x", queue.name)


def test_a_second_kiosk_at_the_same_printer_leaves_our_job_alone(
    a4: A4, queue: Queue, aside: ThreadPoolExecutor
) -> None:
    printer = a4(queue.name, deadline_s=4)
    queue.printer.set_fault("media-empty-error")
    waiting = aside.submit(printer.print, JOB)
    until(lambda: printer.status() == NO_PAPER)
    service = queue.service
    service.add_queue("second", queue.printer.uri, model="everywhere")
    log = queue.printer.folder / "printer.log"

    for mark, cancels in (("办事亭000000·", False), (machine_mark(), True)):
        beside = CupsQueue(target_of(str(service.socket)), "second", sides="one-sided", mark=mark)
        beside.look()
        beside.recall()
        assert ("Cancel-Job successful-ok" in log.read_text()) == cancels

    waiting.result(20)  # it ends; CUPS may call done what was cancelled at the printer
    service.call("lpadmin", "-x", "second")


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
    assert queue.unfinished() == ""
    assert "device-a4" not in {thread.name for thread in threading.enumerate()}
