"""Paper made in a process of its own, which ends when nobody wants paper for a while.

reportlab and its fonts take about 90 MB, more than all screens together; a kiosk prints for some
seconds a visit. How paper looks is `checklist_pdf.py`, `slips.py` and `receipt_paper.py`.
"""

import os
import subprocess
import sys
import threading
import weakref
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct

from kiosk.domain.errors import Bug, KioskError, Unavailable
from kiosk.ports.devices import Paper
from kiosk.ports.documents import ChecklistRenderer, FontFiles, ReceiptSheet, Sheet, SlipRenderer

if TYPE_CHECKING:
    from kiosk.documents.qr import QrCodes

IDLE_S = 20.0
"""So long the process waits for the next job before it ends."""
DEADLINE_S = 30.0
"""After so long without an answer it is ended and started again."""
_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = f"""import sys
sys.path.insert(0, {str(_ROOT)!r})
from kiosk.documents.paper_process import serve
serve(sys.stdin.buffer, sys.stdout.buffer)
"""


class Job(Struct, frozen=True, kw_only=True, tag="list"):
    """What to make of a list; `fonts` are the files of the regular, bold and rare font."""

    make: Literal["a4", "slip", "pages"]
    sheet: Sheet
    fonts: tuple[str, str, str | None]


class ReceiptJob(Struct, frozen=True, kw_only=True, tag="receipt"):
    """A receipt to be made; `fonts` as above."""

    paper: Paper
    sheet: ReceiptSheet
    fonts: tuple[str, str, str | None]


class Made(Struct, frozen=True, kw_only=True):
    """The answer: a PDF or a number of pages, or the code and message of what is missing."""

    pdf: bytes = b""
    pages: int = 0
    fault: tuple[str, str] | None = None


class PaperProcess:
    """The ports that render paper, in a process apart; `slip` is the `SlipRenderer` among them.

    One job at a time; a process that died or hangs is started again once.

    Args:
        files: the bundled fonts.
    """

    def __init__(self, files: FontFiles) -> None:
        rare = str(files.rare) if files.rare else None
        self._fonts = (str(files.regular), str(files.bold), rare)
        self._lock = threading.Lock()
        self._running: list[subprocess.Popen[bytes]] = []
        weakref.finalize(self, _end, self._running)
        self.slip: SlipRenderer = _Slip(self)

    def render(self, sheet: Sheet) -> bytes:
        """Return the A4 list as PDF."""
        return self.done("a4", sheet).pdf

    def page_count(self, sheet: Sheet) -> int:
        """Return how many A4 pages the list takes."""
        return self.done("pages", sheet).pages

    def done(self, make: Literal["a4", "slip", "pages"], sheet: Sheet) -> Made:
        """Have something made of a list. Raises as `receipt`."""
        return self._done(Job(make=make, sheet=sheet, fonts=self._fonts))

    def receipt(self, sheet: ReceiptSheet, paper: Paper) -> bytes:
        """Return a receipt as PDF.

        Raises:
            Unavailable: a font is missing.
            Bug: the process died twice over the job.
        """
        return self._done(ReceiptJob(paper=paper, sheet=sheet, fonts=self._fonts)).pdf

    def _done(self, job: Job | ReceiptJob) -> Made:
        message = msgspec.msgpack.encode(job)
        with self._lock:
            made = self._exchanged(message) or self._exchanged(message)
        if made is None:
            raise Bug("E-SY-01", "the paper process died twice over one job")
        if made.fault:
            raise Unavailable(*made.fault)
        return made

    def _exchanged(self, job: bytes) -> Made | None:
        """Send a job and return the answer, or None when the process died over it."""
        process = self._started()
        watchdog = threading.Timer(DEADLINE_S, process.kill)
        watchdog.start()
        try:
            if process.stdin and process.stdout:
                _write(process.stdin, job)
                return msgspec.msgpack.decode(_read(process.stdout), type=Made)
        except (OSError, EOFError):
            _end(self._running)
        finally:
            watchdog.cancel()
        return None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._running and self._running[0].poll() is not None:
            _end(self._running)
        if not self._running:
            process = subprocess.Popen(  # noqa: S603  our own interpreter and program
                [sys.executable, "-c", _PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._running.append(process)
        return self._running[0]


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    """End the process, if there is one, and wait for it."""
    while running:
        process = running.pop()
        process.kill()
        process.communicate()


class _Slip:
    """The `SlipRenderer` port of a paper process."""

    def __init__(self, paper: "PaperProcess") -> None:
        self._paper = paper

    def render(self, sheet: Sheet) -> bytes:
        """Return the 80 mm list as PDF."""
        return self._paper.done("slip", sheet).pdf


def serve(jobs: IO[bytes], answers: IO[bytes], idle_s: float = IDLE_S) -> None:
    """Do jobs until the other side closes or nothing comes for `idle_s`. Runs in the process."""
    while True:
        idle = threading.Timer(idle_s, os._exit, (0,))
        idle.daemon = True
        idle.start()
        try:
            job = msgspec.msgpack.decode(_read(jobs), type=Job | ReceiptJob)
        except EOFError:
            return
        finally:
            idle.cancel()
        _write(answers, msgspec.msgpack.encode(_make(job)))


def _make(job: Job | ReceiptJob) -> Made:
    from kiosk.documents.qr import QrCodes

    regular, bold, rare = job.fonts
    files = FontFiles(regular=Path(regular), bold=Path(bold), rare=Path(rare) if rare else None)
    try:
        if isinstance(job, ReceiptJob):
            return Made(pdf=_receipt(job, files, QrCodes()))
        return _list(job, files, QrCodes())
    except KioskError as error:
        return Made(fault=(error.code, error.message))


def _list(job: Job, files: FontFiles, qr: "QrCodes") -> Made:
    from kiosk.documents.checklist_pdf import ChecklistPdf
    from kiosk.documents.slips import ChecklistSlip

    a4: ChecklistRenderer = ChecklistPdf(files, qr)
    match job.make:
        case "a4":
            return Made(pdf=a4.render(job.sheet))
        case "pages":
            return Made(pages=a4.page_count(job.sheet))
        case "slip":
            return Made(pdf=ChecklistSlip(files, qr).render(job.sheet))


def _receipt(job: ReceiptJob, files: FontFiles, qr: "QrCodes") -> bytes:
    from kiosk.documents.receipt_paper import ReceiptPaper

    paper = ReceiptPaper(files, qr)
    return paper.a4(job.sheet) if job.paper == "a4" else paper.slip(job.sheet)


def _write(stream: IO[bytes], message: bytes) -> None:
    stream.write(len(message).to_bytes(8, "big") + message)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes:
    """Return one message. Raises EOFError when the other side has gone."""
    size = int.from_bytes(_whole(stream, 8), "big")
    return _whole(stream, size)


def _whole(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError("the other side has gone")
    return data
