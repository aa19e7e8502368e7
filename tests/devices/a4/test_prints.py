"""Pages come out of real CUPS as they were sent, and nothing of them stays behind."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.devices.printer.cups_queue import queues
from kiosk.devices.printer.driverless import DriverlessPrinter
from kiosk.devices.printer.ipp_link import target_of, target_of_uri
from kiosk.devices.printer.page_printer import PagePrinter
from kiosk.domain.errors import Bug
from kiosk.ports.devices import Printed, PrinterReady, SlipJob
from kiosk.ports.slips import Slip
from tests.devices.a4.conftest import Queue
from tests.devices.a4.pages import ink_of, list_of, text_of
from tests.devices.a4.print_service import PrintService

A4 = Callable[..., PagePrinter]
PPD = "/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd"


def test_a_list_comes_out_of_a_driverless_printer(a4: A4, queue: Queue) -> None:
    job = list_of("开店清单：张一一带身份证", pages=2)

    assert a4(queue.name).print(job) == Printed(sure=True)

    [page] = queue.printer.pages
    assert text_of(page) == text_of(job.pdf)
    assert "张一一带身份证第2页" in text_of(page)


def test_it_is_a4_and_on_the_wanted_sides(a4: A4, queue: Queue) -> None:
    a4(queue.name, sides="two-sided-long-edge").print(list_of("一"))
    a4(queue.name, sides="one-sided").print(list_of("二"))

    first, second = (page.with_suffix(".txt").read_text() for page in queue.printer.pages)
    assert first.startswith("two-sided-long-edge")
    assert second.startswith("one-sided")
    for how in (first, second):
        assert "x-dimension=21000 y-dimension=29700" in how


def test_the_title_is_marked_as_ours_and_says_nothing_else(a4: A4, queue: Queue) -> None:
    a4(queue.name).print(list_of("李二二"))

    names = (queue.service.folder / "page.log").read_text()
    log = (queue.printer.folder / "printer.log").read_text()
    assert "李二二" not in names + log


def test_no_document_stays_in_the_spool_though_the_service_keeps_them_for_a_day(
    a4: A4, queue: Queue
) -> None:
    a4(queue.name).print(list_of("三"))

    assert queue.service.documents() == []
    assert queue.name not in queue.service.call("lpstat", "-W", "all", "-o")
    planted = "三".encode("utf-16-be").hex()
    for file in (queue.service.folder / "spool").rglob("*"):
        assert not file.is_file() or planted not in file.read_bytes().hex()


def test_a_raw_queue_gets_the_bytes_unchanged_and_a_person_is_asked(
    a4: A4, service: PrintService
) -> None:
    job = list_of("四")
    with listening() as (port, received):
        service.add_queue("a4_raw", f"socket://127.0.0.1:{port}", model="raw")
        printer = a4("a4_raw")

        assert printer.print(job) == Printed(sure=False)
        assert printer.status() == PrinterReady(can_tell=False)

    assert b"".join(received) == job.pdf
    service.call("lpadmin", "-x", "a4_raw")


@pytest.mark.skipif(os.getuid() != 0, reason="cups-pdf runs as root only")
def test_cups_pdf_paints_the_same_page(a4: A4, service: PrintService) -> None:
    folder = Path("~root/PDF").expanduser()  # where cups-pdf puts the pages of root
    had_folder, before = folder.exists(), set(folder.glob("*.pdf"))
    service.add_queue("a4_pdf", "cups-pdf:/", model=PPD)
    job = list_of("五：王五五带户口簿")
    try:
        assert a4("a4_pdf").print(job) == Printed(sure=False)

        [page] = set(folder.glob("*.pdf")) - before
        sent, painted = ink_of(job.pdf), ink_of(page.read_bytes())
        assert len(sent) == len(painted), "not A4"
        different = sum(a != b for a, b in zip(sent, painted, strict=True))
        assert different < 0.2 * sum(sent)  # glyphs are painted a little off
    finally:
        service.call("lpadmin", "-x", "a4_pdf")
        for page in set(folder.glob("*.pdf")) - before:
            page.unlink()
        if not had_folder:
            folder.rmdir()


def test_lines_for_a_receipt_printer_are_our_own_mistake(a4: A4, queue: Queue) -> None:
    with pytest.raises(Bug):
        a4(queue.name).print(SlipJob(slip=Slip(parts=())))


def test_a_printer_is_asked_over_tls_too(queue: Queue) -> None:
    uri = queue.printer.uri.replace("ipp:", "ipps:")
    target = target_of_uri(uri)
    assert target is not None
    state = DriverlessPrinter(target, uri).state()
    assert state is not None
    assert state.texts("printer-state-reasons") == ("none",)


def test_the_assistant_finds_the_queues(queue: Queue) -> None:
    assert queue.name in queues(target_of(str(queue.service.socket)))


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A raw network printer: takes whatever comes on a port."""
    received: list[bytes] = []

    def take(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            while data := connection.recv(65536):
                received.append(data)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=take, args=(server,))
        thread.start()
        yield int(server.getsockname()[1]), received
        thread.join(10)
