"""Documents to print in tests, and reading what came out. All people are invented."""

import io
import subprocess
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from kiosk.files import font_file
from kiosk.ports.devices import PdfJob


def list_of(text: str, pages: int = 1) -> PdfJob:
    """A small A4 document with `text` on every page."""
    pdfmetrics.registerFont(TTFont("list", str(font_file("Regular"))))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for number in range(1, pages + 1):
        canvas.setFont("list", 20)
        canvas.drawString(100, 700, f"{text} 第{number}页")
        canvas.showPage()
    canvas.save()
    return PdfJob(pdf=buffer.getvalue(), title="办事清单")


def text_of(pdf: Path | bytes) -> str:
    """The text of a document as another program reads it, without spaces."""
    data = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
    done = subprocess.run(
        ["/usr/bin/pdftotext", "-", "-"], input=data, capture_output=True, check=True
    )
    return "".join(done.stdout.decode().split())


def ink_of(pdf: bytes, dpi: int = 40) -> list[bool]:
    """The first page painted: which points are dark, row by row."""
    command = ["/usr/bin/pdftoppm", "-r", str(dpi), "-gray", "-f", "1", "-l", "1", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    _, _, _, points = done.stdout.split(b"\n", 3)
    return [point < 128 for point in points]
