"""The A4 sheet and the 80 mm slip, read back with poppler and zxing."""

import datetime as dt
import hashlib
import inspect
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from reportlab.pdfbase import ttfonts

from kiosk.documents.checklist_pdf import ChecklistPdf
from kiosk.documents.page import A4_LARGE, A4_SIZES
from kiosk.documents.qr import QrCodes
from kiosk.documents.slips import ChecklistSlip
from kiosk.domain import wording
from kiosk.domain.checklist import Days, StopLine
from kiosk.domain.errors import Unavailable
from kiosk.ports.documents import FontFiles
from tests.unit.documents.sample import a_checklist, a_material, a_sheet, a_step

Poppler = Callable[..., bytes]
RARE_NAMES = "𠅤䶮㛃𬭎王𠀡𫝀"


def text_of(poppler: Poppler, pdf: bytes) -> str:
    """Return the text without white space, as somebody who copies it would get it."""
    return "".join(poppler("pdftotext", pdf, "-raw").decode().split())


def first_page(poppler: Poppler, pdf: bytes) -> Image.Image:
    """Return the first page as a picture of 150 dots an inch."""
    png = poppler("pdftoppm", pdf, "-r", "150", "-png", "-f", "1", "-l", "1")
    return Image.open(io.BytesIO(png)).convert("L")


@pytest.mark.parametrize("large", [False, True])
def test_the_sheet_says_everything(a4: ChecklistPdf, poppler: Poppler, large: bool) -> None:
    sheet = a_sheet(large=large)
    text = text_of(poppler, a4.render(sheet))
    checklist = sheet.checklist
    wanted = [wording.material_name(m) for m in checklist.materials]
    wanted += [wording.STATUS_TITLES[m.status] for m in checklist.materials]
    wanted += [f"{s.n}.{s.name}" for s in checklist.steps]
    wanted += [n.name for n in checklist.not_needed] + [n.text for n in checklist.notes]
    wanted += [u.ask for u in checklist.undetermined] + ["加上食品经营许可", "不用再加"]
    wanted += [a.ask + "".join(a.label) for a in checklist.answers]
    wanted += ["可以同时办", "复印件4份", "依据：登记条例§16", "至少6个工作日", "大约3趟"]
    wanted += ["亳州市谯城区", "资料核对到2026-11-01", "目录第12版", "代办员签名", "用在："]
    assert [w for w in wanted if "".join(w.split()) not in text] == []


def test_every_page_has_foot_line_and_number(a4: ChecklistPdf, poppler: Poppler) -> None:
    sheet = a_sheet()
    pdf = a4.render(sheet)
    pages = poppler("pdftotext", pdf, "-raw").decode().split("\f")[:-1]
    assert len(pages) == a4.page_count(sheet) > 1
    for number, page in enumerate(pages, start=1):
        assert wording.FOOT_LINE in page
        assert f"第{number}页，共{len(pages)}页" in page
        assert "12345" in page


def test_a_stop_stands_before_the_papers(a4: ChecklistPdf, poppler: Poppler) -> None:
    stop = StopLine(
        id="s",
        reason="要本人到场",
        basis="居民身份证法§3",
        instead="请本人来",
        instead_topic=None,
        service=None,
    )
    text = text_of(
        poppler, a4.render(a_sheet(checklist=a_checklist(stops=(stop,), state="blocked")))
    )
    assert text.index("现在还办不了：要本人到场") < text.index("要带的（")
    assert "依据：居民身份证法§3" in text and "现在可以做的：请本人来" in text


def test_rare_characters_extract_as_themselves(
    a4: ChecklistPdf, slip: ChecklistSlip, poppler: Poppler
) -> None:
    sheet = a_sheet(checklist=a_checklist(name=f"开{RARE_NAMES}店"))
    for pdf in (a4.render(sheet), slip.render(sheet)):
        assert f"开{RARE_NAMES}店" in text_of(poppler, pdf)


def test_without_the_rare_font_the_sheet_is_still_made(
    font_files: FontFiles, poppler: Poppler
) -> None:
    bare = FontFiles(regular=font_files.regular, bold=font_files.bold, rare=None)
    pdf = ChecklistPdf(bare, QrCodes()).render(a_sheet(checklist=a_checklist(name="𠅤店")))
    assert "要带的" in text_of(poppler, pdf)


def test_markup_in_data_is_shown_not_obeyed(a4: ChecklistPdf, poppler: Poppler) -> None:
    nasty = a_material("odd", "<b>A&B</b>“证”")
    text = text_of(poppler, a4.render(a_sheet(checklist=a_checklist(materials=(nasty,)))))
    assert "<b>A&B</b>“证”" in text


def test_fonts_are_embedded_as_subsets(a4: ChecklistPdf, poppler: Poppler) -> None:
    rows = poppler("pdffonts", a4.render(a_sheet())).decode().splitlines()[2:]
    assert rows
    noto = [row.split() for row in rows if "NotoSansSC" in row]
    assert noto and all(row[-5:-2] == ["yes", "yes", "yes"] for row in noto)


def test_the_code_on_paper_can_be_scanned(
    a4: ChecklistPdf, slip: ChecklistSlip, poppler: Poppler
) -> None:
    sheet = a_sheet()
    for pdf in (a4.render(sheet), slip.render(sheet)):
        results = zxingcpp.read_barcodes(first_page(poppler, pdf))
        assert [r.text for r in results] == [sheet.code]


def test_type_is_as_large_as_promised() -> None:
    assert (A4_SIZES.body_pt, A4_SIZES.title_pt) >= (14, 20)
    assert (A4_LARGE.body_pt, A4_LARGE.title_pt) >= (20, 28)


def test_the_slip_is_80_mm_wide_and_loses_nothing(slip: ChecklistSlip, poppler: Poppler) -> None:
    sheet = a_sheet()
    pdf = slip.render(sheet)
    info = poppler("pdfinfo", pdf).decode()
    width_pt = float(info.split("Page size:")[1].split()[0])
    assert abs(width_pt - 80 / 25.4 * 72) < 0.01
    assert "Pages:           1" in info
    text = text_of(poppler, pdf)
    lost = [m.plain for m in sheet.checklist.materials if m.plain not in text]
    assert lost == [] and "".join(wording.FOOT_LINE.split()) in text


def test_a_missing_font_is_named(tmp_path: Path) -> None:
    # A process of its own: fonts are registered once a process, and this one has them already.
    program = f"""
from pathlib import Path
from kiosk.documents.fonts import Fonts
from kiosk.ports.documents import FontFiles
Fonts(FontFiles(regular=Path({str(tmp_path / "gone.ttf")!r}), bold=Path("x")))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert Unavailable.__name__ in done.stderr and "gone.ttf" in done.stderr


def test_reportlab_still_has_the_function_that_we_replace() -> None:
    # When this fails, look whether reportlab now writes UTF-16BE itself; then drop our function.
    source = inspect.getsource(ttfonts)
    start = source.index("def makeToUnicodeCMap")
    body = source[start : source.index("\ndef ", start + 1)]
    assert hashlib.sha256(body.strip().encode()).hexdigest()[:16] == "f0614f6620f27d82"


def test_the_hour_on_paper_is_that_of_china(a4: ChecklistPdf, poppler: Poppler) -> None:
    evening = dt.datetime(2026, 11, 21, 16, 5, tzinfo=dt.UTC)
    text = text_of(poppler, a4.render(a_sheet(printed_at=evening)))
    assert "2026年11月22日00:05打印" in text


def test_open_facts_of_a_step_are_asked_for_once(a4: ChecklistPdf, poppler: Poppler) -> None:
    step = a_step(
        1,
        1,
        "licence",
        "营业执照",
        presence=None,
        fee=(),
        days=Days(promised=None, statutory=None, unit=None, statutory_unit=None, note=None),
    )
    text = text_of(poppler, a4.render(a_sheet(checklist=a_checklist(steps=(step,)))))
    assert "要多久、谁去办、多少钱：请向窗口确认" in text
