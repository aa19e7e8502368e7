"""A printer of Windows as a queue: SumatraPDF spools the pages, the spooler tells of them.

The spooler takes no PDF, so a program of its own turns it into pages (https://sumatrapdfreader.org,
GPL, installed beside). Untested on hardware; status bits are `windows_status.py`.
"""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from kiosk.devices.printer.ipp_reasons import UNREACHABLE
from kiosk.devices.printer.page_queue import JobState, QueueState, Unsent
from kiosk.devices.printer.windows_spooler import SpooledJob, Spooler
from kiosk.devices.printer.windows_status import job_state, queue_state
from kiosk.domain.errors import Unavailable

MARK = "办事亭·"
"""Files, and so the titles of our jobs, begin so."""
SPOOL_WITHIN_S = 20.0
ALREADY_GONE = 0
"""The number of a job that had left the queue before it was seen there."""


def print_command(program: str, printer: str, pdf: Path, *, two_sided: bool) -> list[str]:
    """Return the command that spools a file and ends without a window."""
    sides = "duplexlong" if two_sided else "simplex"
    settings = f"paper=A4,{sides}"
    return [program, "-print-to", printer, "-print-settings", settings, "-silent", str(pdf)]


class WindowsQueue:
    """The `PageQueue` port on Windows.

    Args:
        spooler: tells of printers and jobs.
        printer: the name of the printer.
        program: SumatraPDF.exe.
        folder: where a document lies while the program reads it; emptied every time.
        two_sided: for printers that can.
        run: starts a command and returns its exit code; None when it took too long.
    """

    def __init__(
        self,
        spooler: Spooler,
        printer: str,
        program: str,
        folder: Path,
        *,
        two_sided: bool,
        run: Callable[[list[str]], int | None],
    ) -> None:
        self.label = printer
        self._spooler = spooler
        self._program = program
        self._folder = folder
        self._two_sided = two_sided
        self._run = run

    def look(self) -> QueueState:
        """Ask the spooler."""
        bits = self._spooler.bits(self.label)
        if bits is None:
            return QueueState(trouble=UNREACHABLE, refuses=True, missing=True, can_tell=False)
        return queue_state(*bits)

    def send(self, pdf: bytes, title: str) -> int:
        """Let the program spool a file, and find its job; the file is removed before the return."""
        try:
            before = {job.number for job in self._spooler.jobs(self.label)}
            ended = self._spooled(pdf, title)
            new = [job for job in self._ours() if job.number not in before]
        except (Unavailable, OSError) as error:
            raise Unsent(None) from error
        if ended != 0:
            raise Unsent(new[0].number if new else None)
        return new[0].number if new else ALREADY_GONE

    def _spooled(self, pdf: bytes, title: str) -> int | None:
        """Run the program on a file of its own and return its exit code."""
        path = self._folder / f"{MARK}{title}.pdf"
        shutil.rmtree(self._folder, ignore_errors=True)  # a kiosk that was cut off left it behind
        self._folder.mkdir(parents=True)
        try:
            path.write_bytes(pdf)
            command = print_command(self._program, self.label, path, two_sided=self._two_sided)
            return self._run(command)
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def job(self, job: int) -> JobState:
        """Look for the job in the queue; Windows forgets what has been printed."""
        found = (one for one in self._spooler.jobs(self.label) if one.number == job)
        return next((job_state(one.status) for one in found), "gone")

    def cancel(self, job: int) -> None:
        """Delete the job."""
        self._spooler.cancel(self.label, job)

    def forget(self, job: int) -> None:
        """Delete what is left of it: queues may be set to keep printed documents."""
        self._spooler.cancel(self.label, job)

    def recall(self) -> None:
        """Do nothing: printers are not asked directly on Windows."""

    def leftovers(self, older_than_s: float) -> tuple[int, ...]:
        """Return our jobs that are older."""
        return tuple(job.number for job in self._ours() if job.age_s > older_than_s)

    def _ours(self) -> list[SpooledJob]:
        """Return the jobs whose title is a file of ours, with or without its folder."""
        return [job for job in self._spooler.jobs(self.label) if MARK in job.title]


def run_program(command: list[str]) -> int | None:
    """Run a program to its end and return its exit code; one that hangs is ended: None."""
    try:
        done = subprocess.run(  # noqa: S603  the program of the configuration
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SPOOL_WITHIN_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.returncode
