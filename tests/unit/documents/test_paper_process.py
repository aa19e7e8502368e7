"""Paper made in a process of its own: the same paper, and every way the process can go."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.documents import paper_process
from kiosk.documents.checklist_pdf import ChecklistPdf
from kiosk.documents.paper_process import PaperProcess
from kiosk.documents.qr import QrCodes
from kiosk.documents.receipt_paper import ReceiptPaper
from kiosk.documents.slips import ChecklistSlip
from kiosk.domain.errors import Bug, Unavailable
from kiosk.ports.documents import FontFiles
from tests.unit.documents.sample import a_sheet
from tests.unit.documents.test_paper import text_of
from tests.unit.documents.test_receipt_paper import SHEET

Poppler = Callable[..., bytes]


@pytest.fixture
def paper(font_files: FontFiles) -> PaperProcess:
    return PaperProcess(font_files)


def test_the_same_paper_comes_from_the_other_process(
    paper: PaperProcess, a4: ChecklistPdf, slip: ChecklistSlip, poppler: Poppler
) -> None:
    sheet = a_sheet(large=True)
    assert text_of(poppler, paper.render(sheet)) == text_of(poppler, a4.render(sheet))
    assert text_of(poppler, paper.slip.render(sheet)) == text_of(poppler, slip.render(sheet))
    assert paper.page_count(sheet) == a4.page_count(sheet)


def test_receipts_come_from_there_too(
    paper: PaperProcess, font_files: FontFiles, poppler: Poppler
) -> None:
    here = ReceiptPaper(font_files, QrCodes())
    sheet = replace(SHEET, handed_in=None)
    assert text_of(poppler, paper.receipt(sheet, "a4")) == text_of(poppler, here.a4(sheet))
    assert text_of(poppler, paper.receipt(sheet, "receipt")) == text_of(poppler, here.slip(sheet))


def test_one_process_does_many_jobs(paper: PaperProcess) -> None:
    assert paper.page_count(a_sheet()) > 0
    first = paper._running[0].pid
    assert paper.page_count(a_sheet(large=True)) > 0
    assert paper._running[0].pid == first


def test_a_process_that_was_killed_is_started_again(paper: PaperProcess) -> None:
    pages = paper.page_count(a_sheet())
    paper._running[0].kill()
    assert paper.page_count(a_sheet()) == pages


def test_a_process_that_ends_at_every_job_is_our_mistake(
    paper: PaperProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_process, "_PROGRAM", "raise SystemExit(3)")
    with pytest.raises(Bug, match="twice"):
        paper.page_count(a_sheet())


def test_a_process_that_hangs_is_ended(
    paper: PaperProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_process, "_PROGRAM", "import time\ntime.sleep(60)")
    monkeypatch.setattr(paper_process, "DEADLINE_S", 0.1)
    with pytest.raises(Bug):
        paper.page_count(a_sheet())


def test_a_missing_font_is_told_across_the_border(font_files: FontFiles, tmp_path: Path) -> None:
    paper = PaperProcess(replace(font_files, regular=tmp_path / "gone.ttf"))
    with pytest.raises(Unavailable, match=r"gone\.ttf"):
        paper.render(a_sheet())


def test_the_process_ends_by_itself_when_nobody_wants_paper() -> None:
    program = paper_process._PROGRAM.replace("sys.stdout.buffer)", "sys.stdout.buffer, idle_s=0.1)")
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE) as process:
        assert process.wait(timeout=30) == 0


def test_the_process_ends_with_the_kiosk() -> None:
    assert paper_process.serve(io.BytesIO(b""), io.BytesIO()) is None


def test_dropping_it_ends_the_process(font_files: FontFiles) -> None:
    paper = PaperProcess(font_files)
    paper.page_count(a_sheet())
    process = paper._running[0]
    paper_process._end(paper._running)
    assert process.returncode is not None
