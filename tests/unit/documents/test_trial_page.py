"""The A4 test page: one page, every character, a ruler that is true, a code that reads."""

import io
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from kiosk.documents.trial_page import trial_page
from kiosk.files import font_file, rare_font
from kiosk.ports.documents import FontFiles

DPI = 200


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = FontFiles(regular=font_file("Regular"), bold=font_file("Bold"), rare=rare_font())
    path = tmp_path_factory.mktemp("trial") / "trial.pdf"
    made = trial_page(
        files, site_name="王庄便民服务点", printed_at="2026-11-21 09:00", hotline="12345"
    )
    path.write_bytes(made)
    return path


def run(*command: object) -> bytes:
    return subprocess.run(list(map(str, command)), capture_output=True, check=True).stdout


def test_it_is_one_page_with_every_character(pdf: Path) -> None:
    text = run("pdftotext", "-layout", pdf, "-").decode()
    assert text.count("\f") == 1
    assert "王庄便民服务点" in text
    assert "䶮㛃" in text


def test_the_corners_are_marked_six_millimetres_from_each_edge(pdf: Path) -> None:
    picture = Image.open(io.BytesIO(run("pdftoppm", "-r", DPI, "-png", pdf))).convert("L")
    inked = picture.point(lambda value: 255 if value < 160 else 0).getbbox()
    assert inked is not None
    edges = (inked[0], inked[1], picture.width - inked[2], picture.height - inked[3])
    for edge in edges:
        assert edge / DPI * 25.4 == pytest.approx(6, abs=0.3)


def test_the_ruler_is_true_and_the_code_reads(pdf: Path) -> None:
    picture = Image.open(io.BytesIO(run("pdftoppm", "-r", DPI, "-png", pdf))).convert("L")
    [code] = zxingcpp.read_barcodes(picture)
    assert code.text == "打印测试 2026-11-21 09:00"
    dark = [
        [x for x in range(picture.width) if picture.getpixel((x, y)) < 128]
        for y in range(picture.height * 8 // 10)  # above the line of the foot
    ]
    assert max(map(_run_length, dark)) / DPI * 25.4 == pytest.approx(170, abs=0.5)


def _run_length(row: list[int]) -> int:
    """Return the length of the longest run of neighbours."""
    best = run_now = 0
    last = -2
    for x in row:
        run_now = run_now + 1 if x == last + 1 else 1
        best, last = max(best, run_now), x
    return best
