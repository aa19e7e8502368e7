"""Real fonts, real renderers, and the tools that read paper back."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.documents.checklist_pdf import ChecklistPdf
from kiosk.documents.qr import QrCodes
from kiosk.documents.slips import ChecklistSlip
from kiosk.ports.documents import FontFiles

FONTS = Path(__file__).parents[3] / "assets" / "fonts"
RARE = Path("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf")


@pytest.fixture(scope="session")
def font_files() -> FontFiles:
    """Return the shipped fonts."""
    assert RARE.exists(), "install fonts-hanazono (make setup does)"
    return FontFiles(
        regular=FONTS / "NotoSansSC-Regular.ttf", bold=FONTS / "NotoSansSC-Bold.ttf", rare=RARE
    )


@pytest.fixture(scope="session")
def a4(font_files: FontFiles) -> ChecklistPdf:
    """Return the A4 renderer."""
    return ChecklistPdf(font_files, QrCodes())


@pytest.fixture(scope="session")
def slip(font_files: FontFiles) -> ChecklistSlip:
    """Return the 80 mm renderer."""
    return ChecklistSlip(font_files, QrCodes())


@pytest.fixture
def poppler(tmp_path: Path) -> Callable[..., bytes]:
    """Return a function that runs a poppler tool on a PDF and returns what it prints."""

    def run(tool: str, pdf: bytes, *arguments: str) -> bytes:
        path = tmp_path / "paper.pdf"
        path.write_bytes(pdf)
        program = shutil.which(tool)
        assert program, "install poppler-utils (make setup does)"
        command = [program, *arguments, str(path)]
        command += ["-"] if tool == "pdftotext" else []
        return subprocess.run(command, check=True, capture_output=True, cwd=tmp_path).stdout

    return run
