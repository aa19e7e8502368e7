"""The printer that writes files."""

from pathlib import Path

from kiosk.devices.printer.file_printer import FilePrinter
from kiosk.ports.devices import (
    NotPrinted,
    PdfJob,
    Printed,
    PrinterFault,
    PrinterReady,
    SlipJob,
)
from kiosk.ports.slips import Slip


def job(pdf: bytes) -> PdfJob:
    return PdfJob(pdf=pdf, title="张三的清单")


def test_documents_become_numbered_files(tmp_path: Path) -> None:
    printer = FilePrinter("a4", tmp_path / "out", "a4")
    assert printer.print(job(b"%PDF-1")) == Printed()
    assert printer.print(job(b"%PDF-2")) == Printed()
    files = sorted((tmp_path / "out").iterdir())
    assert [f.name for f in files] == ["a4-0001.pdf", "a4-0002.pdf"]
    assert [f.read_bytes() for f in files] == [b"%PDF-1", b"%PDF-2"]


def test_a_set_fault_prints_nothing_until_it_is_cleared(tmp_path: Path) -> None:
    printer = FilePrinter("receipt", tmp_path, "receipt")
    printer.set_fault("E-PR-01")
    out = PrinterFault(code="E-PR-01", trouble="no_paper")
    assert printer.print(job(b"%PDF")) == NotPrinted(fault=out)
    assert printer.status() == out
    assert printer.condition().state == "fault"
    assert list(tmp_path.iterdir()) == []
    printer.set_fault(None)
    assert printer.print(job(b"%PDF")) == Printed()
    assert printer.status() == PrinterReady()
    assert printer.condition().state == "ok"


def test_a_folder_that_cannot_be_made_is_a_printer_fault(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    assert isinstance(FilePrinter("a4", blocked / "x", "a4").print(job(b"%PDF")), NotPrinted)


def test_lines_of_a_slip_are_no_pages(tmp_path: Path) -> None:
    printer = FilePrinter("receipt", tmp_path, "receipt")
    assert isinstance(printer.print(SlipJob(slip=Slip(parts=()))), NotPrinted)
    assert list(tmp_path.iterdir()) == []
