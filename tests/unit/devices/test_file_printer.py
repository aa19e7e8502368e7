"""The printer that writes files."""

from pathlib import Path

from kiosk.devices.printer.file_printer import FilePrinter
from kiosk.ports.devices import PrinterFault, PrinterReady


def test_documents_become_numbered_files(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path / "out", "a4")
    assert printer.print_pdf(b"%PDF-1", "张三的清单") == PrinterReady()
    assert printer.print_pdf(b"%PDF-2", "张三的清单") == PrinterReady()
    files = sorted((tmp_path / "out").iterdir())
    assert [f.name for f in files] == ["a4-0001.pdf", "a4-0002.pdf"]
    assert [f.read_bytes() for f in files] == [b"%PDF-1", b"%PDF-2"]


def test_a_set_fault_prints_nothing_until_it_is_cleared(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path, "receipt")
    printer.set_fault("E-PR-01")
    assert printer.print_pdf(b"%PDF", "t") == printer.status() == PrinterFault(code="E-PR-01")
    assert list(tmp_path.iterdir()) == []
    printer.set_fault(None)
    assert printer.print_pdf(b"%PDF", "t") == PrinterReady()


def test_a_folder_that_cannot_be_made_is_a_printer_fault(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    assert isinstance(FilePrinter(blocked / "x", "a4").print_pdf(b"%PDF", "t"), PrinterFault)
