"""A printer that writes PDF files into a folder: for demonstrations, training and tests.

It is product code: `make run` without a printer and `kiosk visit` print with it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from kiosk.devices.registry import DeviceTools
from kiosk.domain.errors import KioskError
from kiosk.domain.setting_words import read_settings
from kiosk.files import write_atomic
from kiosk.ports.devices import (
    Condition,
    NotPrinted,
    Paper,
    PdfJob,
    Printed,
    PrinterFault,
    PrinterReady,
    PrinterStatus,
    PrinterTrouble,
    PrintJob,
    PrintOutcome,
)

_TROUBLES: dict[str, PrinterTrouble] = {
    "E-PR-01": "no_paper",
    "E-PR-02": "jam",
    "E-PR-04": "cover_open",
}


class FileSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`folder` may be relative to the data folder; `paper` None: receipt by that name, else a4."""

    folder: str
    paper: Paper | None = None


def make(name: str, settings: Mapping[str, object], tools: DeviceTools) -> "FilePrinter":
    """Return the printer of a `[devices.…]` table. Raises InputError for a wrong setting."""
    wanted = read_settings(settings, FileSettings)
    usual: Paper = "receipt" if name == "receipt" else "a4"
    return FilePrinter(name, tools.paper_folder / wanted.folder, wanted.paper or usual)


class FilePrinter:
    """The `Printer` port on a folder; it takes PDF for both kinds of paper.

    Args:
        name: the device's name in the configuration.
        folder: where the files go; created when missing.
        paper: the kind of paper it stands for.
    """

    takes: Literal["pdf", "slip"] = "pdf"
    columns = 0

    def __init__(self, name: str, folder: Path, paper: Paper) -> None:
        self.name = name
        self.paper: Paper = paper
        self._folder = folder
        self._fault: PrinterFault | None = None

    def start(self) -> None:
        """Do nothing: a folder needs no thread."""

    def close(self) -> None:
        """Do nothing: nothing is held."""

    def condition(self) -> Condition:
        """Say that pages go into a folder, or which fault was set."""
        if self._fault:
            said = f"练习用的故障：{self._fault.code}。"
            return Condition(state="fault", message=said, fix="清除练习用的故障。")
        return Condition(state="ok", message="打印成文件，不出纸。")

    def status(self) -> PrinterStatus:
        """Return ready, or the fault that was set."""
        return self._fault or PrinterReady()

    def set_fault(self, code: str | None) -> None:
        """Pretend a fault of ux.md §8 (E-PR-01 …), or none, for trainers and tests."""
        trouble = _TROUBLES.get(code or "", "unreachable")
        self._fault = PrinterFault(code=code, trouble=trouble) if code else None

    def print(self, job: PrintJob) -> PrintOutcome:
        """Write the pages as the next numbered file, whose name says nothing of the job."""
        if self._fault:
            return NotPrinted(fault=self._fault)
        if not isinstance(job, PdfJob):
            return NotPrinted(fault=PrinterFault(code="E-PR-03"))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            number = 1 + sum(1 for _ in self._folder.glob(f"{self.paper}-*.pdf"))
            write_atomic(self._folder / f"{self.paper}-{number:04}.pdf", job.pdf)
        except (OSError, KioskError):
            return NotPrinted(fault=PrinterFault(code="E-PR-03"))
        return Printed()
