"""A printer that writes PDF files into a folder: for demonstrations, training and tests.

It is product code: `make run` without a printer and `kiosk visit` print with it.
"""

from pathlib import Path
from typing import Literal

from kiosk.domain.errors import KioskError
from kiosk.files import write_atomic
from kiosk.ports.devices import PrinterFault, PrinterReady, PrinterStatus


class FilePrinter:
    """The `Printer` port on a folder.

    Args:
        folder: where the files go; created when missing.
        paper: the kind of paper it stands for.
    """

    def __init__(self, folder: Path, paper: Literal["a4", "receipt"]) -> None:
        self.paper: Literal["a4", "receipt"] = paper
        self._folder = folder
        self._fault: PrinterFault | None = None

    def status(self) -> PrinterStatus:
        """Return ready, or the fault that was set."""
        return self._fault or PrinterReady()

    def set_fault(self, code: str | None) -> None:
        """Pretend a fault of ux.md §8 (E-PR-01 …), or none, for trainers and tests."""
        self._fault = PrinterFault(code=code) if code else None

    def print_pdf(self, pdf: bytes, title: str) -> PrinterStatus:
        """Write the document as the next numbered file, whose name carries no `title`."""
        if self._fault:
            return self._fault
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            number = 1 + sum(1 for _ in self._folder.glob(f"{self.paper}-*.pdf"))
            write_atomic(self._folder / f"{self.paper}-{number:04}.pdf", pdf)
        except (OSError, KioskError):
            return PrinterFault(code="E-PR-03")
        return PrinterReady()
