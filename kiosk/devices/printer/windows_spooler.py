"""The Windows spooler through pywin32: printers, jobs, cancelling. Untested on hardware.

Importable everywhere, usable on Windows alone; what the bits mean is `windows_status.py`.
"""

import datetime as dt
from typing import Any, Protocol

from msgspec import Struct

from kiosk.domain.errors import Unavailable

MOST_JOBS = 999
_INFO_LEVEL_PRINTER, _INFO_LEVEL_JOB = 2, 1
_DELETE_JOB = 5


class SpooledJob(Struct, frozen=True, kw_only=True):
    """A job in a queue; `status` are JOB_STATUS bits."""

    number: int
    title: str
    status: int
    age_s: float


class Spooler(Protocol):
    """What a queue needs of the spooler. Every method may raise Unavailable."""

    def bits(self, printer: str) -> tuple[int, int] | None:
        """Return status and attribute bits of a printer; None when there is none."""
        ...

    def jobs(self, printer: str) -> tuple[SpooledJob, ...]:
        """Return the jobs of a printer."""
        ...

    def cancel(self, printer: str, number: int) -> None:
        """Delete a job; one that has gone meanwhile is no failure."""
        ...


class WindowsSpooler:
    """The `Spooler` port on pywin32."""

    def bits(self, printer: str) -> tuple[int, int] | None:
        """Ask GetPrinter."""
        win32print = _win32print()
        known = win32print.EnumPrinters(2 | 4, None, 1)  # local and connected ones
        if printer not in {name for _, _, name, _ in known}:
            return None
        with _Opened(win32print, printer) as handle:
            found = win32print.GetPrinter(handle, _INFO_LEVEL_PRINTER)
        return int(found["Status"]), int(found["Attributes"])

    def jobs(self, printer: str) -> tuple[SpooledJob, ...]:
        """Ask EnumJobs."""
        win32print = _win32print()
        with _Opened(win32print, printer) as handle:
            found = win32print.EnumJobs(handle, 0, MOST_JOBS, _INFO_LEVEL_JOB)
        now = dt.datetime.now(dt.UTC)
        return tuple(
            SpooledJob(
                number=int(job["JobId"]),
                title=str(job["pDocument"]),
                status=int(job["Status"]),
                age_s=(now - job["Submitted"].astimezone(dt.UTC)).total_seconds(),
            )
            for job in found
        )

    def cancel(self, printer: str, number: int) -> None:
        """Call SetJob with JOB_CONTROL_DELETE."""
        win32print = _win32print()
        if number in {job.number for job in self.jobs(printer)}:
            with _Opened(win32print, printer) as handle:
                win32print.SetJob(handle, number, 0, None, _DELETE_JOB)


class _Opened:
    """An open printer; its library's errors become Unavailable."""

    def __init__(self, win32print: Any, printer: str) -> None:
        self._win32print = win32print
        self._printer = printer

    def __enter__(self) -> Any:
        try:
            self._handle = self._win32print.OpenPrinter(self._printer)
        except self._win32print.error as error:
            raise Unavailable("windows.spooler", "Windows 的打印服务没有应答") from error
        return self._handle

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._win32print.ClosePrinter(self._handle)
        if isinstance(error, self._win32print.error):
            raise Unavailable("windows.spooler", "Windows 的打印服务没有应答") from error


def _win32print() -> Any:
    """Import the library where there is one. Raises Unavailable."""
    try:
        import win32print
    except ImportError as error:
        raise Unavailable("windows.library", "这台电脑不是 Windows，或没有 pywin32") from error
    return win32print
