"""The Windows back end as far as it can be tried without Windows: bits, commands, the way of a job.

The spooler is played; the program that spools is a real program of the test.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.devices.clock import SystemClock
from kiosk.devices.printer.page_printer import PagePrinter
from kiosk.devices.printer.page_queue import Unsent
from kiosk.devices.printer.windows_printer import make
from kiosk.devices.printer.windows_queue import (
    MARK,
    WindowsQueue,
    print_command,
    run_program,
)
from kiosk.devices.printer.windows_spooler import SpooledJob
from kiosk.devices.printer.windows_status import job_state, queue_state
from kiosk.devices.registry import DeviceTools
from kiosk.domain.errors import InputError
from kiosk.ports.devices import NotPrinted, PdfJob, Printed, PrinterFault

JOB = PdfJob(pdf=b"%PDF-1.7 page", title="办事清单")


@pytest.mark.parametrize(
    ("status", "attributes", "trouble"),
    [
        (0x10, 0, "no_paper"),
        (0x08, 0, "jam"),
        (0x400000, 0, "cover_open"),
        (0x01, 0, "paused"),
        (0x80, 0, "unreachable"),
        (0x1000, 0, "unreachable"),
        (0x02, 0, "unreachable"),
        (0x02 | 0x10, 0, "no_paper"),
        (0x100000, 0, "unreachable"),
        (0, 0x400, "unreachable"),
    ],
)
def test_what_hinders_printing(status: int, attributes: int, trouble: str) -> None:
    state = queue_state(status, attributes)
    assert state.trouble is not None
    assert state.trouble.fault.trouble == trouble
    assert state.refuses


def test_a_working_printer_cannot_tell_whether_paper_came_out() -> None:
    state = queue_state(0, 0)
    assert (state.trouble, state.refuses, state.busy, state.can_tell) == (None, False, False, False)
    assert queue_state(0x400, 0).busy
    assert queue_state(0x20000, 0).note == "墨粉快用完了"


def test_a_printer_in_the_middle_of_a_job_tells_its_trouble_and_is_busy() -> None:
    state = queue_state(0x400 | 0x10, 0)
    assert state.trouble is not None
    assert not state.refuses


@pytest.mark.parametrize(
    ("status", "where"),
    [
        *((bits, "waiting") for bits in (0, 0x10, 0x40)),
        *((bits, "done") for bits in (0x80, 0x1000, 0x80 | 0x04)),
        (0x04, "stopping"),
        (0x100, "stopped"),
    ],
)
def test_where_a_job_is(status: int, where: str) -> None:
    assert job_state(status) == where


def test_the_command_names_paper_sides_and_printer() -> None:
    command = print_command("S.exe", "HP LaserJet 一楼", Path("a b.pdf"), two_sided=True)
    assert command == [
        *("S.exe", "-print-to", "HP LaserJet 一楼", "-print-settings", "paper=A4,duplexlong"),
        *("-silent", "a b.pdf"),
    ]
    assert "paper=A4,simplex" in print_command("S.exe", "HP", Path("a.pdf"), two_sided=False)


def test_a_program_that_is_missing_is_an_os_error_and_one_that_fails_a_code() -> None:
    assert run_program([sys.executable, "-c", "raise SystemExit(7)"]) == 7
    with pytest.raises(OSError, match="no-such-program"):
        run_program(["/no-such-program"])


class PlayedSpooler:
    """A spooler whose queue takes every file that the program of the test leaves in a folder."""

    def __init__(self, inbox: Path) -> None:
        self.inbox = inbox
        self.status = 0
        self.present = True
        self.job_status = 0x80
        self.listed = True
        self.deleted: set[int] = set()
        self.age_s = 1.0

    def bits(self, printer: str) -> tuple[int, int] | None:
        return (self.status, 0) if self.present else None

    def jobs(self, printer: str) -> tuple[SpooledJob, ...]:
        files = sorted(self.inbox.glob("*.pdf")) if self.listed else []
        return tuple(
            SpooledJob(number=n, title=path.name, status=self.job_status, age_s=self.age_s)
            for n, path in enumerate(files, start=1)
            if n not in self.deleted
        )

    def cancel(self, printer: str, number: int) -> None:
        self.deleted.add(number)


@pytest.fixture
def spooler(tmp_path: Path) -> PlayedSpooler:
    (tmp_path / "inbox").mkdir()
    return PlayedSpooler(tmp_path / "inbox")


@pytest.fixture
def queue(spooler: PlayedSpooler, tmp_path: Path) -> WindowsQueue:
    program = tmp_path / "spool.sh"
    program.write_text(f'#!/bin/sh\n[ "$2" = HP ] || exit 1\ncp "$6" "{spooler.inbox}"\n')
    program.chmod(0o755)
    folder = tmp_path / "to-print"
    return WindowsQueue(spooler, "HP", str(program), folder, two_sided=False, run=run_program)


@pytest.fixture
def printer(queue: WindowsQueue, tmp_path: Path) -> Iterator[PagePrinter]:
    tools = DeviceTools(clock=SystemClock(), log=lambda *_, **__: None, paper_folder=tmp_path)
    made = PagePrinter("a4", queue, tools, deadline_s=1)
    made.start()
    yield made
    made.close()


def test_a_page_goes_to_the_spooler_and_no_file_stays(
    printer: PagePrinter, spooler: PlayedSpooler, tmp_path: Path
) -> None:
    assert printer.print(JOB) == Printed(sure=False)

    [spooled] = spooler.inbox.iterdir()
    assert spooled.name == f"{MARK}办事清单.pdf"
    assert spooled.read_bytes() == JOB.pdf
    assert not (tmp_path / "to-print").exists()


def test_a_job_that_windows_has_forgotten_is_asked_about(
    printer: PagePrinter, spooler: PlayedSpooler
) -> None:
    spooler.listed = False
    assert printer.print(JOB) == Printed(sure=False)


def test_a_job_that_does_not_end_is_deleted_before_the_answer(
    printer: PagePrinter, spooler: PlayedSpooler
) -> None:
    spooler.job_status = 0x10

    assert printer.print(JOB) == NotPrinted(fault=PrinterFault(code="E-PR-03"))
    assert spooler.deleted == {1}


def test_without_paper_nothing_is_spooled(printer: PagePrinter, spooler: PlayedSpooler) -> None:
    spooler.status = 0x10

    assert printer.print(JOB) == NotPrinted(fault=PrinterFault(code="E-PR-01", trouble="no_paper"))
    assert not list(spooler.inbox.iterdir())


def test_a_program_that_fails_leaves_nothing(queue: WindowsQueue, spooler: PlayedSpooler) -> None:
    queue.label = "another"
    with pytest.raises(Unsent):
        queue.send(JOB.pdf, JOB.title)
    assert not list(spooler.inbox.iterdir())


def test_leftovers_are_ours_and_old(queue: WindowsQueue, spooler: PlayedSpooler) -> None:
    (spooler.inbox / f"{MARK}清单.pdf").touch()
    (spooler.inbox / "别人的.pdf").touch()
    assert queue.leftovers(100) == ()
    spooler.age_s = 200
    ours = [job.number for job in spooler.jobs("HP") if MARK in job.title]
    assert queue.leftovers(100) == tuple(ours)


def test_a_printer_that_is_not_installed_is_absent(
    printer: PagePrinter, spooler: PlayedSpooler
) -> None:
    spooler.present = False
    assert isinstance(printer.print(JOB), NotPrinted)
    assert printer.condition().state == "absent"


@pytest.mark.skipif(sys.platform == "win32", reason="there it works")
def test_elsewhere_the_driver_says_what_is_missing(tmp_path: Path) -> None:
    tools = DeviceTools(clock=SystemClock(), log=lambda *_, **__: None, paper_folder=tmp_path)
    made = make("a4", {"printer": "HP"}, tools)
    made.start()
    try:
        assert isinstance(made.print(JOB), NotPrinted)
        assert made.condition().state == "fault"
        assert "Windows" in made.condition().message
    finally:
        made.close()
    with pytest.raises(InputError):
        make("a4", {}, tools)
