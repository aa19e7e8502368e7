"""A driver for office printers that take PDF as it is on TCP port 9100, without CUPS.

An example of a driver in a package of its own, explained in docs/devices.md. The link is one-way:
the printer is "there" when it takes a connection, and only a person can tell whether the paper came
out.
"""

import socket
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from kiosk.devices.registry import DeviceTools
from kiosk.devices.worker import Worker
from kiosk.domain.errors import Unavailable
from kiosk.domain.setting_words import read_settings
from kiosk.ports.devices import (
    Condition,
    NotPrinted,
    Paper,
    PdfJob,
    Printed,
    PrinterFault,
    PrinterReady,
    PrinterStatus,
    PrintJob,
    PrintOutcome,
)

LOOK_EVERY_S = 10.0
ANSWER_S = 3.0
PRINT_WITHIN_S = 60.0
UNREACHABLE = PrinterFault(code="E-PR-03")


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table `[devices.a4]` without `driver`."""

    host: str
    port: int = 9100


def make(name: str, settings: Mapping[str, object], tools: DeviceTools) -> "RawPdfPrinter":
    """Return the printer, not yet started. Raises InputError for a wrong setting."""
    return RawPdfPrinter(name, read_settings(settings, Settings), tools)


class RawPdfPrinter:
    """The port `Printer` on a TCP connection; all talk happens on the worker's thread."""

    paper: Paper = "a4"
    takes: Literal["pdf", "slip"] = "pdf"
    columns = 0

    def __init__(self, name: str, settings: Settings, tools: DeviceTools) -> None:
        self.name = name
        self._address = (settings.host, settings.port)
        self._is_there: bool | None = None
        self._worker = Worker(name, self._look, finish=lambda: None, log=tools.log)

    def start(self) -> None:
        """Begin to look for the printer."""
        self._worker.start()

    def close(self) -> None:
        """End the thread."""
        self._worker.close()

    def condition(self) -> Condition:
        """Say what the last look found."""
        host, port = self._address
        if self._is_there is None:
            return Condition(state="absent", message=f"还没有连接 {host}。")
        if not self._is_there:
            said = f"连不上 {host}:{port}。"
            return Condition(state="fault", message=said, fix="看打印机的电源和网线。")
        return Condition(state="ok", message=f"{host} 能连上。")

    def status(self) -> PrinterStatus:
        """Say whether jobs are taken; one-way, so a person is asked after each."""
        return PrinterReady(can_tell=False) if self._is_there else UNREACHABLE

    def print(self, job: PrintJob) -> PrintOutcome:
        """Send the pages."""
        if not isinstance(job, PdfJob):
            return NotPrinted(fault=UNREACHABLE)
        pdf = job.pdf
        try:
            is_sent = self._worker.call(lambda: self._send(pdf), within_s=PRINT_WITHIN_S)
        except Unavailable:
            is_sent = False
        return Printed(sure=False) if is_sent else NotPrinted(fault=UNREACHABLE)

    def _look(self) -> float:
        """See whether the printer is there; the worker calls this again and again."""
        self._send(b"")
        return LOOK_EVERY_S

    def _send(self, content: bytes) -> bool:
        """Connect, send, and tell whether everything was taken."""
        try:
            with socket.create_connection(self._address, timeout=ANSWER_S) as link:
                link.sendall(content)
        except OSError:
            self._is_there = False
        else:
            self._is_there = True
        return self._is_there
